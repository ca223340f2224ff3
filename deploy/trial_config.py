"""The class's JupyterHub as a trial, on this machine alone: `jupyterhub -f deploy/trial_config.py`.

Any name comes in, with any password. All students' servers run under the account that started the hub, so each
could read the files of another, and nothing holds them to a limit: this is to look at the hub, not to teach with it.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821, JupyterHub gives it to this file
load_subconfig(str(Path(__file__).with_name("jupyterhub_config.py")))  # noqa: F821

HOMES = Path.cwd() / "homes"

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(HOMES / "{username}")
if os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")
