"""Player: one run at a time, paused by every way of going away, never silent about an error."""

import asyncio
import time

import pytest

from course_utils import plots
from course_utils.widgets.shared import player as player_module
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player


class Counter(PlayedDemo):
    """The smallest live demo: it counts."""

    stop_at = end_at = None
    bar = "This epoch"

    def __init__(self):
        """Build the box."""
        super().__init__()
        picture = plots.new_figure(100, 50)
        self.figure = LiveFigure(picture, [])
        self.drawn = []
        self.player = Player(self, bar=self.bar)
        self.children = [self.player, self.figure, self.player.below]
        self.player.reset()

    def restart(self):
        """Count from 0."""
        self.count = 0

    def ended(self):
        """Refuse to count on from the end."""
        return "The end." if self.count == self.end_at else None

    def step(self):
        """Count one up."""
        self.count += 1
        return "Enough." if self.count == self.stop_at else None

    def snapshot(self):
        """Return the count."""
        return self.count

    def draw(self, count):
        """Note what would be drawn."""
        self.drawn.append(count)
        self.figure.refresh()

    def status(self):
        """Say the count."""
        return f"count {self.count}"

    def progress(self):
        """Say nothing."""
        return None

    @property
    def text(self):
        """Say the count in a sentence."""
        return f"It counts, and is at {self.count}."


@pytest.fixture
def counter(open_page):
    demo = Counter()
    demo.page = open_page(demo.figure)
    yield demo
    demo.close()


