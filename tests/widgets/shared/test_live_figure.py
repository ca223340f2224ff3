"""LiveFigure: frames out, never more than three unanswered; pointer and keys in."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils import plots
from course_utils.widgets.shared.live_figure import COLOURS, FRAMES_UNDER_WAY, LiveFigure


@pytest.fixture
def figure():
    """A figure of 200 × 100 pixels: one pair of axes from 0 to 1 all over it, and one moving line."""
    picture = plots.new_figure(200, 100)
    axes = plots.place_axes(picture, 0, 0, 200, 100)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    (line,) = axes.plot([0, 1], [0.5, 0.5], color=plots.BLUE, linewidth=10)
    return LiveFigure(picture, [line], alt="A line.")


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_frame_is_a_small_png_of_the_figure(figure, open_page):
    page = open_page(figure)
    content, png = page.frames[-1]
    assert content == {"type": "frame", "number": 1, "alt": "A line.", "x": 0, "y": 0, "size": (200, 100)}
    assert pixels(png).shape == (100, 200, 3)
    assert Image.open(io.BytesIO(png)).mode == "P"
    assert len(Image.open(io.BytesIO(png)).getcolors()) <= COLOURS


def test_paper_is_white_and_the_house_blue_is_blue(figure):
    picture = pixels(figure.png())
    assert picture[5, 100].tolist() == [255, 255, 255]
    assert np.abs(picture[50, 100] - [0x16, 0x66, 0xA8]).max() < 12


def test_moving_artist_moves_and_leaves_nothing_behind(figure, open_page):
    page = open_page(figure)
    (line,) = figure.moving
    line.set_ydata([0.9, 0.9])
    assert figure.refresh()
    picture = np.asarray(page.picture)
    assert picture[50, 100].tolist() == [255, 255, 255]  # where it was
    assert picture[10, 100].max() < 255  # where it is


def test_frame_holds_only_what_changed_and_adds_up_to_the_picture(figure, open_page):
    page = open_page(figure)
    (line,) = figure.moving
    for height in (0.52, 0.6, 0.3):
        line.set_ydata([height, height])
        figure.refresh()
        assert np.array_equal(np.asarray(page.picture), pixels(figure.png()))
    assert 0 < pixels(page.frames[1][1]).shape[0] < 50
    assert page.frames[1][0]["y"] > 30
    figure.refresh()  # nothing changed
    assert pixels(page.frames[-1][1]).shape == (1, 1, 3)
    page.say(type="opened", views=2, width=200)  # and a new view gets all of it
    assert pixels(page.frames[-1][1]).shape == (100, 200, 3)


def test_a_slow_layer_changes_only_when_invalidated(figure):
    (line,) = figure.moving
    figure.moving, figure.slow_layer = [], [line]
    figure.redraw()
    before = figure.png()
    line.set_ydata([0.8, 0.8])
    assert figure.png() == before
    figure.invalidate_slow_layer()
    after = pixels(figure.png())
    assert after[20, 100].max() < 255
    assert (after[50, 100] == 255).all()


def test_hidden_artist_is_not_drawn(figure):
    figure.moving[0].set_visible(False)
    assert (pixels(figure.png()) == 255).all()


def test_redraw_takes_up_a_change_of_the_standing_parts(figure):
    before = pixels(figure.png())
    figure.figure.axes[0].set_ylim(0, 5)
    figure.redraw()
    assert (pixels(figure.png()) != before).any()


def test_never_more_than_three_frames_are_unanswered(figure, open_page):
    page = open_page(figure)
    page.say(type="arrived", number=page.frames[-1][0]["number"])
    page.answering = False
    sent = [figure.refresh() for _ in range(10)]
    assert sent == [True] * FRAMES_UNDER_WAY + [False] * (10 - FRAMES_UNDER_WAY)


def test_skipped_newest_state_follows_when_the_page_answers(figure, open_page):
    page = open_page(figure)
    page.answering = False
    while figure.refresh():
        pass
    figure.alt = "The newest state."
    figure.refresh()
    page.say(type="arrived", number=page.frames[-1][0]["number"])
    assert page.frames[-1][0]["alt"] == "The newest state."
    page.say(type="arrived", number=page.frames[-1][0]["number"])
    assert figure.silent_for() == 0


def test_silence_is_counted_only_while_frames_wait(figure, open_page, monkeypatch):
    page = open_page(figure)
    clock = [100.0]
    monkeypatch.setattr("course_utils.widgets.shared.live_figure.time.perf_counter", lambda: clock[0])
    clock[0] = 200.0
    assert page.frames[-1][0]["number"] % 2 == 1  # every other frame is answered, so this one waits for ever
    assert figure.silent_for() == 0
    page.answering = False
    figure.refresh()
    clock[0] = 212.0
    assert figure.silent_for() == 12


@pytest.mark.parametrize("lost", range(FRAMES_UNDER_WAY + 1))
def test_a_page_opened_anew_owes_no_answer_to_what_was_sent_before(figure, open_page, lost):
    page = open_page(figure)
    figure.refresh()
    page.answering = False
    for _ in range(lost):
        figure.refresh()
    page.answering = True  # another page, which has received none of these
    page.say(type="opened", views=1, width=200)
    assert all(figure.refresh() for _ in range(10))


def test_frame_has_as_many_pixels_as_the_screen_shows(figure, open_page):
    page = open_page(figure, sharpness=1.5)
    assert pixels(page.frames[-1][1]).shape == (150, 300, 3)
    page.say(type="resized", width=160)
    assert pixels(page.frames[-1][1]).shape == (80, 160, 3)
    page.say(type="opened", views=2, width=900)
    assert pixels(page.frames[-1][1]).shape == (200, 400, 3)  # finer than double is not worth the time
    page.say(type="resized", width=1)
    assert pixels(page.frames[-1][1]).shape == (40, 80, 3)  # nor is anything coarser of use


def test_views_are_counted(figure, open_page):
    seen = []
    figure.on_views = seen.append
    page = open_page(figure)
    page.say(type="closed", views=0)
    assert seen == [1, 0]


def test_pointer_comes_in_data_coordinates(figure, open_page):
    heard = []
    figure.on_pointer(heard.append)
    page = open_page(figure)
    page.say(type="pointer", kind="down", x=0.25, y=0.1)
    page.say(type="pointer", kind="move", x=1.5, y=0.1)  # a drag goes on outside
    page.say(type="pointer", kind="up", x=1.5, y=0.1)
    assert [event.kind for event in heard] == ["down", "move", "up"]
    assert [(event.x, event.y) for event in heard] == [
        pytest.approx((0.25, 0.9)),
        pytest.approx((1.5, 0.9)),
        pytest.approx((1.5, 0.9)),
    ]


def test_keys_reach_their_callbacks(figure, open_page):
    pressed = []
    figure.on_keys({" ": lambda: pressed.append("space"), "s": lambda: pressed.append("s")})
    assert figure.heard_keys == [" ", "s"]
    page = open_page(figure)
    page.say(type="key", key="s")
    assert pressed == ["s"]
