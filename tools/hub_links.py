"""Prints links that open a notebook: on a JupyterHub (by nbgitpuller), and on Binder.

python tools/hub_links.py https://hub.example.org https://github.com/ORG/REPOSITORY 05_mnist
"""

import argparse
from urllib.parse import quote, urlencode


def hub_link(hub, repository, notebook, branch="main"):
    """A link that copies the repository into the home of who opens it, and shows a notebook of it."""
    folder = repository.rstrip("/").removesuffix(".git").rpartition("/")[2]
    wanted = {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{folder}/notebooks/{notebook}.ipynb"}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(wanted, quote_via=quote, safe='')}"


def binder_link(repository, notebook, branch="main"):
    """A link with which Binder builds the repository and shows a notebook of it."""
    place = urlencode({"urlpath": f"lab/tree/notebooks/{notebook}.ipynb"}, safe="")
    return f"https://mybinder.org/v2/git/{quote(repository, safe='')}/{quote(branch, safe='')}?{place}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print links that open a notebook on a JupyterHub and on Binder.")
    parser.add_argument("hub", help="the hub's address")
    parser.add_argument("repository", help="the address from which git brings the course")
    parser.add_argument("notebook", nargs="?", default="01_loss_functions")
    parser.add_argument("--branch", default="main")
    given = parser.parse_args()
    print(hub_link(given.hub, given.repository, given.notebook, given.branch))
    print(binder_link(given.repository, given.notebook, given.branch))
