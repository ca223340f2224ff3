"""Momentum, RMSProp and Adam as notebook 04 asks for them, and what people write by mistake.

A step takes the parameters w, their gradient g and what is remembered from the step before, and returns both anew.
"""

import numpy as np

from course_utils.exercises.exercise import Exercise, always, parts, wrong

_random = np.random.default_rng(4)


def _normal(n, *shape):
    """So many arrays of random numbers."""
    return tuple(_random.normal(size=(n, *shape)).round(2))


def _in_place(step, kept):
    """The same step, which writes its results into the arrays that it is given: w, and those at the places kept."""

    def changed(*given):
        results = step(*given)
        for place, result in zip((0, *kept), results, strict=True):
            if np.ndim(given[place]):
                given[place][...] = result
        return results

    return changed


def _moves_alone(answer, w, *rest):
    """Whether another w moves by as much."""
    return np.allclose(answer(w + 1, *rest)[0] - answer(w, *rest)[0], 1)


# Momentum


def momentum_step(w, g, velocity, learning_rate, momentum):
    """Return w and the velocity v after one step with momentum μ: v ← μ v + g, w ← w − α v."""
    velocity = momentum * velocity + g
    w = w - learning_rate * velocity
    return w, velocity


MOMENTUM = Exercise(
    momentum_step,
    asks=(
        "One step with momentum: v ← μ v + g, then w ← w − α v with the new v. "
        "Return the new w and the new v, and leave those that are given as they are."
    ),
    cases=(
        (1.0, 2.0, 0.5, 0.1, 0.9),
        (np.array([3.0, -1.0]), np.array([1.0, 4.0]), np.zeros(2), 0.1, 0.9),
        (*_normal(3, 3), 0.3, 0.5),
        (*_normal(3, 3), 0.2, 0.0),
        (*_normal(3, 2, 2), 0.01, 0.99),
    ),
    properties=(
        always(lambda answer, w, g, v, a, m: np.allclose(answer(w, g, 0 * v, a, m)[1], g),
               "Where the old velocity is 0, the new one should be the gradient."),
        always(lambda answer, w, g, v, a, m: np.allclose(answer(w, 0 * g, v, a, m)[1], m * v),
               "Where the gradient is 0, the share μ of the old velocity should be left, and nothing else."),
        always(lambda answer, w, g, v, a, m:
               np.allclose(answer(w, g, v, a, m)[1], answer(w, g, 0 * v, a, m)[1] + answer(w, 0 * g, v, a, m)[1]),
               "What the old velocity and what the gradient give should be added, to make the new velocity."),
        always(lambda answer, w, *rest: np.allclose(answer(w + 1, *rest)[1], answer(w, *rest)[1]),
               "The velocity should not depend on w."),
        always(_moves_alone, "w should move by as much wherever it is: what is subtracted does not depend on it."),
        always(lambda answer, w, g, v, a, m: np.allclose(answer(w, g, v, 0, m)[0], w),
               "With a learning rate of 0, w should stay where it is."),
        always(lambda answer, w, g, v, a, m:
               np.allclose(2 * (answer(w, g, v, a, m)[0] - w), answer(w, g, v, 2 * a, m)[0] - w),
               "Twice the learning rate should make twice the step."),
        always(lambda answer, w, g, v, a, m: np.allclose(answer(w, g, v, a, m)[0], w - a * answer(w, g, v, a, m)[1]),
               "w should move by the learning rate times the velocity that you return, against it."),
    ),
    hints=(
        "The velocity comes first: `momentum * velocity` is what is left of the old one. What is added?",
        "Then w moves against the new velocity: `w - learning_rate * velocity`.",
        "Return both, as in `return w, velocity`: the next step needs the velocity.",
    ),
    wrong_answers=(
        wrong(lambda w, g, v, a, m: (w - a * g, g), "the old velocity is forgotten",
              "That is plain gradient descent. Keep a share of the old velocity: μ v + g."),
        wrong(lambda w, g, v, a, m: (w - a * g, m * v + g), "w moves by the gradient and not by the velocity",
              "The velocity is there, but w does not use it: w − α v."),
        wrong(lambda w, g, v, a, m: (w - a * v, m * v + g), "w moves by the velocity from before",
              "First the new velocity, then the step: w moves by μ v + g."),
        wrong(lambda w, g, v, a, m: (w - (m * v + g), m * v + g), "w moves without the learning rate",
              "Multiply the velocity by `learning_rate` when you subtract it from w."),
        wrong(lambda w, g, v, a, m: (w - (m * v + a * g), m * v + a * g),
              "the learning rate is already in the velocity",
              "That is another convention, in which v is a step. Here v is a sum of gradients, and α comes when w "
              "moves."),
        wrong(lambda w, g, v, a, m: (w + (m * v - a * g), m * v - a * g),
              "the velocity is a step downhill, with the learning rate in it",
              "That is another convention. Here v is a sum of gradients: v ← μ v + g, and then w − α v."),
        wrong(lambda w, g, v, a, m: (w + a * (m * v - g), m * v - g), "the velocity points downhill",
              "Here it points uphill, as the gradient does: add the gradient, and subtract α v from w."),
        wrong(lambda w, g, v, a, m: (w - a * (m * v - g), m * v - g), "the gradient is subtracted from the velocity",
              "Add it: v ← μ v + g. The minus comes when w moves."),
        wrong(lambda w, g, v, a, m: (w - a * (m * v + (1 - m) * g), m * v + (1 - m) * g),
              "a running mean of the gradients is taken",
              "Here the velocity is a running sum: the gradient comes in whole, without 1 − μ."),
        wrong(lambda w, g, v, a, m: (w + a * (m * v + g), m * v + g), "the step is added to w",
              "The velocity points uphill, as the gradient does: subtract α v."),
        wrong(lambda w, g, v, a, m: (w - a * m * (v + g), m * (v + g)), "the gradient is multiplied by μ as well",
              "Only the old velocity fades: μ v + g, not μ (v + g)."),
        wrong(lambda w, g, v, a, m: (w - a * (v + m * g), v + m * g),
              "μ multiplies the gradient instead of the velocity",
              "μ says how much of the old velocity is kept: μ v + g."),
        wrong(lambda w, g, v, a, m: (w - a * (v + g), v + g), "the old velocity never fades",
              "Multiply it by `momentum` before the gradient is added."),
        wrong(lambda w, g, v, a, m: (w - m * (a * v + g), a * v + g), "α and μ have changed places",
              "μ, the momentum, belongs to the old velocity, and α, the learning rate, to the step."),
        wrong(lambda w, g, v, a, m: (w - a * (g + m * (m * v + g)), m * v + g),
              "the gradient is added once more in the step",
              "That is Nesterov's momentum. Here w moves by the new velocity alone: w − α v."),
        wrong(lambda w, g, v, a, m: (w - a * (m * v + g), v), "the velocity from before is returned",
              "The next step needs the new velocity: return that one."),
        wrong(lambda w, g, v, a, m: (w, m * v + g), "w does not move",
              "Now subtract `learning_rate * velocity` from w, and return the result."),
        wrong(lambda w, g, v, a, m: (m * v + g, w - a * (m * v + g)), "the two results change places",
              "First w, then the velocity: `return w, velocity`."),
        wrong(_in_place(momentum_step, (2,)), "an array that is given is changed",
              "`-=`, `+=` and `*=` write into the caller's arrays: make new ones, as in `velocity = momentum * "
              "velocity + g`."),
    ),
    observe=parts("w", "velocity"),
    computed=("velocity", "w"),
)  # fmt: skip


