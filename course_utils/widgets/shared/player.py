"""The one player of every live demo: reset, play and pause, step, speed, a look back, and a line that says where it is.

A browser's messages (a slider moved, a button pressed) reach Python only while Python waits. So the run is a task of
the event loop that shares its time: it steps for a few hundredths of a second, draws one frame, then waits until the
next frame is due, and in that wait a moved slider is heard. No threads: neither matplotlib nor the widgets
are made for them. (Jupyter would hand messages to a thread of their own; `connection.js` tells it not to.)
"""

import asyncio
import os
import time
from contextlib import suppress

from ipywidgets import HBox, VBox
from threadpoolctl import ThreadpoolController

from course_utils.widgets.shared.controls import button, choice, progress_bar, row, share_slider
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.status import StatusLine

FRAME = 1 / 30  # seconds from one picture to the next, where a demo says nothing else
CATCH_UP = 4  # frames: after a longer pause (new axes take a tenth of a second to draw) it goes on from there
BREATH = 0.003  # seconds that are left for messages, twice in every frame
SHORTEST_RUN = 0.005  # seconds of each frame that are always spent on stepping
SHORTEST_SHARE = 0.5  # of the time that drawing takes: where that is slow, as in a browser, a run must get on too
STATUS_EVERY = 0.15  # seconds: a line of text that changes faster cannot be read
NOBODY_THERE = 10.0  # seconds without an answer from the page until the run pauses itself
THINNING = 1.05  # the next snapshot for the look back is kept after so many times as many steps
SPEEDS = {"1 step/s": 1, "4 steps/s": 4, "15 steps/s": 15, "fastest": None}

# NumPy's matrix products take all cores and wait for the slowest. While a run shares the machine with the page that
# shows it, one core is left to the page: both are quicker for it.
CORES = max(1, (os.cpu_count() or 2) - 1)

_playing = set()  # at most one player: two runs at once would only slow each other down


class PlayedDemo(Demo):
    """A demo that a Player plays, and what the player asks of it.

    It makes `self.player = Player(self, …)` once it has its figure. The methods here may be left as they are; `step`,
    `restart`, `snapshot`, `draw` and `status` are particular to each demo.
    """

    frame = FRAME  # seconds from one picture to the next

    def __init__(self):
        super().__init__(note=StatusLine())
        self.player = None

    def restart(self):
        """Go back to the start."""
        raise NotImplementedError

    def ended(self):
        """One sentence that says why no further step can be done, or None."""

    def step(self):
        """Do one step; returns one sentence if the run has to stop here, or None."""
        raise NotImplementedError

    def settle(self):
        """Finish what is half done: called before the newest state is shown, except in the frames of a run."""

    def snapshot(self):
        """All that a picture of the present needs."""
        raise NotImplementedError

    def draw(self, snapshot):
        """Draw that moment, and send the picture."""
        raise NotImplementedError

    def status(self):
        """A short line, as HTML, that says how things stand."""
        raise NotImplementedError

    def progress(self):
        """What the progress bar shows, 0 … 1, or None."""

    def advance(self, n):
        """Do `n` steps here and now, and draw."""
        self.player.advance(n)

    def guard(self, action, *arguments):
        """Call `action`; an error in it stops the run and is shown in words."""
        super().guard(action, *arguments)
        self.player.setting_changed()

    def drag_start(self, event, place):
        """Let the pointer place a start, by `place(x, y)`; what was playing plays on from where it is let go."""
        if event.kind == "down":
            self._was_playing = self.player.playing
        place(event.x, event.y)
        if event.kind == "up" and self._was_playing:
            self.player.play()

    def fail(self, error):
        """Say what went wrong, and stop."""
        super().fail(error)
        with suppress(Exception):  # to draw may fail again, and has been said
            self.player.pause()

    def close(self):
        """Stop, take everything the demo has put into the page away, and let go of it."""
        if self.player is not None:
            self.player.pause()
        super().close()

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.player = None


