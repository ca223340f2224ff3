"""Demo: what holds for each of them, and how a cell that runs again takes away what it made before."""

import base64
import gc
import io
import weakref

import ipywidgets
import matplotlib
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from PIL import Image

import course_utils.widgets
from course_utils.widgets.shared import demo as demo_module
from course_utils.widgets.shared.demo import LINE


@pytest.fixture(scope="module", params=course_utils.widgets.__all__)
def opened(request):
    """Each demo once, for the tests that only look at it: to make some of them takes a second."""
    demo = getattr(course_utils.widgets, request.param)()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    """Another one of the same kind, for a test that changes it."""
    demo = type(opened)()
    yield demo
    demo.close()


def test_demo_is_a_box_with_a_still_and_a_text(opened):
    assert isinstance(opened, ipywidgets.Box)
    picture = Image.open(io.BytesIO(opened.still()))
    assert picture.format == "PNG"
    assert picture.width >= 600
    assert len(picture.convert("L").getcolors()) > 10  # not blank
    assert 60 < len(opened.text) < 800
    assert "\n" not in opened.text
    assert opened.text.endswith(".")


def test_demo_shows_still_and_text_where_widgets_cannot(opened):
    bundle = opened._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == opened.text
    shown, still = (Image.open(io.BytesIO(png)) for png in (base64.b64decode(data["image/png"]), opened.still()))
    assert shown.width == still.width
    below = np.asarray(shown.convert("L"))[still.height :]
    assert below.shape[0] == LINE and below.min() < 100, "a line that says how to make it live"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_every_control_of_the_demo_has_a_label_and_a_tooltip(opened):
    silent = ipywidgets.HTML | ipywidgets.FloatProgress
    controls = ipywidgets.ValueWidget | ipywidgets.Button
    found = [part for part in parts_of(opened) if isinstance(part, controls) and not isinstance(part, silent)]
    assert found
    for control in found:
        assert control.description, control
        assert control.tooltip, control


def test_the_demo_looks_the_same_whatever_the_notebook_has_set(opened):
    others = {"lines.linewidth": 9, "font.size": 30, "axes.facecolor": "yellow", "axes.spines.top": True}
    others |= {"text.color": "red", "xtick.major.size": 20, "legend.frameon": True, "image.cmap": "jet"}
    with matplotlib.rc_context(others):
        other = type(opened)()
        still = other.still()
        other.close()
    assert still == opened.still()


def test_closing_leaves_no_widget_behind(demo):
    name = type(demo).__name__
    demo.close()
    before = set(_instances)
    getattr(course_utils.widgets, name)().close()
    assert [_instances[key] for key in set(_instances) - before] == []


def test_a_closed_demo_lets_go_of_its_picture(demo):
    live, drawn = weakref.ref(demo.figure), weakref.ref(demo.figure.figure)
    demo.close()  # while `demo` itself lives on, as in the notebook's Out list
    gc.collect()
    assert live() is None
    assert drawn() is None
    demo.close()  # a second time does no harm


def test_an_error_is_shown_in_words(demo):
    """With a player or without."""

    def fails():
        raise RuntimeError("<a> broken part")

    demo.guard(fails)
    assert "Stopped by an error: RuntimeError: &lt;a&gt; broken part" in demo.note.value
    assert demo.note in parts_of(demo)
    assert demo.note.layout.display != "none"


def parts_of(box):
    """Yield a box and all that is in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from parts_of(child)


@pytest.mark.parametrize(
    ("first", "second", "closed"),
    [
        (("a", 1), ("a", 2), True),  # the same cell, run again
        (("a", 1), ("a", 1), False),  # two demos made by one run of a cell
        (("a", 1), ("b", 2), False),  # another cell
        (None, None, False),  # no JupyterLab
    ],
)
def test_running_a_cell_again_closes_what_it_made_before(monkeypatch, first, second, closed):
    were_closed = []

    class Empty(demo_module.Demo):
        def close(self):
            were_closed.append(self)
            super().close()

    monkeypatch.setattr(demo_module, "_running_cell", lambda: first)
    one = Empty()
    monkeypatch.setattr(demo_module, "_running_cell", lambda: second)
    two = Empty()
    assert (one in were_closed) is closed
    two.close()
    one.close()