# RMSProp


def rmsprop_step(w, g, squares, learning_rate, decay, epsilon):
    """Return w and the running mean square s after one step: s ← ρ s + (1 − ρ) g², w ← w − α g / (√s + ε)."""
    squares = decay * squares + (1 - decay) * g**2
    w = w - learning_rate * g / (np.sqrt(squares) + epsilon)
    return w, squares


def _rmsprop(remember=lambda s, g, d: d * s + (1 - d) * g**2, move=lambda g, s, e: g / (np.sqrt(s) + e)):
    """RMSProp, with a part of it done in another way."""

    def step(w, g, s, a, d, e):
        s = remember(s, g, d)
        return w - a * move(g, s, e), s

    return step


RMSPROP = Exercise(
    rmsprop_step,
    asks=(
        "One step of RMSProp: s ← ρ s + (1 − ρ) g², then w ← w − α g / (√s + ε) with the new s. `squares` is s, and "
        "`decay` is ρ. Return the new w and the new s, and leave those that are given as they are."
    ),
    cases=(
        (1.0, 2.0, 3.0, 0.1, 0.9, 0.5),
        (np.array([3.0, -1.0]), np.array([1.0, 4.0]), np.zeros(2), 0.1, 0.9, 0.01),
        (np.array([2.0, 1.0]), np.array([0.0, -3.0]), np.array([0.0, 4.0]), 0.2, 0.5, 0.1),
        (*_normal(2, 3), _normal(1, 3)[0] ** 2, 0.3, 0.8, 0.2),
        (*_normal(2, 2, 2), _normal(1, 2, 2)[0] ** 2, 0.5, 0.25, 0.3),
    ),
    properties=(
        always(lambda answer, w, g, s, *rest:
               np.allclose(answer(w, 0 * g, s, *rest)[1], rest[1] * s),
               "Where the gradient is 0, the share ρ of the old squares should be left, and nothing else."),
        always(lambda answer, w, g, s, *rest: np.allclose(answer(w, g, 0 * s, *rest)[1], (1 - rest[1]) * g**2),
               "Where the old squares are 0, the new ones should be 1 − ρ times the square of the gradient."),
        always(lambda answer, w, g, s, *rest:
               np.allclose(answer(w, g, s, *rest)[1], answer(w, 0 * g, s, *rest)[1] + answer(w, g, 0 * s, *rest)[1]),
               "What the old squares and what the gradient give should be added, to make the new squares."),
        always(lambda answer, w, *rest: np.allclose(answer(w + 1, *rest)[1], answer(w, *rest)[1]),
               "The squares should not depend on w."),
        always(_moves_alone, "w should move by as much wherever it is: what is subtracted does not depend on it."),
        always(lambda answer, w, g, s, a, *rest: np.allclose(answer(w, g, s, 0, *rest)[0], w),
               "With a learning rate of 0, w should stay where it is."),
        always(lambda answer, w, g, s, a, *rest:
               np.allclose(2 * (answer(w, g, s, a, *rest)[0] - w), answer(w, g, s, 2 * a, *rest)[0] - w),
               "Twice the learning rate should make twice the step."),
        always(lambda answer, w, g, s, *rest:
               np.allclose(answer(w, -g, s, *rest)[0] - w, w - answer(w, g, s, *rest)[0]),
               "With the opposite gradient, w should move as far to the other side."),
        always(lambda answer, w, g, s, a, d, e:
               np.allclose((w - answer(w, g, s, a, d, e)[0]) * (np.sqrt(answer(w, g, s, a, d, e)[1]) + e), a * g),
               "w should move by α times the gradient, divided by the root of the squares that you return plus ε."),
    ),
    hints=(
        "First the squares: keep the share `decay` of the old ones, and let the new `g**2` have the rest, `1 - decay`.",
        "Then the step: the gradient is divided by the root of the new squares, plus ε: `np.sqrt(squares) + epsilon`.",
        "Return both: `return w, squares`.",
    ),
    wrong_answers=(
        wrong(_rmsprop(move=lambda g, s, e: g / np.sqrt(s + e)), "ε stands inside the root",
              "Take the root first and add ε to it: `np.sqrt(squares) + epsilon`."),
        wrong(_rmsprop(move=lambda g, s, e: g / (s + e)), "the root is not taken",
              "s is a mean of squares. Its root has the size of a gradient: divide by `np.sqrt(squares) + epsilon`."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + (1 - d) * g), "the gradient is not squared",
              "s collects squares, `g**2`: their mean tells how large the gradients are, whatever their signs."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + (1 - d) * np.abs(g)),
              "the sizes are collected instead of the squares",
              "Square each slope: `g**2`. The root comes in the step."),
        wrong(_rmsprop(remember=lambda s, g, d: (1 - d) * s + d * g**2), "ρ and 1 − ρ have changed places",
              "ρ is the share of the old s that is kept: ρ s + (1 − ρ) g²."),
        wrong(_rmsprop(remember=lambda s, g, d: g**2), "the old squares are forgotten",
              "Then every step has the same size. Keep a share of the old s: ρ s + (1 − ρ) g²."),
        wrong(_rmsprop(remember=lambda s, g, d: (1 - d) * g**2), "only the new squares count",
              "Add what is kept of the old ones, `decay * squares`."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + g**2), "the new squares come in whole",
              "s is a mean: the new square has the weight 1 − ρ."),
        wrong(_rmsprop(remember=lambda s, g, d: s + (1 - d) * g**2), "the old squares never fade",
              "Keep only the share ρ of them: `decay * squares`."),
        wrong(_rmsprop(remember=lambda s, g, d: s + g**2), "the squares are added up",
              "That is AdaGrad, whose steps become ever smaller. RMSProp takes a mean: ρ s + (1 − ρ) g²."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + (1 - d) * np.sum(g**2)),
              "one sum of squares serves all parameters",
              "Each parameter has a size of its own: `g**2` as it is, without a norm or a sum."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + 1 - d * g**2), "the brackets are missing around 1 − ρ",
              "Python multiplies before it subtracts: `(1 - decay) * g**2`."),
        wrong(_rmsprop(remember=lambda s, g, d: d * s + (1 - d) * np.mean(g**2)),
              "one mean of squares serves all parameters",
              "Each parameter has a size of its own: `g**2` as it is, without a mean."),
        wrong(lambda w, g, s, a, d, e: (w - a * g / (np.sqrt(s) + e), d * s + (1 - d) * g**2),
              "the step divides by the root of the squares from before",
              "First the new squares, then the step, which divides by the new ones."),
        wrong(lambda w, g, s, a, d, e: (w - g / (np.sqrt(d * s + (1 - d) * g**2) + e), d * s + (1 - d) * g**2),
              "the learning rate is left out",
              "Multiply the step by `learning_rate`."),
        wrong(_rmsprop(move=lambda g, s, e: -g / (np.sqrt(s) + e)), "the step is added to w",
              "The gradient points uphill: subtract the step."),
        wrong(_rmsprop(move=lambda g, s, e: g), "the gradient is not divided",
              "The squares are there, but the step does not use them: divide g by `np.sqrt(squares) + epsilon`."),
        wrong(_rmsprop(move=lambda g, s, e: g * (np.sqrt(s) + e)), "the gradient is multiplied by the root",
              "A large gradient should not make a larger step: divide by the root."),
        wrong(_rmsprop(move=lambda g, s, e: g**2 / (np.sqrt(s) + e)), "the squared gradient makes the step",
              "A square has lost the sign: the step needs `g`, the gradient as it is."),
        wrong(_rmsprop(move=lambda g, s, e: np.sign(g) / (np.sqrt(s) + e)),
              "only the sign of the gradient makes the step",
              "The gradient itself is divided by its recent size: g / (√s + ε)."),
        wrong(_rmsprop(move=lambda g, s, e: g / np.sqrt(s)), "ε is left out",
              "Where all gradients have been 0 that is 0/0: add `epsilon` to the root."),
        wrong(_rmsprop(move=lambda g, s, e: g / (np.sqrt(s) + 1e-8)),
              "an ε of its own is used instead of the one given",
              "How large ε is, is an argument: `epsilon`."),
        wrong(lambda w, g, s, a, d, e: (w - a * g / np.sqrt(d * s + (1 - d) * g**2) + e, d * s + (1 - d) * g**2),
              "ε is added to w, behind the quotient",
              "Python divides before it adds: put the sum below the line into brackets, `(np.sqrt(squares) + "
              "epsilon)`."),
        wrong(lambda w, g, s, a, d, e: (w - (a * g / np.sqrt(d * s + (1 - d) * g**2) + e), d * s + (1 - d) * g**2),
              "ε is added to the quotient, and not to the root",
              "Python divides before it adds: put brackets around `(np.sqrt(squares) + epsilon)`."),
        wrong(lambda w, g, s, a, d, e: (rmsprop_step(w, g, s, a, d, e)[0], s), "the squares from before are returned",
              "The next step needs the new squares: return those."),
        wrong(lambda w, g, s, a, d, e: (w, d * s + (1 - d) * g**2), "w does not move",
              "Now subtract the step from w, and return the result."),
        wrong(lambda w, g, s, a, d, e: (rmsprop_step(w, g, s, a, d, e)[0], np.sqrt(d * s + (1 - d) * g**2)),
              "the root is returned in place of the squares",
              "The next step goes on with the squares: leave the root to the line that moves w."),
        wrong(lambda *given: rmsprop_step(*given)[::-1], "the two results change places",
              "First w, then the squares: `return w, squares`."),
        wrong(_in_place(rmsprop_step, (2,)), "an array that is given is changed",
              "`-=`, `+=` and `*=` write into the caller's arrays: make new ones, as in `w = w - …`."),
    ),
    observe=parts("w", "squares"),
    computed=("squares", "w"),
)  # fmt: skip


