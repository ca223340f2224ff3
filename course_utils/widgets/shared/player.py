"""The one player of every live demo: reset, play and pause, step, speed, a look back, and a line that says where it is.

A browser's messages (a slider moved, a button pressed) reach Python only while Python waits. So the run is a task of
the event loop that shares its time: it steps for a few hundredths of a second, draws one frame, then waits until the
next frame is due, and in that wait the hand on the slider is heard. No threads: neither matplotlib nor the widgets
are made for them. (JupyterLab would hand messages to a thread of their own; the course's settings tell it not to.)
"""

import asyncio
import html
import os
import time

from ipywidgets import HTML, Button, Dropdown, FloatProgress, FloatSlider, HBox, Layout, VBox
from threadpoolctl import ThreadpoolController

FRAME = 1 / 30  # seconds from one picture to the next
CATCH_UP = 4  # frames: after a longer pause (new axes take a tenth of a second to draw) it goes on from there
BREATH = 0.004  # seconds that are left for messages, twice in every frame
SHORTEST_RUN = 0.005  # seconds of each frame that are always spent on stepping
STATUS_EVERY = 0.15  # seconds: a line of text that changes faster cannot be read
NOBODY_THERE = 10.0  # seconds without an answer from the page until the run pauses itself
LONGEST_ERROR = 300  # characters of it that are shown
THINNING = 1.05  # the next snapshot for the look back is kept after so many times as many steps
SPEEDS = {"1 step/s": 1, "4 steps/s": 4, "15 steps/s": 15, "fastest": None}

# NumPy's matrix products take all cores and wait for the slowest. While a run shares the machine with the page that
# shows it, one core is left to the page: both are quicker for it.
CORES = max(1, (os.cpu_count() or 2) - 1)

_playing = set()  # at most one player: two runs at once would only slow each other down


class Player(VBox):
    """Plays a demo, which supplies what is particular to it.

    - `demo.step()` does one step and returns None, or one sentence that says why the run has to stop here;
    - `demo.snapshot()` returns all that a picture of the present needs, `demo.draw(snapshot)` draws it;
    - `demo.restart()` goes back to the start, `demo.settle()` finishes what is half done before the newest is shown;
    - `demo.status()` returns a short line, `demo.progress()` 0 … 1 or None.

    `buttons` and `keys` (key: action) are the demo's own, beside those of the player. `bar` is what the progress bar
    measures; without it there is no bar. A snapshot is kept of about each step at first, then ever more rarely.
    """

    def __init__(self, demo, *, buttons=(), keys=None, bar="This epoch", speed="fastest"):
        self.demo = demo
        self._own_keys = keys or {}
        self.playing = False
        self.steps, self.history, self._next_kept = 0, [], 0
        self._task = self._until = None
        self._processors = ThreadpoolController()
        self._due, self._drawing_time, self._last_status = 0.0, FRAME / 3, 0.0
        self._hand_moved = False

        self.reset_button = make_button("Reset", "undo", "Back to the same start: same seed, same numbers (key r)")
        self.play_button = make_button("Play", "play", "Start or pause the run (space bar on the picture)")
        self.step_button = make_button("Step", "step-forward", "Do one single step (key s on the picture)")
        self.speed = Dropdown(
            options=list(SPEEDS),
            value=speed,
            description="Speed",
            tooltip="How fast to step",
            layout=Layout(width="190px"),
        )
        # From 0, the start, to 1, now: a slider whose ends moved would not obey the keys Home and End.
        self.scrub = FloatSlider(
            1, min=0, max=1, description="Look back", tooltip="Show an earlier moment of this run", readout=False,
            disabled=True, layout=Layout(width="46%"), style={"description_width": "90px"},
        )  # fmt: skip
        self.bar = FloatProgress(
            0, min=0, max=1, description=bar or "", layout=Layout(width="46%"), style={"description_width": "90px"}
        )
        self.line = HTML()
        self.note = HTML()

        self.reset_button.on_click(lambda _: demo.guard(self.reset))
        self.play_button.on_click(lambda _: demo.guard(self.toggle))
        self.step_button.on_click(lambda _: demo.guard(self.step_once))
        self.scrub.observe(lambda change: demo.guard(self._look_back, change["new"]), "value")
        self.buttons = HBox(
            [self.play_button, self.step_button, *buttons, self.reset_button, self.speed],
            layout=Layout(flex_flow="row wrap"),
        )
        if bar is None:
            self.bar.layout.display, self.scrub.layout.width = "none", "92%"
        self.below = VBox([self.line, self.note, HBox([self.scrub, self.bar])])
        super().__init__([self.buttons])

        demo.hear(keys=self._keys())
        demo.figure.on_views = self._views_changed

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
        self._keep()
        self.show_present()

    def hurry(self):
        """Show the next step as soon as it is done, for a hand has just changed something."""
        self._hand_moved = True

    def say(self, sentence):
        """Show a sentence under the picture that stays until the next start; an empty one takes it away."""
        self.note.value = f'<span class="course-note" role="alert">{html.escape(sentence)}</span>' if sentence else ""

    def fail(self, error):
        """Stop, and say what went wrong."""
        text = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        self.say(f"Stopped by an error: {text}")  # first, for to draw may fail again
        self.pause()

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
        due = time.perf_counter() + FRAME  # when the frame that is being made ready should be shown
        try:
            while self.playing:
                with self._processors.limit(limits=CORES, user_api="blas"):
                    self._steps_of_one_frame(until=due - self._drawing_time - BREATH)
                await asyncio.sleep(BREATH)  # a hand that moved during the steps is seen in this frame already
                if not self.playing:
                    break
                hand_moved, self._hand_moved = self._hand_moved, False
                with self._processors.limit(limits=CORES, user_api="blas"):
                    self._show_frame()
                now = time.perf_counter()
                due = max(due, now - CATCH_UP * FRAME) + FRAME
                is_idle = SPEEDS[self.speed.value] is not None
                rest = FRAME / 2 if hand_moved else BREATH  # so that the page is quick to show what the hand has done
                await asyncio.sleep(max(due - self._drawing_time - BREATH - now if is_idle else 0, rest))
                if self.demo.figure.silent_for() > NOBODY_THERE:
                    self.pause()
                    self.say(f"Paused: the page has not answered for {NOBODY_THERE:.0f} seconds. Press Play to go on.")
        except Exception as error:
            self.fail(error)

    def _steps_of_one_frame(self, until):
        """Step as often as the chosen speed wants, or, at the fastest, until it is time to draw."""
        end = max(until, time.perf_counter() + SHORTEST_RUN)
        speed = SPEEDS[self.speed.value]
        self._due = 1.0 if speed is None else self._due + speed * FRAME
        while self.playing and self._due >= 1 and time.perf_counter() < end:
            self._due -= speed is not None
            if self._step() or (self._until and self._until()):
                self.pause()
            if self._hand_moved:  # show its effect at once: one step, and the picture
                break

    def _step(self):
        """Do one step; returns the sentence that says why the run cannot go on, if so."""
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
        self.line.value = f'<span class="course-status" role="status">{self.demo.status()}</span>'
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


def make_button(description, icon, tooltip):
    """A button of the size and manner that all demos use."""
    return Button(description=description, icon=icon, tooltip=tooltip, layout=Layout(width="auto", padding="0 14px"))
