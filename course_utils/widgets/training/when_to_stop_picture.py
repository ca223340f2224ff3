"""The figure of WhenToStop: the costs over epochs, and what the network answers now and with the weights kept."""

import math

import numpy as np

from course_utils import plots
from course_utils.losses import sigmoid
from course_utils.plots import INK
from course_utils.widgets.shared.learning_curves import LearningCurves
from course_utils.widgets.training.maps import colours

REACH = 6  # how far the plane goes in each direction
GRID = 60  # places across and down at which the network is asked
MARKERS = [("o", "#7a3b00"), ("s", "#08365c")]  # of the classes' points
FAINT = 0.3  # how strongly a point is coloured of whose class the network is hardly sure


class WhenToStopPicture:
    """The figure: one plot of the costs, and two planes."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(1100, 400)
        axes = plots.place_axes(self.figure, 62, 40, 470, 300)
        self.curves = LearningCurves(axes, math.log(2), exact=True)
        stop = {"color": INK, "linestyle": "--", "linewidth": 1.5, "transform": axes.get_xaxis_transform()}
        (self.stop,) = axes.plot([], [], **stop)
        self.stop_word = plots.Labels(axes, transform=axes.get_xaxis_transform(), weight="normal", size=1, halo=True)
        (self.kept,) = axes.plot([], [], "*", color=INK, markersize=17, markeredgecolor="white", zorder=5)
        self.moving = [self.stop, *self.curves.moving, self.stop_word.artist, self.kept]
        self.planes = [Plane(plots.place_axes(self.figure, left, 40, 250, 250)) for left in (574, 842)]
        self.planes[1].axes.tick_params(labelleft=False)
        for plane in self.planes:
            self.moving += plane.moving

    def show(self, train):
        """Show these training points, with the next frame that is drawn as a whole."""
        for plane in self.planes:
            plane.show(train)

    def mark(self, kept, stop):
        """Mark the place on the curve that is kept, (epoch, cost), and the epoch that stops the run; None for none."""
        self.kept.set_data(*np.reshape(kept or [], (-1, 2)).T)
        self.stop.set_data([] if stop is None else [stop, stop], [] if stop is None else [0, 1])
        if stop is None:
            self.stop_word.set([], INK, np.empty((0, 2)))
            return
        right_end = self.curves.cost_axes.get_xlim()[1]
        no_room = stop > 0.75 * right_end  # on the right of its line, so it goes to the left
        place = stop + (-0.01 if no_room else 0.01) * right_end
        self.stop_word.set([f"stop: {stop}"], INK, [(place, 0.06)], float(no_room))


class Plane:
    """Points on a plane, and what a network answers at each place of it."""

    def __init__(self, axes):
        self.axes = axes
        axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=[-5, 0, 5], yticks=[-5, 0, 5])
        blank = np.full((GRID, GRID, 4), 255, np.uint8)
        extent = (-REACH, REACH, -REACH, REACH)
        self.map = axes.imshow(blank, extent=extent, interpolation="nearest", aspect="auto")
        self.points = [
            axes.plot([], [], marker=marker, color=color, linestyle="none", markeredgecolor="white", markersize=6)[0]
            for marker, color in MARKERS
        ]
        self.title = plots.Labels(axes, [(0.5, 1.06)], axes.transAxes)
        self.words = plots.Labels(axes, [(0.5, y) for y in (-0.17, -0.26, -0.35)], axes.transAxes, "normal", 1)
        for labels in (self.title, self.words):
            labels.artist.set_clip_on(False)  # they stand outside of the axes
        self.moving = [self.map, *self.points, self.title.artist, self.words.artist]
        side = np.linspace(-REACH, REACH, GRID + 1)[1:] - REACH / GRID
        self._grid = np.stack(np.meshgrid(side, side[::-1]), axis=-1).reshape(-1, 2)

    def show(self, examples):
        """Show these points."""
        for number, line in enumerate(self.points):
            line.set_data(*examples.points[examples.targets[:, 0] == number].T)
            line.set_markersize(6 if len(examples.points) < 500 else 3.5)

    def draw(self, network, title, lines):
        """Show what a network answers, a title above and three lines below, or none; without a network it is white."""
        if network is None:
            self.map.set_data(np.full((GRID, GRID, 4), 255, np.uint8))
        else:
            with np.errstate(all="ignore"):
                answers = 2 * sigmoid(network.forward(self._grid)).reshape(GRID, GRID) - 1
            # A leap at 0, so that the boundary is seen however unsure the network is.
            self.map.set_data(colours(np.sign(answers) * (FAINT + (1 - FAINT) * np.abs(answers))))
        self.title.set([title], INK)
        self.words.set(lines, INK)