# Adam


def adam_step(w, g, mean, squares, t, learning_rate, beta1, beta2, epsilon):
    """Return w, the running mean m and the running mean square s after step number t, the first of which is 1.

    m ← β₁ m + (1 − β₁) g and s ← β₂ s + (1 − β₂) g²; then w ← w − α m̂ / (√ŝ + ε), where m̂ = m / (1 − β₁ᵗ) and
    ŝ = s / (1 − β₂ᵗ).
    """
    mean = beta1 * mean + (1 - beta1) * g
    squares = beta2 * squares + (1 - beta2) * g**2
    corrected_mean = mean / (1 - beta1**t)
    corrected_squares = squares / (1 - beta2**t)
    w = w - learning_rate * corrected_mean / (np.sqrt(corrected_squares) + epsilon)
    return w, mean, squares


def _running_mean(before, now, share):
    return share * before + (1 - share) * now


def _correct(value, share, t):
    return value / (1 - share**t)


def _adam(
    mean=_running_mean,
    squares=lambda s, g, share: _running_mean(s, g**2, share),
    correct_mean=_correct,
    correct_squares=_correct,
    move=lambda m, s, e, g: m / (np.sqrt(s) + e),
):
    """Adam, with a part of it done in another way."""

    def step(w, g, m, s, t, a, beta1, beta2, e):
        m, s = mean(m, g, beta1), squares(s, g, beta2)
        return w - a * move(correct_mean(m, beta1, t), correct_squares(s, beta2, t), e, g), m, s

    return step


