"""Whether what is checked is what stands in the notebook.

A cell that could not run, for one with a bracket missing, leaves the function of before under its name. IPython keeps
the text of every cell that was run: the newest that writes the function tells. Outside of IPython there are no cells,
and nothing is said.
"""

import ast
import inspect
import re
import sys
import textwrap


def why_it_is_old(answer):
    """Say that the newest cell that writes a function did not bring it about; "" if it did, or nobody knows."""
    shell = _shell()
    name = getattr(answer, "__name__", "")
    if shell is None or getattr(answer, "__globals__", None) is not shell.user_ns or not str(name).isidentifier():
        return ""
    writes_it = re.compile(rf"^def\s+{name}\b", re.MULTILINE)
    cells = shell.user_ns.get("_ih", [])
    newest = next((cell for cell in reversed(cells) if writes_it.search(cell)), None)
    if newest is None:
        return ""
    try:
        tree = ast.parse(shell.transform_cell(newest))
    except SyntaxError as error:
        return f"Python could not read the newest cell that writes `{name}`: {error.msg} (line {error.lineno})."
    written = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if written and not written[-1].decorator_list and _differs(written[-1], answer):
        return f"The newest cell that writes `{name}` stopped with an error before it came to it."
    return ""


def _shell():
    """The running IPython, if there is one: asked for without importing it."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _differs(written, answer):
    try:
        known = ast.parse(textwrap.dedent(inspect.getsource(answer))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return False
    return ast.dump(known) != ast.dump(written)