class Player(VBox):
    """Plays `demo`, a PlayedDemo: its buttons are this box, and what stands under the picture is `below`.

    `buttons` and `keys` (key: action) are the demo's own, beside those of the player. `bar` is what the progress bar
    measures; without it there is no bar. `unit` is what the demo does in one step, in a word. A snapshot is kept of
    about each step at first, then ever more rarely.
    """

    def __init__(self, demo, *, buttons=(), keys=None, bar="This epoch", speed="fastest", unit="step"):
        self.demo = demo
        self._speeds = {name.replace("step", unit): per_second for name, per_second in SPEEDS.items()}
        self._own_keys = keys or {}
        self.playing = False
        self.steps, self.history, self._next_kept = 0, [], 0
        self._task = self._until = None
        self._processors = ThreadpoolController()
        self._due, self._drawing_time, self._last_status = 0.0, FRAME / 3, 0.0
        self._paced = (time.perf_counter(), 0)
        self._setting_changed = False
        self._make_controls(buttons, bar, speed, unit)
        super().__init__([self.buttons])
        self.scrub.observe(lambda change: demo.guard(self._look_back, change["new"]), "value")
        demo.hear(keys=self._keys())
        demo.figure.on_views = self._views_changed

    def _make_controls(self, buttons, bar, speed, unit):
        guarded = self.demo.guarded
        self.reset_button = button(
            "Reset", "undo", "Back to the same start: same seed, same numbers (key r)", guarded(self.reset)
        )
        self.play_button = button(
            "Play", "play", "Start or pause the run (space bar on the picture)", guarded(self.toggle)
        )
        self.step_button = button(
            unit.capitalize(), "step-forward", f"Do one single {unit} (key s on the picture)", guarded(self.step_once)
        )
        self.speed = choice(
            "Speed", self._speeds, "How fast to go on", speed, width=98 + 18 * len(unit), label_width=56
        )
        self.buttons = row(self.play_button, self.step_button, *buttons, self.reset_button, self.speed)
        self.line = StatusLine()
        # From 0, the start, to 1, now: a slider whose ends moved would not obey the keys Home and End.
        width = {"width": "92%" if bar is None else "46%"}
        self.scrub = share_slider("Look back", "Show an earlier moment of this run", width=width, label_width=90)
        self.scrub.disabled = True
        self.bar = progress_bar(bar or "", width={"width": "46%"}, label_width=90)
        self.bar.layout.display = "none" if bar is None else None
        self.below = VBox([self.line, self.demo.note, HBox([self.scrub, self.bar])])

    # ---- what the buttons do ---------------------------------------------------------------------------------------

    def toggle(self):
        """Play if paused, pause if playing."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self, until=None):
        """Start to step and draw; with `until`, a function, only until it returns True."""
        self._until = until
        if self.playing:
            return
        for other in list(_playing):
            other.pause()
        _playing.add(self)
        self._show_playing(True)
        self.say("")
        self._task = asyncio.get_running_loop().create_task(self._run())

    def pause(self):
        """Stop after the present step; nothing goes on in the background."""
        _playing.discard(self)
        if self.playing:
            self._show_playing(False)
            self._task.cancel()  # or a quick second press of Play would find it still asleep, and wake two
            self.show_present()

    def step_once(self):
        """Pause, do one step, and show it."""
        self.pause()
        self.advance(1)

    def advance(self, n):
        """Do `n` steps here and now, then draw: for a notebook that runs with nobody at the controls."""
        self.say("")
        for _ in range(n):
            if self._step():
                break
        self.show_present()

    def reset(self):
        """Pause, and go back to the start."""
        self.pause()
        self.say("")
        self.steps, self.history, self._next_kept = 0, [], 0
        self.demo.restart()
        self._paced = (time.perf_counter(), 0)
        self._keep()
        self.show_present()

    def pace(self, done, unit):
        """How fast `done` has grown since this was last asked, as in "12 epochs/s"; "paused" where nothing plays."""
        now, (then, before) = time.perf_counter(), self._paced
        self._paced = (now, done)
        return f"{(done - before) / max(now - then, 1e-9):,.0f} {unit}/s" if self.playing else "paused"

    def setting_changed(self):
        """Show the next step as soon as it is done, for the user has just changed something."""
        self._setting_changed = True

    def say(self, sentence):
        """Show a sentence under the picture that stays until the next start; an empty one takes it away."""
        self.demo.note.say(sentence)

    def show_present(self):
        """Draw the newest state, and the status line with it."""
        self.demo.settle()
        was_elsewhere = self.scrub.value != 1
        self.scrub.step = 1 / max(len(self.history) - 1, 1)  # an arrow key goes from one moment to the next
        self.scrub.value = 1  # draws, if the slider moves
        if not was_elsewhere:
            self.demo.draw(self.demo.snapshot())
        self._show_status()
        self.scrub.disabled = self.playing or len(self.history) < 2

    # ---- the run ---------------------------------------------------------------------------------------------------

    async def _run(self):
        due = time.perf_counter() + self.demo.frame  # when the frame that is being made ready should be shown
        try:
            while self.playing:
                with self._processors.limit(limits=CORES, user_api="blas"):
                    self._steps_of_one_frame(until=due - self._drawing_time - BREATH)
                await asyncio.sleep(BREATH)  # a setting changed during the steps is seen in this frame already
                if not self.playing:
                    break
                changed, self._setting_changed = self._setting_changed, False
                with self._processors.limit(limits=CORES, user_api="blas"):
                    self._show_frame()
                now = time.perf_counter()
                due = max(due, now - CATCH_UP * self.demo.frame) + self.demo.frame
                is_idle = self._speeds[self.speed.value] is not None
                rest = self.demo.frame / 2 if changed else BREATH  # so that the page is quick to show the effect
                await asyncio.sleep(max(due - self._drawing_time - BREATH - now if is_idle else 0, rest))
                if self.demo.figure.silent_for() > NOBODY_THERE:
                    self.pause()
                    self.say(f"Paused: the page has not answered for {NOBODY_THERE:.0f} seconds. Press Play to go on.")
        except asyncio.CancelledError:
            pass  # by `pause`; in a browser a task that ends as cancelled is reported in red
        except Exception as error:
            self.demo.fail(error)

    def _steps_of_one_frame(self, until):
        """Step as often as the chosen speed wants, or, at the fastest, until it is time to draw."""
        shortest = max(SHORTEST_RUN, SHORTEST_SHARE * self._drawing_time)
        end = max(until, time.perf_counter() + shortest)
        speed = self._speeds[self.speed.value]
        self._due = 1.0 if speed is None else self._due + speed * self.demo.frame
        while self.playing and self._due >= 1 and time.perf_counter() < end:
            self._due -= speed is not None
            if self._step() or (self._until and self._until()):
                self.pause()
            if self._setting_changed:  # show its effect at once: one step, and the picture
                break

    def _step(self):
        """Do one step, unless the run has ended; returns the sentence that says why it cannot go on, if so."""
        reason = self.demo.ended()
        if not reason:
            reason = self.demo.step()
            self.steps += 1
            if self.steps >= self._next_kept:
                self._keep()
        if reason:
            self.say(reason)
        return reason

    def _keep(self):
        self.history.append(self.demo.snapshot())
        self._next_kept = max(self.steps + 1, int(self.steps * THINNING))

    def _show_frame(self):
        started = time.perf_counter()
        self.demo.draw(self.demo.snapshot())
        self._drawing_time += 0.2 * (time.perf_counter() - started - self._drawing_time)
        if started - self._last_status > STATUS_EVERY:
            self._show_status()
            self._last_status = started

    def _show_status(self):
        self.line.show(self.demo.status())
        self.bar.value = self.demo.progress() or 0

    def _show_playing(self, playing):
        self.playing = playing
        self.play_button.description = "Pause" if playing else "Play"
        self.play_button.icon = "pause" if playing else "play"
        self.scrub.disabled = playing

    def _look_back(self, position):
        if not self.playing:
            newest = len(self.history) - 1
            self.demo.draw(self.demo.snapshot() if position == 1 else self.history[round(position * newest)])

    def _views_changed(self, views):
        if views == 0:
            self.pause()

    def _keys(self):
        return {" ": self.toggle, "s": self.step_once, "r": self.reset, **self._own_keys}
