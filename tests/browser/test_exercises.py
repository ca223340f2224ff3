"""The exercises in a real JupyterLab: verdicts in both themes, the answer behind a click, an interrupt."""

import pytest
from playwright.sync_api import expect

CELLS = [
    "from course_utils.exercises import check, progress, reveal\ndef softmax(logits):\n    ...",
    "check('softmax', softmax)",
    "import numpy as np\ncheck('softmax', np.exp)",
    "from course_utils import losses\ncheck('softmax', losses.softmax)",
    "def loops(logits):\n    while True:\n        print('again')\ncheck('softmax', loops)",
    "reveal('softmax')",
    "progress('01_loss_functions')",
]


@pytest.fixture
def exercises(lab):
    """A notebook with one of each verdict, run."""
    lab.open_code(*CELLS)
    yield lab
    assert lab.console_errors == []


def test_what_a_student_sees(exercises, tmp_path):
    page = exercises.page
    texts = [cell["outputs"][0]["data"]["text/plain"] for cell in exercises.cells()[1:]]
    starts = [
        "○ softmax: not",
        "→ softmax: not yet. Your",
        "✓ softmax",
        "→ softmax: not yet. Your function was",
        "def ",
    ]
    assert all(text.startswith(start) for text, start in zip(texts, starts, strict=False))
    assert "1 of 5 exercises pass." in texts[-1]
    assert all(len(cell["outputs"]) == 1 for cell in exercises.cells()[1:])  # the loop's prints stay inside

    code = page.locator("details pre")
    expect(code).to_be_hidden()
    page.locator("summary").click()
    expect(code).to_contain_text("return exponentials")
    for theme in ("light", "dark"):
        exercises.set_theme(theme)
        exercises.screenshot(tmp_path / f"exercises-{theme}.png")


def test_an_interrupt_reaches_the_reader(exercises):
    """While a check waits for an endless function, "interrupt kernel" ends it as any other cell."""
    exercises.page.evaluate("""() => {
        const { content } = window.jupyterapp.shell.currentWidget;
        content.activeCellIndex = 4;
        window.jupyterapp.commands.execute("notebook:run-cell");
    }""")
    exercises.wait_for_kernel(status="busy")
    exercises.command("notebook:interrupt-kernel")
    exercises.wait_for_kernel()
    output = exercises.cells()[4]["outputs"][-1]
    assert output.get("ename") == "KeyboardInterrupt"
