"""Test the tests of the maths: break the code in one small way after the other, and see whether a test notices.

    make mutants                       all the maths; it takes hours, and says how far it is
    make mutants MODULE="losses data"

cosmic-ray makes the mutants, in a copy of this repository. At the end stand the share of them that was noticed, and
those that were not. Bit operations are left out: on numbers with fractions they stop every test.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TESTS = {  # which tests each module has to fear
    "losses": "test_losses",
    "gradients": "test_gradients",
    "operations": "test_graph",
    "graph": "test_graph",
    "network": "test_network",
    "optimizers": "test_optimizers",
    "data": "test_data",
    "training": "test_training",
    "surfaces": "test_surfaces",
    "toy_data": "test_toy_data",
}
CONFIGURATION = """
[cosmic-ray]
module-path = "course_utils/{module}.py"
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -c pytest.ini tests/{tests}.py"

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/.*_(RShift|LShift|BitXor|BitOr|BitAnd)"]
"""
# Without the plugins and the conftest of the whole suite, which take longer to load than a test to fail.
PYTEST = "[pytest]\naddopts = --import-mode=importlib --noconftest -x -q -p no:cacheprovider -p quick\n"
QUICK = """
import hypothesis

phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]  # a mutant that is found need not be made small
hypothesis.settings.register_profile("quick", max_examples=40, deadline=None, database=None, phases=phases)
hypothesis.settings.load_profile("quick")
"""


def main(modules):
    """Try the mutants of each module, and print what became of them; returns whether 95 % were noticed."""
    tried = noticed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("course_utils", "tests", "data"):
            shutil.copytree(REPOSITORY / name, Path(folder, name))
        Path(folder, "pytest.ini").write_text(PYTEST)
        Path(folder, "quick.py").write_text(QUICK)
        for module in modules or TESTS:
            survivors, count = survivors_of(module, Path(folder))
            tried, noticed = tried + count, noticed + count - len(survivors)
            print(f"{module}: {count - len(survivors)} of {count} mutants noticed", *survivors, sep="\n", flush=True)
    print(f"in all: {noticed} of {tried}, {noticed / tried:.1%}")
    return noticed >= 0.95 * tried


def survivors_of(module, folder):
    """The differences that no test has noticed, and how many mutants there were."""
    Path(folder, "mutants.toml").write_text(
        CONFIGURATION.format(module=module, tests=TESTS[module], python=sys.executable)
    )
    session = f"{module}.sqlite"
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    commands = Path(sys.executable).parent
    for command in (
        [commands / "cosmic-ray", "init", "mutants.toml", session],
        [commands / "cr-filter-operators", session, "mutants.toml"],
        [commands / "cosmic-ray", "exec", "mutants.toml", session],
    ):
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    dump = subprocess.run([commands / "cosmic-ray", "dump", session], cwd=folder, capture_output=True, check=True)
    results = [json.loads(line)[1] for line in dump.stdout.splitlines()]
    tried = [result for result in results if result and result["worker_outcome"] != "skipped"]
    return [result["diff"] for result in tried if result["test_outcome"] == "survived"], len(tried)


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
