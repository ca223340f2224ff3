"""A JupyterHub on one machine for a class, started as root: `jupyterhub -f deploy/jupyterhub_config.py`.

docs/classroom.md says how to set it up, and how many students a machine carries. `trial_config.py` starts the same hub
with nothing to set up, to look at it.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821, JupyterHub gives it to this file

COURSE = Path(__file__).resolve().parents[1]
IDLE = 60 * 60  # seconds: a server that nobody has used for so long is stopped, and its memory is free

# Who may come in: students sign up with a name and a password, and an administrator lets them in at /hub/authorize.
# For the accounts of a school or of GitHub put another authenticator here, as `oauthenticator` brings them.
c.JupyterHub.authenticator_class = "native"
c.Authenticator.admin_users = {"instructor"}
c.Authenticator.allow_all = True

# A student's server is a service of systemd, under an account of its own that systemd makes: no student reads the files
# of another, and systemd holds each to these limits. The home is /var/lib/NAME.
c.JupyterHub.spawner_class = "systemd"
c.SystemdSpawner.dynamic_users = True
c.SystemdSpawner.isolate_tmp = True
c.Spawner.mem_limit = "1G"
c.Spawner.cpu_limit = 2.0  # cores; a demo that plays takes one

# What a student's server is: the notebooks laid into the home, and JupyterLab with the course's settings.
c.Spawner.cmd = [sys.executable, str(COURSE / "deploy" / "student_server.py")]
c.Spawner.default_url = "/lab/tree/notebooks/01_loss_functions.ipynb"
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": str(COURSE / "course_utils" / "jupyter"),
    "OPENBLAS_NUM_THREADS": "1",  # where many share the cores, products on all of them wait for the slowest
}
c.Spawner.args = ["--KernelManager.transport_encryption=auto"]  # its kernels start without a warning

c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}"]}
]
