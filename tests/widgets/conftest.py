"""A page that answers, and a few hundred digits: what the demos' tests need in place of a browser and of all MNIST."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from course_utils.mnist import Examples, Mnist, load_mnist


@pytest.fixture(scope="session")
def few_digits():
    """MNIST cut down to 600 training and 100 validation digits, so that an epoch takes a moment."""
    whole = load_mnist()
    train, validation = whole.train, whole.validation
    return Mnist(
        Examples(train.images[:600], train.labels[:600]),
        Examples(validation.images[:100], validation.labels[:100]),
        Examples(validation.images[:1], validation.labels[:1]),
    )


class FakePage:
    """Stands in for the browser: lays the frames of a LiveFigure together, and answers them unless told not to."""

    def __init__(self, figure):
        self.figure, self.frames, self.answering = figure, [], True
        self.picture = None
        figure.send = self._take

    def _take(self, content, buffers=None):
        self.frames.append((content, buffers[0]))
        if self.picture is None or self.picture.size != tuple(content["size"]):
            self.picture = Image.new("RGB", content["size"])
        self.picture.paste(Image.open(io.BytesIO(buffers[0])).convert("RGB"), (content["x"], content["y"]))
        if self.answering and content["number"] % 2 == 0:  # as the real page does
            self.say(type="arrived", number=content["number"])

    def say(self, **message):
        """Send a message as the page would."""
        self.figure._handle_custom_msg(message, [])

    def point(self, kind, ax, x, y):
        """Put the pointer "down", "move" or "up" at the data point (x, y) of `ax`."""
        across, up = ax.figure.transFigure.inverted().transform(ax.transData.transform((x, y)))
        self.say(type="pointer", kind=kind, x=across, y=1 - up)


@pytest.fixture
def open_page():
    """Hand the test the means to open a page for a figure."""

    def open_for(figure, sharpness=1):
        page = FakePage(figure)
        page.say(type="opened", views=1, width=figure.width * sharpness)
        return page

    return open_for


@pytest.fixture
def page(demo, open_page):
    """The page that shows the picture of the test's `demo`."""
    return open_page(demo.figure)


@pytest.fixture
def play_to_the_end(demo, run_async):
    """Play the test's `demo`, as fast as it goes, until it pauses by itself."""

    async def play():
        demo.player.speed.value = "fastest"
        demo.player.play()
        while demo.player.playing:
            await asyncio.sleep(0.01)

    return lambda: run_async(play())


@pytest.fixture
def run_async():
    """Run a coroutine to its end in an event loop of its own, whatever loop the browser tests have left running."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield lambda coroutine: thread.submit(asyncio.run, coroutine).result(timeout=60)
