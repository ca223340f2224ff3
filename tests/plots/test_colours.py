"""Colours that are told apart by colour alone stay far apart for every colour vision, and type stands out."""

import io
import itertools
import warnings

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text
from PIL import Image

from course_utils import plots, widgets
from course_utils.widgets.training import maps, playground_picture, when_to_stop_picture
from course_utils.widgets.training.optimizer_race import LOOKS

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # its docstrings hold backslashes
    from colorspacious import cspace_convert, deltaE

# Machado, Oliveira and Fernandes 2009, at full severity.
VISIONS = [None, "protanomaly", "deuteranomaly", "tritanomaly"]

# In CAM02-UCS, where black and white are 100 apart and 1 is about what can just be seen when two patches touch. Lines
# and dots are thin and stand apart: 20 is twice what keeps two such colours distinct at a glance.
FAR, SEEN = 20, 10
READABLE = 4.5  # WCAG 2.2, level AA, for type of any size


def on_white(colour):
    """A colour as it is drawn."""
    return np.array(to_rgb(colour))


def in_the_dark(colour):
    """A colour after what live_figure.css does to pictures in a dark theme: invert(0.92), hue-rotate(180deg)."""
    inverted = 0.08 * on_white(colour) + 0.92 * (1 - on_white(colour))
    light = np.array([0.213, 0.715, 0.072])  # CSS's weights
    return np.clip(2 * light @ inverted - inverted, 0, 1)


def seen(colour, vision):
    """An sRGB colour as someone with this vision sees it."""
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return colour if vision is None else np.clip(cspace_convert(colour, space, "sRGB1"), 0, 1)


def distance(first, second):
    """The smallest distance of two colours, over every colour vision, in a light and in a dark theme."""
    return min(
        deltaE(seen(theme(first), vision), seen(theme(second), vision), "sRGB1")
        for theme in (on_white, in_the_dark)
        for vision in VISIONS
    )


def contrast(first, second):
    """The WCAG contrast of two sRGB colours."""
    colours = np.array([first, second])
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return (high + 0.05) / (low + 0.05)


def pairs(*colours):
    return list(itertools.combinations(colours, 2))


HOUSE = pairs(plots.BLUE, plots.ORANGE, plots.INK, plots.GREY, "white")
SHADES = [tuple(shade[:3] / 255) for shade in maps.colours(np.array([-1.0, 0, 1]))]
CLASSES = [tuple(shade[:3] / 255) for shade in maps.class_colours(np.eye(3))]
WEIGHTS = [tuple(plots.SIGNED(share)[:3]) for share in (0.0, 0.25, 0.75, 1.0)]


@pytest.mark.parametrize("pair", [*HOUSE, *pairs(*SHADES), *pairs(*CLASSES)])
def test_colours_of_lines_points_and_maps_are_far_apart(pair):
    assert distance(*pair) >= FAR


def test_the_sign_of_a_weight_is_seen_at_any_size():
    negative, positive = WEIGHTS[:2], WEIGHTS[2:]
    assert min(distance(low, high) for low, high in itertools.product(negative, positive)) >= FAR


def test_what_is_pale_is_seen_on_white():
    assert distance(plots.PALE, "white") >= SEEN
    assert distance(plots.HEIGHTS(1.0)[:3], "white") >= SEEN


def test_points_of_two_classes_differ_in_colour_and_in_shape_and_stand_out_from_their_maps():
    for markers in (list(playground_picture.MARKERS.values()), when_to_stop_picture.MARKERS):
        shapes, colours = zip(*markers, strict=True)
        assert len(set(shapes)) == len(shapes)
        assert min(distance(*pair) for pair in pairs(*colours)) >= SEEN  # the shape is the second sign
        assert distance(*colours[:2]) >= FAR
        assert min(distance(colour, shade) for colour, shade in zip(colours, CLASSES, strict=False)) >= SEEN