async def until(condition):
    """Wait for a condition, as a page would while frames come in."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("waited in vain")


def test_advance_steps_at_once_and_draws_the_end(counter):
    counter.player.advance(7)
    assert counter.count == 7
    assert counter.drawn[-1] == 7
    assert "count 7" in counter.player.line.value
    assert not counter.player.playing


def test_play_steps_and_draws_until_paused(counter, run_async):
    async def run():
        counter.player.play_button.click()
        assert counter.player.play_button.description == "Pause"
        await until(lambda: len(counter.drawn) > 5)
        counter.player.play_button.click()
        assert counter.player.play_button.description == "Play"
        count = counter.count
        await asyncio.sleep(0.1)
        assert counter.count == count > 5  # nothing goes on in the background
        assert counter.drawn[-1] == count
        assert counter.player._task.done()

    run_async(run())


def test_a_quick_pause_and_play_leave_one_run(counter, run_async):
    async def run():
        counter.player.play()
        await until(lambda: counter.count)
        first = counter.player._task
        counter.player.toggle()
        counter.player.toggle()
        await asyncio.sleep(0.05)
        assert first.done()
        assert not counter.player._task.done()
        counter.player.pause()

    run_async(run())


def test_a_run_that_was_paused_has_ended_and_not_been_cancelled(counter, run_async):
    async def play_and_pause():
        counter.player.play()
        run = counter.player._task
        await until(lambda: len(counter.drawn) > 2)
        counter.player.pause()
        await until(run.done)
        assert not run.cancelled()

    run_async(play_and_pause())


def test_where_drawing_is_slow_half_as_long_is_spent_on_steps(counter):
    counter.player.playing, counter.player._drawing_time = True, 0.08
    started = time.perf_counter()
    counter.player._steps_of_one_frame(until=0)
    spent = time.perf_counter() - started
    counter.player.playing = False
    assert spent >= 0.04


def test_speed_limits_the_steps(counter, run_async):
    async def run():
        counter.player.speed.value = "4 steps/s"
        counter.player.play()
        await until(lambda: len(counter.drawn) > 16)  # half a second of frames
        counter.player.pause()
        assert 1 <= counter.count <= 3

    run_async(run())


def test_what_one_step_does_may_have_a_name(counter):
    player = Player(counter, speed="4 epochs/s", unit="epoch")
    assert player.step_button.description == "Epoch"
    assert player.speed.options == ("1 epoch/s", "4 epochs/s", "15 epochs/s", "fastest")
    player.step_button.click()
    assert player.steps == 1


def test_one_run_at_a_time(counter, open_page, run_async):
    other = Counter()
    open_page(other.figure)

    async def run():
        counter.player.play()
        other.player.play()
        assert not counter.player.playing
        assert other.player.playing
        other.player.play()  # a second press of the same changes nothing
        assert other.player.playing
        other.close()

    run_async(run())
    assert player_module._playing == set()


def test_step_button_does_one_step(counter):
    counter.player.step_button.click()
    counter.player.step_button.click()
    assert counter.count == 2
    assert counter.drawn[-1] == 2


def test_a_reason_to_stop_pauses_and_is_shown(counter, run_async):
    counter.stop_at = 3

    async def run():
        counter.player.play()
        await until(lambda: not counter.player.playing)

    run_async(run())
    assert counter.count == 3
    assert "Enough." in counter.note.value


def test_a_step_that_is_refused_is_not_counted(counter):
    counter.end_at = 3
    counter.player.advance(10)
    counter.player.step_button.click()
    assert counter.player.steps == counter.count == 3
    assert counter.player.history == [0, 1, 2, 3]
    assert "The end." in counter.note.value


@pytest.mark.parametrize("where", ["ended", "step", "draw", "status"])
def test_an_error_stops_the_run_and_is_shown(counter, where, run_async):
    def fails(*_):
        if counter.player.playing:
            raise ValueError("<a> broken part")
        return ""

    setattr(counter, where, fails)

    async def run():
        counter.player.play()
        await until(lambda: not counter.player.playing)

    run_async(run())
    assert "ValueError: &lt;a&gt; broken part" in counter.note.value


def test_an_error_is_shown_although_drawing_goes_on_failing(counter, run_async):
    def fails(*_):
        raise ValueError("broken picture")

    async def run():
        counter.player.play()
        counter.draw = fails
        await until(lambda: not counter.player.playing)

    run_async(run())
    assert "broken picture" in counter.note.value


def test_an_error_in_a_callback_is_shown(counter):
    def fails():
        raise KeyError("lost")

    counter.restart = fails
    counter.player.reset_button.click()
    assert "KeyError" in counter.note.value


def test_closing_the_last_view_pauses(counter, run_async):
    async def run():
        counter.player.play()
        counter.page.say(type="closed", views=0)
        assert not counter.player.playing

    run_async(run())


def test_a_page_that_no_longer_answers_pauses_the_run(counter, monkeypatch, run_async):
    monkeypatch.setattr(player_module, "NOBODY_THERE", 0.2)

    async def run():
        counter.player.play()
        await until(lambda: counter.count)
        counter.page.answering = False  # as when the browser was closed
        await until(lambda: not counter.player.playing)
        assert "Paused: the page has not answered for" in counter.note.value

    run_async(run())


def test_a_long_error_is_cut(counter):
    counter.fail(type("A" * 10**6, (Exception,), {})("b" * 10**6))
    assert "Stopped by an error: AAA" in counter.note.value
    assert len(counter.note.value) < 500


def test_what_is_pressed_while_it_plays_opens_no_look_back(counter, run_async):
    async def run():
        counter.player.play()
        await until(lambda: counter.count > 3)
        counter.player.show_present()  # as a pin does
        assert counter.player.scrub.disabled
        counter.player.pause()
        assert not counter.player.scrub.disabled

    run_async(run())


def test_without_a_bar_the_look_back_takes_its_room():
    class NoBar(Counter):
        bar = None

    demo = NoBar()
    assert (demo.player.bar.layout.display, demo.player.scrub.layout.display) == ("none", None)
    assert demo.player.scrub.layout.width == "92%"
    demo.close()


def test_reset_goes_back_to_the_start(counter):
    counter.player.advance(5)
    counter.player.reset_button.click()
    assert counter.count == 0
    assert counter.drawn[-1] == 0
    assert counter.player.history == [0]
    assert counter.player.scrub.disabled


def test_looking_back_draws_an_earlier_moment_and_changes_nothing(counter):
    counter.player.advance(200)
    counter.player.scrub.value = 3 * counter.player.scrub.step
    assert counter.drawn[-1] == counter.player.history[3] == 3
    assert counter.count == 200
    counter.player.scrub.value = 1
    assert counter.drawn[-1] == 200


def test_history_grows_ever_more_slowly(counter):
    counter.player.advance(100_000)
    assert len(counter.player.history) < 300
    assert counter.player.history[:5] == [0, 1, 2, 3, 4]


def test_keys_on_the_picture_work_the_player(counter, run_async):
    counter.page.say(type="key", key="s")
    assert counter.count == 1
    counter.page.say(type="key", key="r")
    assert counter.count == 0

    async def run():
        counter.page.say(type="key", key=" ")
        assert counter.player.playing
        counter.page.say(type="key", key=" ")
        assert not counter.player.playing

    run_async(run())


def test_every_control_has_a_label_and_a_tooltip(counter):
    for control in counter.player.buttons.children:
        assert control.description
        assert control.tooltip
    assert counter.player.scrub.description and counter.player.scrub.tooltip


def test_a_setting_change_cuts_the_frame_short(counter):
    counter.player.playing = True
    counter.player._steps_of_one_frame(until=0)
    many = counter.count
    counter.guard(lambda: None)
    counter.player._steps_of_one_frame(until=0)
    assert counter.count == many + 1 < 2 * many
    counter.player.playing = False