def _adam_corrects_both(correct):
    return _adam(correct_mean=correct, correct_squares=correct)


def _corrected_are_kept(w, g, m, s, t, a, beta1, beta2, e):
    w, m, s = adam_step(w, g, m, s, t, a, beta1, beta2, e)
    return w, _correct(m, beta1, t), _correct(s, beta2, t)


def _corrected_before_they_are_renewed(w, g, m, s, t, a, beta1, beta2, e):
    _, new_m, new_s = adam_step(w, g, m, s, t, a, beta1, beta2, e)
    return w - a * _correct(m, beta1, t) / (np.sqrt(_correct(s, beta2, t)) + e), new_m, new_s


def _squares_of_the_mean(w, g, m, s, t, a, beta1, beta2, e):
    m = _running_mean(m, g, beta1)
    s = _running_mean(s, m**2, beta2)
    return w - a * _correct(m, beta1, t) / (np.sqrt(_correct(s, beta2, t)) + e), m, s


def _moves_by_what_is_returned(answer, w, g, m, s, t, a, beta1, beta2, e):
    moved, m, s = answer(w, g, m, s, t, a, beta1, beta2, e)
    return np.allclose((w - moved) * (np.sqrt(_correct(s, beta2, t)) + e), a * _correct(m, beta1, t))


