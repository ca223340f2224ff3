"""What a class is served with: links that open the course on a hub, the values of a cluster, and a student's home."""

import os
import runpy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import hub_links
import jsonschema
import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
VALUES = yaml.safe_load((REPOSITORY / "deploy" / "values.yaml").read_text(encoding="utf-8"))
REPO = "https://github.com/ORG/course of nets"
CHART = os.environ.get("Z2JH_CHART")


def test_a_hubs_link_brings_the_repository_and_opens_the_notebook():
    link = urlsplit(hub_links.hub_link("https://hub.example.org/", REPO, "05_mnist", branch="a&b"))
    assert (link.netloc, link.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    assert parse_qs(link.query) == {
        "repo": [REPO],
        "branch": ["a&b"],
        "urlpath": ["lab/tree/course of nets/notebooks/05_mnist.ipynb"],
    }


def test_a_link_to_a_repository_with_git_at_its_end_opens_the_folder_without():
    link = urlsplit(hub_links.hub_link("https://hub.example.org", "https://example.org/ORG/course.git/", "05_mnist"))
    assert parse_qs(link.query)["urlpath"] == ["lab/tree/course/notebooks/05_mnist.ipynb"]


def test_binders_link_names_the_repository_in_one_piece():
    link = hub_links.binder_link("https://example.org/ORG/course", "05_mnist", branch="my/branch")
    assert link == (
        "https://mybinder.org/v2/git/https%3A%2F%2Fexample.org%2FORG%2Fcourse/my%2Fbranch"
        "?urlpath=lab%2Ftree%2Fnotebooks%2F05_mnist.ipynb"
    )


def test_a_students_home_gets_what_is_missing_and_keeps_what_is_there(tmp_path):
    lay_out = runpy.run_path(str(REPOSITORY / "deploy" / "student_server.py"))["lay_out"]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "05_mnist.ipynb").write_text("mine")
    lay_out(tmp_path)
    assert (tmp_path / "notebooks" / "05_mnist.ipynb").read_text() == "mine"
    given = {path.name for path in (REPOSITORY / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (tmp_path / "notebooks").iterdir()} == given


def merged(defaults, ours):
    """Lay values over the chart's own, as helm does."""
    if not (isinstance(defaults, dict) and isinstance(ours, dict)):
        return ours
    return defaults | {name: merged(defaults.get(name), value) for name, value in ours.items()}


@pytest.mark.skipif(not CHART, reason="Z2JH_CHART names no folder jupyterhub/ of jupyterhub/zero-to-jupyterhub-k8s")
def test_the_chart_accepts_the_values_and_no_mistyped_ones():
    schema, defaults = (
        yaml.safe_load((Path(CHART) / name).read_text(encoding="utf-8"))
        for name in ("values.schema.yaml", "values.yaml")
    )
    validator = jsonschema.Draft7Validator(schema)
    whole = merged(defaults, VALUES)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(whole)] == []
    assert not validator.is_valid(merged(whole, {"cull": {"timeout": "an hour"}}))
    assert not validator.is_valid(merged(whole, {"singleuser": {"memroy": {"limit": "1G"}}}))