def test_optimizers_differ_in_colour_and_in_shape():
    assert len({look.marker for look in LOOKS}) == len(LOOKS)
    assert min(distance(*pair) for pair in pairs(*(look.color for look in LOOKS))) >= FAR


def test_two_colours_that_only_some_tell_apart_are_found_near():
    assert deltaE(on_white("#c00000"), on_white("#007000"), "sRGB1") > 2 * FAR
    assert distance("#c04040", "#708030") < FAR


# What a demo shows at other times than when it opens: functions that take it from one such moment to the next.
MOMENTS = {
    "GraphStepper": [lambda demo: demo.advance(1)] * 12,
    "Matrices": [lambda demo, name=name: setattr(demo.followed, "value", name) for name in ("A", "B", "dA", "dB")],
}


@pytest.fixture
def labels(monkeypatch):
    """All Labels that have been written so far."""
    written, set_labels = set(), plots.Labels.set

    def listen(label, *arguments, **more):
        written.add(label)
        set_labels(label, *arguments, **more)

    monkeypatch.setattr(plots.Labels, "set", listen)
    return written


def type_in(figure, labels):
    """Each piece of type in a figure: its words, its colour, and the box of pixels around it."""
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible():
            yield text.get_text(), to_rgb(text.get_color()), text.get_window_extent()
    for label in labels:
        artist = label.artist
        if label.texts and artist.get_figure() is figure:
            places = artist.get_offset_transform().transform(artist.get_offsets())
            colors = np.resize(artist.get_facecolor()[:, :3], (len(places), 3))
            for words, path, color, (x, y) in zip(label.texts, artist.get_paths(), colors, places, strict=True):
                yield words, color, path.get_extents(figure.dpi_scale_trans).translated(x, y)


def ground_of(box, pixels, margin=2):
    """The colour that most of the pixels in and around a box have; None where it lies outside of the picture."""
    top, bottom = (round(len(pixels) - y) for y in (box.y1 + margin, box.y0 - margin))
    left, right = round(box.x0) - margin, round(box.x1) + margin
    inside = pixels[max(top, 0) : bottom, max(left, 0) : right].reshape(-1, 3)
    if not inside.size:
        return None
    colours, counts = np.unique(inside, axis=0, return_counts=True)
    return colours[counts.argmax()] / 255


def faint_type(figure, labels):
    """What is written with too little contrast to what it stands on: words, colour and ground."""
    pixels = np.array(Image.open(io.BytesIO(figure.png())).convert("RGB"))
    grounded = [(*piece, ground_of(box, pixels)) for *piece, box in type_in(figure.figure, labels)]
    return [
        (words, to_hex(color), to_hex(ground))
        for words, color, ground in grounded
        if ground is not None and too_faint([color], ground)
    ]


def too_faint(colours, ground="white"):
    """Those that have too little contrast with their ground, as they are drawn or as a dark theme turns them round."""
    return [
        colour
        for colour in colours
        if min(contrast(theme(colour), theme(ground)) for theme in (on_white, in_the_dark)) < READABLE
    ]


@pytest.mark.parametrize("name", widgets.__all__)
def test_type_in_a_picture_stands_out_from_its_ground(name, labels):
    demo = getattr(widgets, name)()
    faint = faint_type(demo.figure, labels)
    for go_on in MOMENTS.get(name, [lambda demo: demo.advance(2)] if hasattr(demo, "advance") else []):
        go_on(demo)
        faint += faint_type(demo.figure, labels)
    demo.close()
    assert faint == []


def test_type_is_darker_than_the_orange_of_lines():
    assert too_faint([plots.ORANGE]) == [plots.ORANGE]
    assert too_faint([plots.readable(plots.ORANGE)]) == []
    assert contrast(on_white(plots.readable(plots.ORANGE)), on_white("white")) >= READABLE  # white type on it, too
    assert [plots.readable(colour) for colour in (plots.BLUE, plots.INK)] == [plots.BLUE, plots.INK]