ADAM = Exercise(
    adam_step,
    asks=(
        "Step number t of Adam; the first is t = 1. m ← β₁ m + (1 − β₁) g and s ← β₂ s + (1 − β₂) g². Correct both for "
        "starting from 0: m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ). Then w ← w − α m̂ / (√ŝ + ε). "
        "Return the new w, m and s (not m̂ and ŝ), and leave what is given as it is."
    ),
    cases=(
        (1.0, 2.0, 0.5, 3.0, 2, 0.1, 0.9, 0.8, 0.5),
        (np.array([3.0, -1.0]), np.array([1.0, 4.0]), np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.999, 0.01),
        (np.array([2.0, 1.0]), np.array([0.0, -3.0]), np.zeros(2), np.array([0.0, 4.0]), 3, 0.2, 0.5, 0.3, 0.1),
        (*_normal(3, 3), _normal(1, 3)[0] ** 2, 2, 0.3, 0.7, 0.4, 0.2),
        (*_normal(3, 2, 2), _normal(1, 2, 2)[0] ** 2, 5, 0.5, 0.8, 0.6, 0.3),
        (*_normal(3, 3), _normal(1, 3)[0] ** 2, 4, 0.4, 0.6, 0.85, 0.15),
    ),
    properties=(
        always(lambda answer, w, g, m, s, t, a, *betas:
               np.allclose(answer(w, 0 * g, m, s, t, a, *betas)[1], betas[0] * m)
               and np.allclose(answer(w, g, 0 * m, s, t, a, *betas)[1], (1 - betas[0]) * g),
               "The new mean should be β₁ times the old one where the gradient is 0, and 1 − β₁ times the gradient "
               "where the old one is 0."),
        always(lambda answer, w, g, m, *rest:
               np.allclose(answer(w, g, m, *rest)[1], answer(w, 0 * g, m, *rest)[1] + answer(w, g, 0 * m, *rest)[1]),
               "What the old mean and what the gradient give should be added, to make the new mean."),
        always(lambda answer, w, g, m, s, t, a, *betas:
               np.allclose(answer(w, 0 * g, m, s, t, a, *betas)[2], betas[1] * s)
               and np.allclose(answer(w, g, m, 0 * s, t, a, *betas)[2], (1 - betas[1]) * g**2),
               "The new squares should be β₂ times the old ones where the gradient is 0, and 1 − β₂ times the "
               "gradient's square where the old ones are 0."),
        always(lambda answer, w, g, m, s, *rest: np.allclose(
                   answer(w, g, m, s, *rest)[2], answer(w, 0 * g, m, s, *rest)[2] + answer(w, g, m, 0 * s, *rest)[2]),
               "What the old squares and what the gradient give should be added, to make the new squares."),
        always(lambda answer, w, *rest: np.allclose(answer(w + 1, *rest)[1:], answer(w, *rest)[1:]),
               "Mean and squares should not depend on w."),
        always(lambda answer, w, g, m, s, t, *rest:
               np.allclose(answer(w, g, m, s, t, *rest)[1:], answer(w, g, m, s, t + 1, *rest)[1:]),
               "The mean and the squares that are returned should not depend on t: the corrections are for w alone."),
        always(_moves_alone, "w should move by as much wherever it is: what is subtracted does not depend on it."),
        always(lambda answer, w, g, m, s, t, a, *rest: np.allclose(answer(w, g, m, s, t, 0, *rest)[0], w),
               "With a learning rate of 0, w should stay where it is."),
        always(lambda answer, w, g, m, s, t, a, *rest: np.allclose(
                   2 * (answer(w, g, m, s, t, a, *rest)[0] - w), answer(w, g, m, s, t, 2 * a, *rest)[0] - w),
               "Twice the learning rate should make twice the step."),
        always(lambda answer, w, g, m, *rest:
               np.allclose(answer(w, -g, -m, *rest)[0] - w, w - answer(w, g, m, *rest)[0]),
               "With the opposite gradient and mean, w should move as far to the other side."),
        always(lambda answer, w, g, m, s, t, a, b1, b2, e: np.allclose(
                   answer(w, g, 0 * m, 0 * s, 1, a, b1, b2, 1e-12)[0], w - a * np.sign(g)),
               "In the first step from zeros, and with hardly any ε, w should move by α against the gradient's sign: "
               "the corrections see to that."),
        always(_moves_by_what_is_returned,
               "w should move by α m̂ / (√ŝ + ε), with m̂ and ŝ from the mean and the squares that you return."),
    ),
    hints=(
        "The mean is momentum with 1 − β₁ in front of the gradient, and the squares are those of RMSProp.",
        "Correct into new names: `corrected_mean = mean / (1 - beta1**t)`, and the squares in the same way with β₂.",
        "w moves by the corrected ones, `corrected_mean / (np.sqrt(corrected_squares) + epsilon)`; "
        "what is returned to be kept is not corrected: `return w, mean, squares`.",
    ),
    wrong_answers=(
        wrong(lambda w, g, m, s, t, *rest: adam_step(w, g, m, s, t - 1, *rest),
              "t is one too small: the first step has t = 0",
              "Then 1 − β⁰ = 0, and the first step divides by 0. Use `t` as it is given: the first step has t = 1."),
        wrong(lambda w, g, m, s, t, *rest: adam_step(w, g, m, s, t + 1, *rest), "t is counted up once more",
              "t is the number of this step, counted by the caller once for all arrays: use it as it is given."),
        wrong(_adam_corrects_both(lambda value, share, t: value), "nothing is corrected",
              "Both begin at 0, and the first steps would be wrong in size: divide by 1 − β₁ᵗ and 1 − β₂ᵗ."),
        wrong(_adam(correct_mean=lambda m, share, t: m), "only the squares are corrected",
              "The mean begins at 0 as well: divide it by 1 − β₁ᵗ."),
        wrong(_adam(correct_squares=lambda s, share, t: s), "only the mean is corrected",
              "The squares begin at 0 as well: divide them by 1 − β₂ᵗ."),
        wrong(_adam_corrects_both(lambda value, share, t: value * (1 - share**t)), "the corrections multiply",
              "From 0, both are too small by the factor 1 − βᵗ: divide by it."),
        wrong(_adam_corrects_both(lambda value, share, t: value / (1 - share * t)), "β is multiplied by t",
              "A share that is kept t times is βᵗ, in Python `beta1**t`."),
        wrong(_adam_corrects_both(lambda value, share, t: value / (1 - share)), "t is not used",
              "Dividing by 1 − β is right for the first step only: divide by 1 − βᵗ, in Python `1 - beta1**t`."),
        wrong(_adam_corrects_both(lambda value, share, t: value / (1 - share) ** t), "the power is taken of 1 − β",
              "Only β is raised to the power of t: `1 - beta1**t`, without brackets around `1 - beta1`."),
        wrong(_adam_corrects_both(lambda value, share, t: value / share**t), "the corrections divide by βᵗ",
              "βᵗ is the share that is missing: divide by 1 − βᵗ."),
        wrong(_adam_corrects_both(lambda value, share, t: value / 1 - share**t),
              "the brackets are missing around 1 − βᵗ",
              "Python divides before it subtracts: `mean / (1 - beta1**t)`."),
        wrong(_corrected_are_kept, "the corrected mean and squares are returned",
              "They would be corrected again at the next step: return m and s themselves."),
        wrong(_corrected_before_they_are_renewed, "w moves by the mean and squares from before",
              "First the new m and s, then their corrections, and w last."),
        wrong(_adam(move=lambda m, s, e, g: m / np.sqrt(s + e)), "ε stands inside the root",
              "Take the root first and add ε to it: `np.sqrt(corrected_squares) + epsilon`."),
        wrong(_adam(move=lambda m, s, e, g: m / (s + e)), "the root is not taken",
              "The squares' root has the size of a gradient: divide by `np.sqrt(corrected_squares) + epsilon`."),
        wrong(_adam(move=lambda m, s, e, g: m / np.sqrt(s)), "ε is left out",
              "Where all gradients have been 0 that is 0/0: add `epsilon` to the root."),
        wrong(_adam(move=lambda m, s, e, g: m / (np.sqrt(s) + 1e-8)),
              "an ε of its own is used instead of the one given",
              "How large ε is, is an argument: `epsilon`."),
        wrong(_adam(correct_squares=lambda s, share, t: (s, 1 - share**t),
                    move=lambda m, s, e, g: m * np.sqrt(s[1]) / (np.sqrt(s[0]) + e)),
              "ε is added before the squares are corrected",
              "Correct the squares first, then take their root, and add ε last."),
        wrong(_adam(move=lambda m, s, e, g: g / (np.sqrt(s) + e)), "the gradient itself makes the step",
              "That is RMSProp, with a correction. Adam steps along the corrected mean of the gradients."),
        wrong(_adam(move=lambda m, s, e, g: m), "the mean is not divided by the root of the squares",
              "That is momentum. Adam divides the corrected mean by `np.sqrt(corrected_squares) + epsilon`."),
        wrong(lambda w, g, m, s, t, a, beta1, beta2, e: adam_step(w, g, m, s, t, a, beta2, beta1, e),
              "β₁ and β₂ have changed places",
              "β₁ belongs to the mean, β₂ to the squares."),
        wrong(_adam(mean=lambda m, g, share: g), "the old mean is forgotten",
              "Keep the share β₁ of it: β₁ m + (1 − β₁) g."),
        wrong(_adam(squares=lambda s, g, share: g**2), "the old squares are forgotten",
              "Keep the share β₂ of them: β₂ s + (1 − β₂) g²."),
        wrong(_adam(squares=_running_mean), "the gradient is not squared",
              "s collects squares: `g**2`."),
        wrong(_squares_of_the_mean, "the squares of the mean are collected",
              "s collects the squares of the gradients themselves: `g**2`."),
        wrong(_adam(mean=lambda m, g, share: share * m + 1 - share * g,
                    squares=lambda s, g, share: share * s + 1 - share * g**2),
              "the brackets are missing around 1 − β",
              "Python multiplies before it subtracts: `(1 - beta1) * g`, and `(1 - beta2) * g**2`."),
        wrong(_adam(mean=lambda m, g, share: share * m + g), "the gradient comes in whole, as in momentum",
              "Adam's mean gives the new gradient the weight 1 − β₁."),
        wrong(_adam(squares=lambda s, g, share: share * s + g**2), "the new squares come in whole",
              "s is a mean: the new square has the weight 1 − β₂."),
        wrong(_adam(mean=lambda m, g, share: _running_mean(g, m, share),
                    squares=lambda s, g, share: _running_mean(g**2, s, share)),
              "each β and 1 − β have changed places",
              "β is the share of the old that is kept: β₁ m + (1 − β₁) g, and β₂ s + (1 − β₂) g²."),
        wrong(lambda w, *rest: (w + adam_step(0, *rest)[0] / rest[4], *adam_step(w, *rest)[1:]),
              "the learning rate is left out",
              "Multiply the step by `learning_rate`."),
        wrong(_adam(move=lambda m, s, e, g: -m / (np.sqrt(s) + e)), "the step is added to w",
              "The mean points uphill, as the gradient does: subtract the step."),
        wrong(_adam(move=lambda m, s, e, g: m * (np.sqrt(s) + e)), "the mean is multiplied by the root",
              "A large gradient should not make a larger step: divide by the root."),
        wrong(lambda w, g, m, s, *rest: (adam_step(w, g, m, s, *rest)[0], m, s),
              "mean and squares from before are returned",
              "The next step needs the new mean and the new squares."),
        wrong(lambda w, *rest: (w, *adam_step(w, *rest)[1:]), "w does not move",
              "Now subtract the step from w, and return the result."),
        wrong(_in_place(adam_step, (2, 3)), "an array that is given is changed",
              "`-=`, `+=` and `*=` write into the caller's arrays: make new ones, as in `mean = beta1 * mean + …`."),
    ),
    observe=parts("w", "mean", "squares"),
    computed=("mean", "squares", "w"),
)  # fmt: skip


EXERCISES = (MOMENTUM, RMSPROP, ADAM)
