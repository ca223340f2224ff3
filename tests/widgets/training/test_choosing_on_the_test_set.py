"""ChoosingOnTheTestSet, driven by its controls without a browser."""

import asyncio
import re

import numpy as np
import pytest

from course_utils.widgets import ChoosingOnTheTestSet
from course_utils.widgets.training.best_of_many import bound_in_spreads, spread
from course_utils.widgets.training.choosing_on_the_test_set import KS, MOST, NS


@pytest.fixture
def demo():
    demo = ChoosingOnTheTestSet()
    yield demo
    demo.close()


def test_each_repeat_makes_one_choice_and_shows_it(demo):
    demo.advance(3)
    assert demo.repeats == demo.player.steps == 3
    picture, choice = demo.picture, demo.choice
    assert picture.all.get_ydata().tolist() == (choice.right / 100).tolist()
    assert picture.best.get_xydata().tolist() == [[choice.chosen + 1, max(choice.right) / 100]]
    assert picture.afresh.get_xydata().tolist() == [[choice.chosen + 1, choice.fresh / 100]]
    assert demo.right[-1] == max(choice.right) and demo.fresh[-1] == choice.fresh


def test_all_choices_are_counted_in_the_bars(demo):
    for k, n in [(4, 100), (64, 1000), (1024, 50), (1, 10_000)]:
        demo.settings.value, demo.examples.value = k, n
        demo.advance(150)
        for bars, right in zip(demo.picture.bars, (demo.right, demo.fresh), strict=True):
            heights, edges, _ = bars.get_data()
            counted, _ = np.histogram(np.array(right) / n, edges)
            assert counted.sum() == 150
            np.testing.assert_allclose(heights * counted.max(), counted * heights.max())
            assert not np.isclose(np.subtract.outer(edges * n, np.unique(right)), 0, atol=0.1).any(), "none on an edge"
        assert max(bars.get_data()[0].max() for bars in demo.picture.bars) == 1


def test_the_means_and_the_bound_are_drawn_where_they_are(demo):
    demo.advance(500)
    best, afresh = np.mean(demo.right) / 100, np.mean(demo.fresh) / 100
    lines = [line.get_ydata()[0] for line in (*demo.picture.means, demo.picture.bound)]
    assert lines == pytest.approx([best, afresh, 0.9 + spread(100) * np.sqrt(2 * np.log(4))])
    assert demo.picture.now.get_xydata() == pytest.approx(np.array([[4, (best - 0.9) / spread(100)]]))
    assert lines[0] < lines[2]


def test_what_was_tried_stays_until_it_is_forgotten(demo):
    for k in (1, 16, 256):
        demo.settings.value = k
        demo.advance(100)
    earlier = demo.picture.earlier.get_xydata()
    assert earlier[:, 0].tolist() == [1, 16]
    assert earlier[0, 1] < earlier[1, 1] < demo.picture.now.get_ydata()[0] < bound_in_spreads(256)
    demo.player.reset_button.click()
    assert demo.picture.earlier.get_xydata().tolist() == earlier.tolist()
    assert not len(demo.picture.now.get_xdata())
    assert set(demo.tried) == {(1, 100), (16, 100)}
    demo.advance(10)
    demo.forget_button.click()
    assert not len(demo.picture.earlier.get_xdata())
    assert len(demo.picture.now.get_xdata()) == 1


def test_looking_back_shows_the_choices_up_to_then(demo):
    demo.advance(100)
    now = demo.picture.now.get_xydata().tolist()
    demo.player.scrub.value = 0
    assert "Nothing has been chosen yet" in demo.figure.alt
    assert not len(demo.picture.all.get_xdata())
    assert demo.picture.bars[0].get_data()[0].sum() == 0
    demo.player.scrub.value = 0.5
    at = int(re.search(r"at repeat (\d+)", demo.figure.alt)[1])
    assert 1 < at < 100
    gap = (np.mean(demo.right[:at]) / 100 - 0.9) / spread(100)
    assert demo.picture.now.get_ydata()[0] == pytest.approx(gap)
    demo.player.scrub.value = 1
    assert demo.picture.now.get_xydata().tolist() == now


def test_reset_brings_the_same_choices_back(demo):
    demo.advance(20)
    first = demo.right
    demo.player.reset_button.click()
    assert demo.repeats == 0
    demo.advance(20)
    assert demo.right == first


def test_keys_change_both_and_stop_at_the_ends(demo, page):
    for key, count in (("ArrowRight", 2), ("ArrowUp", 1)):
        for _ in range(count):
            page.say(type="key", key=key)
    assert (demo.k, demo.n) == (demo.settings.value, demo.examples.value) == (16, 200)
    for key in ("ArrowLeft", "ArrowDown"):
        for _ in range(20):
            page.say(type="key", key=key)
    assert (demo.k, demo.n) == (KS[0], NS[0])
    for key in ("ArrowRight", "ArrowUp"):
        for _ in range(20):
            page.say(type="key", key=key)
    assert (demo.k, demo.n) == (KS[-1], NS[-1])


def test_it_plays_on_with_another_number(demo, run_async):
    async def run():
        demo.player.speed.value = "15 repeats/s"
        for k in (4, 64):
            demo.settings.value = k
            demo.player.play()
            while not demo.repeats:
                await asyncio.sleep(0.01)
        demo.settings.value = 16
        assert demo.player.playing
        while not demo.repeats:
            await asyncio.sleep(0.01)
        demo.player.pause()

    run_async(run())
    assert len(demo.choice.right) == 16
    assert set(demo.tried) == {(4, 100), (64, 100), (16, 100)}


def test_it_ends(demo, page, play_to_the_end):
    play_to_the_end()
    assert demo.repeats == MOST
    assert "That is enough" in demo.note.value
    assert max(len(png) for _, png in page.frames) <= 40_000
    assert page.frames[-1][0]["alt"] == demo.text


def test_words(demo):
    assert "Nothing has been chosen yet" in demo.text
    assert "repeats" not in demo.player.line.value
    demo.advance(400)
    gap, fresh = demo.gaps(400)
    line = demo.player.line.value
    assert f"mean gap to the true accuracy <b>{100 * gap:.1f} points</b>" in line
    assert f"lower afresh in {np.mean(np.less(demo.fresh, demo.right)):.0%}" in line
    assert abs(fresh) < 0.01 < gap
    assert "σ√(2 ln k) = <b>5.0 points</b>, for independent normal scores an upper bound" in line
    demo.examples.value, demo.settings.value = 50, 1024
    assert "<b>15.8 points</b>, beyond 100%" in demo.player.line.value
    assert demo.text.endswith(".")
