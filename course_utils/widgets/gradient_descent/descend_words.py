"""What Descend says in words: how a descent goes on, where it arrives, and why it diverges."""

import math

import numpy as np

from course_utils.formatting import fixed, short_number


def status(descent):
    """The line under the picture, as HTML."""
    here, cost, regime = descent.points[-1], descent.costs[-1], rate_regime(descent)
    rate = f"α = <b>{short_number(descent.rate)}</b>" + (f", {regime}" if regime else "")
    step = f"Step <b>{descent.steps:,}</b>"
    if not descent.is_finite():
        return f"{step} · diverged: the cost is <b>no longer a number</b> · {rate}"
    w1, w2 = map(_weight, here)
    place = f"w = {w1}" if descent.only_first_weight else f"w₁ = {w1}, w₂ = {w2}"
    slope = np.hypot(*descent.gradient(here))
    return f"{step} · {place} · cost <b>{short_number(cost)}</b> · slope <b>{short_number(slope, 2)}</b> · {rate}"


def description(descent, steps):
    """What the picture shows after so many steps."""
    weights = 1 if descent.only_first_weight else 2
    start, here = (", ".join(fixed(value) for value in descent.points[i][:weights]) for i in (0, steps))
    before, after = short_number(descent.costs[0]), short_number(descent.costs[steps])
    went = f"is at ({here}), and the cost went from {before} to {after}"
    if not descent.is_finite(steps):
        went = "has diverged: its cost is no longer a number"
    momentum = f" and momentum {descent.momentum:.2f}" if descent.momentum else ""
    regime = rate_regime(descent)
    return (
        f"After {steps} steps at learning rate {_rates(descent)}{momentum} the descent from ({start}) {went}."
        f"{f' The learning rate is {regime}.' if regime else ''}"
    )


def summary(descent):
    """What is said of a pinned descent."""
    momentum = f", momentum {descent.momentum:.2f}" if descent.momentum else ""
    cost = short_number(descent.costs[-1]) if descent.is_finite() else "no longer a number"
    return f"α = {_rates(descent)}{momentum}, {descent.steps:,} steps, cost {cost}"


def rate_regime(descent):
    """What the learning rate does in a bowl, whose largest curvature L gives the bounds 1/L and 2/L; else nothing."""
    bound, rate = descent.surface.curvature, descent.rate
    if bound is None or descent.momentum:
        return ""
    one, two = (f"{k}/L = {short_number(k / bound)}" for k in (1, 2))
    if rate > 2 / bound:
        return f"above {two}: every hop is longer than the last"
    if rate > 1 / bound:
        return f"between {one} and {two}: it zig-zags and comes closer"
    return f"not above {one}: it glides down"


def arrival(descent):
    """What it means that the descent stands still here."""
    distances = descent.distances_to_minima()
    if not len(distances) or distances.min() >= 0.01:
        return "Stands still where the slope is 0, though it is not a minimum. Nudge the start a little and play again."
    if distances[0] < 0.01:
        return f"Arrived at the bottom after {descent.steps:,} steps: the slope is 0, so every further step is too."
    here, deepest = fixed(descent.costs[-1]), fixed(descent.surface.value(descent.surface.minima[0]))
    return (
        f"Stands still in the shallower valley, at cost {here}; the deeper one has {deepest}. "
        "Downhill from here there is nothing: try another start."
    )


def divergence(descent):
    """Why the descent has gone so far away, and what to do."""
    start, end, bound = descent.costs[0], descent.costs[-1], descent.surface.curvature
    if end < start:
        return "It runs away downhill: this surface has no lowest point, and the cost falls for ever."
    cost = (
        f"{short_number(end)}, from {short_number(start)} at the start" if descent.is_finite() else "no longer a number"
    )
    has_law = bound and not descent.momentum
    law = f" On this bowl every α above 2/L = {short_number(2 / bound)} does that." if has_law else ""
    return (
        f"Diverged at step {descent.steps:,}: the cost is {cost}. Each step overshoots further than the last."
        f"{law} Choose a smaller learning rate and press Reset."
    )


def scale_marks(bound, powers):
    """A scale under the learning-rate slider: powers of ten, and 1/L and 2/L for a bowl of curvature L, as HTML."""
    low, high = powers
    kinds = {"1/L": " course-mark-bound course-mark-left", "2/L": " course-mark-bound course-mark-right"}
    bounds = [(math.log10(int(name[0]) / bound), name, kind) for name, kind in kinds.items()] if bound else []
    tens = [(power, f"{10.0**power:g}", "") for power in range(math.ceil(low), math.floor(high) + 1)]
    free = [ten for ten in tens if all(abs(ten[0] - power) > 0.6 for power, *_ in bounds)]  # two labels need room
    spans = "".join(
        f'<span class="course-mark{kind}" style="left:{100 * (power - low) / (high - low):.2f}%">{label}</span>'
        for power, label, kind in bounds + free
    )
    return f'<div class="course-marks">{spans}</div>'


def _weight(value):
    """A weight as it is read on the map, or with a power of ten far outside of it."""
    return fixed(value) if abs(value) < 1000 else short_number(value)


def _rates(descent):
    """The learning rates of a descent, in order."""
    rates = [short_number(rate) for _, rate in descent.rates[-4:]]
    return " → ".join(["…"] * (len(descent.rates) > 4) + rates)
