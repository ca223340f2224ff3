"""The three lists of packages (pyproject.toml, uv.lock, environment.yml) agree.

conda reads environment.yml by rules of its own, so it is parsed here with conda's own parser.
"""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from rattler import MatchSpec, Version, VersionSpec

REPOSITORY = Path(__file__).resolve().parents[1]
PYPI_NAMES = {"matplotlib-base": "matplotlib"}  # where conda-forge's name differs

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
LOCK = tomllib.loads((REPOSITORY / "uv.lock").read_text())
ENVIRONMENT = yaml.safe_load((REPOSITORY / "environment.yml").read_text())


def conda_specs():
    """Return environment.yml's packages as {name on PyPI: parsed spec}."""
    specs = [MatchSpec(line) for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
    by_name = {spec.name.normalized: spec for spec in specs}
    return {PYPI_NAMES.get(name, name): spec for name, spec in by_name.items()}


def bounds(requirements):
    """Split requirements like "numpy>=2.0" into {name: ">=2.0"}."""
    return dict(re.fullmatch(r"([\w-]+)(.*)", text).groups() for text in requirements)


PROJECT_BOUNDS = bounds(PROJECT["dependencies"])


def test_conda_gets_the_packages_of_the_project_and_no_others():
    assert set(conda_specs()) - {"python", "pip"} == set(PROJECT_BOUNDS)


@pytest.mark.parametrize("name", PROJECT_BOUNDS)
def test_conda_has_the_same_lower_bound(name):
    assert conda_specs()[name].version == PROJECT_BOUNDS[name]


def test_conda_has_one_python_that_the_project_allows():
    """repo2docker begins with another Python where no single one is named."""
    (line,) = [line for line in ENVIRONMENT["dependencies"] if str(line).startswith("python ")]
    named = re.fullmatch(r"python =(\d+\.\d+)", line)[1]
    assert PROJECT["requires-python"] == LOCK["requires-python"]
    assert VersionSpec(PROJECT["requires-python"]).matches(Version(named))


@pytest.mark.parametrize("name", PROJECT_BOUNDS)
def test_conda_allows_every_locked_version(name):
    # The lock may hold two versions of one package, for an older and a newer Python.
    locked = [package["version"] for package in LOCK["package"] if package["name"] == name]
    allowed = VersionSpec(conda_specs()[name].version)
    assert locked
    assert all(allowed.matches(Version(version)) for version in locked)


def test_lock_was_made_from_these_requirements():
    (course,) = [package for package in LOCK["package"] if package["name"] == PROJECT["name"]]
    locked = {entry["name"]: entry["specifier"] for entry in course["metadata"]["requires-dist"]}
    assert locked == PROJECT_BOUNDS, "run: uv lock"


def test_conda_installs_the_course_itself_from_conda_forge_alone():
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert {"pip": ["-e ."]} in ENVIRONMENT["dependencies"]
