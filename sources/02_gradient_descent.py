# %% [markdown]
# # 2 · Gradient descent: how a network gets better
#
# **You will be able to** measure the slope of any cost by nudging its weights, say what a gradient promises and how far
# to trust it, descend with $w' = w - \alpha g$, predict from the learning rate whether the descent converges,
# zig-zags or diverges, and train a small classifier of real digits with it.
#
# **Time** about 50 minutes. **Before you start** you need the cost of notebook 1 (one number that says how wrong a
# network is), and you should know what the slope of a curve is. Nothing here needs a network connection.
#
# Run a cell with Shift+Enter.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import gradients, losses, plots
from course_utils.data import load_mnist, scale
from course_utils.exercises import check, progress, reveal
from course_utils.widgets import Descend, NudgeOneWeight, StraightLinePromise

plt.style.use("course_utils.plots.course")

# %% [markdown]
# ## The recipe
#
# Training means: find weights that make the cost $J$ small. Nobody can solve that by formula for a network. So we
# walk:
#
# 1. Start with random weights.
# 2. Compute the **gradient of the cost with respect to the parameters**: for each weight, how fast the cost rises as
#    that weight grows.
# 3. Change the weights so that the cost falls.
# 4. Repeat steps 2 and 3.
#
# Think of a ball on a hilly landscape. The place on the map is the weights, the height is the cost, and the ball rolls
# down. The rest of this notebook is about steps 2 and 3: which way is down, and how far to go.
#
# ## Nudge one weight
#
# Take one weight of a network, $w = 0.65$. With it the cost is $J = 4.50$. Nudge the weight up to $0.66$, leave all
# others alone, and the cost is $4.45$. Rise over run is the **slope**, written $\partial J / \partial w$: the slope of
# $J$ as $w$ alone changes.
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + h) - J(w)}{h}, \qquad h = 0.01$$
#
# The $\approx$ matters. The exact slope is what this tends to as the nudge $h$ shrinks. With a nudge of any size it is
# an estimate, the **forward difference**. The slopes of all weights together are the **gradient** $g$.

# %%
slope = (4.45 - 4.50) / (0.66 - 0.65)

print(f"slope ≈ {slope:.2f}: near 0.65, a small growth of the weight lowers the cost five times as much")

# %% [markdown]
# Nudging both ways is better. The **centred difference** divides the difference over the two nudges by their
# distance, $2h$:
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + h) - J(w - h)}{2h}$$
#
# The curve bends away on both sides alike, and most of the error cancels. Here is a cost that goes through the two
# points above; its exact slope at $0.65$ is known.

# %%
from course_utils.surfaces import lecture_cost as J
from course_utils.surfaces import lecture_slope as slope

print(f"J(0.65) = {J(0.65):.2f}, J(0.66) = {J(0.66):.2f}, exact slope {slope(0.65):.3f}")
for h in [0.1, 0.01, 0.001]:
    forward = abs(gradients.forward_difference(J, 0.65, h) - slope(0.65))
    centred = abs(gradients.numerical_gradient(J, 0.65, h) - slope(0.65))
    print(f"nudge {h:<5}  error of the forward difference {forward:.1g}, of the centred {centred:.1g}")

# %% [markdown]
# A nudge ten times smaller makes the forward error 10 times smaller, and the centred error 100 times. Is the smallest
# nudge the best, then? Drag the point along the curve, and drag the nudge down to $10^{-15}$. The lens in the
# middle always shows the neighbourhood $w - h \ldots w + h$.

# %%
demo = NudgeOneWeight()
demo

# %% [markdown]
# **Predict, then try.** Say your prediction aloud before you touch anything; being wrong is how you learn most.
#
# 1. Move the nudge from 1 down to $10^{-3}$. What happens to the curve under the lens?
# 2. Go on, down to $10^{-15}$. Does the error keep falling?
# 3. Which nudge is best for the forward difference, and which for the centred one?
# 4. Put the weight at the bottom of the valley, 1.15. Which of the two estimates is right there at any nudge?
#
# <details><summary>What you should have seen</summary>
#
# 1. It becomes straight. That is what "has a slope" means: near enough, a smooth curve looks like its tangent.
# 2. No. A computer keeps some 16 digits of $J$. When $J(w+h)$ and $J(w)$ agree in the first 14, only two are left in
#    their difference; at $10^{-15}$ the lens shows the stairs. So two errors compete: that of the curvature
#    (**truncation**), which falls with $h$, and that of the lost digits (**round-off**), which grows like $1/h$.
# 3. Forward: about $10^{-8}$. Centred: about $10^{-5}$, with an error a thousand times smaller. Hence the usual
#    `step=1e-5`.
# 4. The centred one: the valley is the same on both sides, so the two nudges cancel.
#
# </details>
#
# ### Exercise: the slope by nudging
#
# Write `numerical_gradient(f, x, step)`: centred differences, along every entry of `x`, which may be a number or an
# array. Nudge one entry at a time, and return the slopes in the shape of `x`.


# %%
def numerical_gradient(f, x, step=1e-5):
    """Return the slope of f along every entry of x: an array of the shape of x, or a number."""
    ...


# %%
check("numerical_gradient", numerical_gradient)

# %%
reveal("numerical_gradient")

# %% [markdown]
# ## What a gradient promises
#
# A cost $F$ of three weights $x, y, z$ has three slopes, the partial derivatives $F_x, F_y, F_z$. (These are the
# lecture's letters: here $x, y, z$ are weights, not notebook 1's input, label and score, and $g$ is now the gradient,
# no longer the activation.) Change one weight by a little, and the cost changes by slope times change. Change all of
# them, and the changes add up:
#
# $$F(x + \Delta x,\; y + \Delta y,\; z + \Delta z) \approx F + F_x\,\Delta x + F_y\,\Delta y + F_z\,\Delta z$$
#
# This is the **linear approximation**. For one weight it is the tangent line; for two, the tangent plane. It is a
# promise: exact at the point, good nearby, and worth little far away.


# %%
def F(p):
    x, y, z = p
    return x * y + z**2


point, change = np.array([1.0, 2.0, 3.0]), np.array([0.1, -0.2, 0.3])
g = gradients.numerical_gradient(F, point)
print("slopes:", ", ".join(f"{value:.2f}" for value in g))
for share in [1, 0.1, 0.01]:
    promise = gradients.linear_approximation(F(point), g, share * change)
    true = F(point + share * change)
    print(f"{share:>4} of the change: promise {promise:.4f}, true {true:.4f}, miss {abs(true - promise):.1g}")

# %% [markdown]
# A tenth of the step, a hundredth of the miss: the error of the promise grows with the *square* of the step. In the
# demo, drag the point in the left or the middle picture, and change the step Δ, which is taken downhill: along $w_1$ at
# the left, straight against the gradient in the middle.

# %%
demo = StraightLinePromise()
demo

# %% [markdown]
# **Predict, then try.**
#
# 1. Make the step smaller. Which shrinks faster, the step or the miss?
# 2. Make it as large as it gets. Does the cost still fall as promised? Then set $w_1 = -1.3$. Does it fall at all?
# 3. Drag the point to the bottom of a valley. What does the plane promise there?
#
# <details><summary>What you should have seen</summary>
#
# 1. The miss: on the right, a small step made 10 times longer makes the miss about 100 times larger, on both lines.
#    (Each mark on these axes is 10 times the one before.)
# 2. From 1.3 it falls, though far less than promised; from −1.3 it rises. The plane goes down for ever, the valley does
#    not: after a large step the true cost can be *higher* than where you began. Remember this: it is why the learning
#    rate must not be too large.
# 3. Nothing. The plane is level, every slope is 0. Gradient descent stands still there.
#
# </details>
#
# ### Exercise: the promise
#
# Return what the gradient promises: `value`, the cost at the point, plus slope times change for every weight.
# `gradient` and `change` are arrays of one shape.


# %%
def linear_approximation(value, gradient, change):
    """Return the promised cost after the change, one number."""
    ...


# %%
check("linear_approximation", linear_approximation)

# %%
reveal("linear_approximation")

# %% [markdown]
# ## One step
#
# Read the slopes as an arrow on the map, $g = (g_1, g_2)$. The promised change of the cost, $\sum g_i\,\Delta_i$, is
# the dot product of this arrow with your step. Among all steps of one length it is largest when the step points along
# $g$, so that way is uphill, and lowest when it points straight against $g$. So go that way, but not too far, because
# the promise holds only nearby. Each weight moves in proportion to its slope:
#
# $$w' = w - \alpha\, g$$
#
# The **learning rate** $\alpha$ says how far. The minus is there because the gradient points *uphill*. Where it is
# steep the step is long; where it is flat it is short.

# %%
w = 0.65
for learning_rate in [0.01, 0.1, 0.3]:
    after = gradients.gradient_step(w, -5.0, learning_rate)
    print(f"α = {learning_rate:<4}  w goes from {w} to {after:.2f}, and J from {J(w):.2f} to {J(after):.2f}")

# %% [markdown]
# The bottom of that valley is at 1.15, with a cost of 3.30. A learning rate of 0.01 gets a little closer, 0.1 hits it,
# and 0.3 jumps over it and lands higher than it began.
#
# ### Exercise: the step
#
# Return $w - \alpha g$ as a new array, and leave `point` as it is.


# %%
def gradient_step(point, gradient, learning_rate):
    """Return the point after one step of gradient descent."""
    ...


# %%
check("gradient_step", gradient_step)

# %%
reveal("gradient_step")

# %% [markdown]
# ## How far is too far?
#
# Near its minimum a smooth valley usually looks like a bowl. Measure $w$ and $J$ from its bottom, and it is $J =
# \tfrac12 L w^2$. $L$ is the **curvature**, the slope of the slope. The gradient is $L w$, so one step is
#
# $$w' = w - \alpha L w = (1 - \alpha L)\, w$$
#
# Every step multiplies $w$ by the same factor, $1 - \alpha L$. All that can happen follows:
#
# - $\alpha < 1/L$: the factor lies between 0 and 1. The ball **glides** down on one side.
# - $1/L < \alpha < 2/L$: it lies between −1 and 0. The ball **zig-zags** from side to side, and comes closer.
# - $\alpha > 2/L$: it is below −1. Every hop is longer than the last: the descent **diverges**.
#
# On the borders: at $\alpha = 1/L$ the factor is 0, and one step lands at the bottom; at $\alpha = 2/L$ it is −1, and
# the ball hops to and fro for ever.

# %%
L = 4
for learning_rate in [0.1, 0.25, 0.4, 0.5, 0.6]:
    points = gradients.gradient_descent(lambda w: L * w, 1.0, learning_rate, steps=6)
    print(f"α = {learning_rate:<4}  factor {1 - learning_rate * L:5.1f}   w:", *(f"{w + 0:6.2f}" for w in points))

# %% [markdown]
# With many weights the bowl bends differently along each direction, and one learning rate must serve them all: $L$ is
# then the *largest* curvature.
#
# In the demo, click in the picture (or drag, or use the arrow keys) to place the start, and press **Play**. Move the
# learning rate **while it runs**: the orange arrow is the next step, $-\alpha g$, and marks under the slider show $1/L$
# and $2/L$. **Pin** keeps a path to compare; **Look back**, once it is paused, goes back in time. Begin with **Show**:
# *one weight*, the ball on a curve. Then take the map of two, on which the lines join points of equal cost.

# %%
demo = Descend()
demo.learning_rate.value = 10**-0.36  # between 1/L and 2/L
demo.advance(12)
demo

# %% [markdown]
# **Predict, then try.**
#
# 1. On the bowl, set α just below 2/L, Reset and Play. Then drag it just above, while it runs. Which way does the ball
#    leave?
# 2. Set the stretch to 50 and α = 1/L. The ball is soon in the valley. Why does it take so long to reach the minimum?
# 3. On *two valleys*, start at $w_1 = 1.8$, then at $w_1 = 0.2$, then 0.3. Where does each end?
# 4. On the *saddle*, a pass that rises along $w_1$ and falls along $w_2$, start with $w_2 = 0$ exactly, then with 0.01.
#    On the *plateau*, start in a corner.
# 5. A look ahead: on the bowl stretched 50 times, pin a descent with α = 1/L. Then set the **momentum** to 0.8.
#
# <details><summary>What you should have seen</summary>
#
# 1. Along $w_2$, where the bowl bends most: there the factor is below −1. Along $w_1$ the descent still converges.
# 2. The steep direction sets the limit for α, and along the flat one the slope is 50 times smaller, and so is every
#    step. The ratio of the two curvatures is what makes a cost hard to descend.
# 3. With small steps, in the valley that it starts in: 1.8 and 0.3 end in the shallow one, a **local minimum**, 0.2 in
#    the deep one. Gradient descent sees only the slope under its feet.
# 4. At a saddle the slope is 0 without a minimum: it stands still; the smallest push sends it down. On the plateau the
#    slope is almost 0, so it hardly moves, though nothing is learned yet.
# 5. Momentum keeps a share of the last step. Along the valley all steps point one way and add up; across it the ball
#    now swings, and the swings die away. It arrives in about a quarter of the steps.
#
# </details>
#
# ### Exercise: the whole descent
#
# Write the loop, with a stopping rule: take at most `steps` steps, but stop at the first point where the gradient is
# shorter than `tolerance`. Here `gradient` is a *function*: `gradient(point)` returns the slopes there, and their
# length is `np.linalg.norm(slopes)`. Return the list of all points, the start included. You may use your
# `gradient_step`, or `gradients.gradient_step`.


# %%
def descend(gradient, start, learning_rate, steps, tolerance):
    """Return the points of the descent, a list that begins with the start."""
    ...


# %%
check("descend", descend)

# %%
reveal("descend")

# %% [markdown]
# ## Now with real digits
#
# Time to train something. Take the zeros and ones among 2,000 MNIST images, and describe each image by only two
# **features**: how much ink there is in all, and how much in the middle. A one has its ink in the middle; a zero has a
# hole there. Both features are shifted and scaled to mean 0 and spread 1.

# %%
train = load_mnist().train
chosen = np.flatnonzero(train.labels[:2000] <= 1)
images, labels = scale(train.images[chosen], float).reshape(-1, 28, 28), train.labels[chosen]
ink, middle = images.mean(axis=(1, 2)), images[:, 10:18, 10:18].mean(axis=(1, 2))
X = np.stack([ink, middle], axis=1)
X = (X - X.mean(axis=0)) / X.std(axis=0)

print(f"{np.sum(labels == 0)} zeros and {np.sum(labels == 1)} ones, {X.shape[1]} features each")

# %%
figure, ax = plt.subplots(figsize=(6, 4.2))
ax.plot(*X[labels == 0].T, "o", color=plots.BLUE, markersize=4, linestyle="none", label="zero")
ax.plot(*X[labels == 1].T, "^", color=plots.ORANGE, markersize=4, linestyle="none", label="one")
ax.set(xlabel="ink in all", ylabel="ink in the middle")
ax.legend()
plt.show()

# %% [markdown]
# The model is notebook 1's, without biases: scores $z = W x$, one per class, then softmax, then cross-entropy. $W$ has
# two rows (the classes) and two columns (the features). `X` holds one example per row, so all scores at once are `X @
# W.T`, again one row per example. The cost is the mean over *all* examples, so this is **full-batch** gradient descent.
# Its gradient is known exactly: `softmax_cross_entropy` returns the cost and its slopes with respect to the scores,
# $G$, and the chain rule makes of them $G^\mathsf{T} X$, the slopes with respect to $W$. The next notebook shows why.
# Here, check it by nudging.

# %%
targets = losses.one_hot(labels, 2)


def cost_and_gradient(W):
    cost, G = losses.softmax_cross_entropy(X @ W.T, targets)
    return cost, G.T @ X


W = np.array([[0.3, -0.2], [0.1, 0.5]])
nudged = gradients.numerical_gradient(lambda W: cost_and_gradient(W)[0], W)
print("largest difference below 1e-8:", np.max(np.abs(nudged - cost_and_gradient(W)[1])) < 1e-8)

# %% [markdown]
# They agree. Now the recipe: start, gradient, step, repeat. This model has a single layer, so it may start at zero; a
# network with hidden layers may not, for its hidden units would all stay alike: hence the recipe's *random*. The cell
# uses the library's `gradient_step`; if yours has passed, put it in its place and run the cell again.

# %%
W = np.zeros((2, 2))
path = [W]
for _ in range(100):
    cost, gradient = cost_and_gradient(W)
    W = gradients.gradient_step(W, gradient, learning_rate=1.0)
    path.append(W)

for step in [0, 1, 10, 100]:
    cost, right = cost_and_gradient(path[step])[0], losses.accuracy(X @ path[step].T, labels)
    print(f"step {step:3}: cost {cost:.2f}, accuracy {right:.2f}")

# %% [markdown]
# Before training all scores are equal, and the cost is that of a coin, $-\log \tfrac12 = 0.69$. A tie goes to the first
# class, so every digit is read as a zero: right for 191 of 411. After a hundred steps two features and four weights
# tell zeros from ones 98 times in 100, on the digits that they learned from. How well it does on new ones is another
# matter, which notebook 5 takes up.
#
# Here is the descent on its cost surface. For each example, prediction minus target sums to 0 over the two classes, so
# the slopes of the two rows of $W$ are always opposite: starting from zero, the row of the zeros stays minus the row of
# the ones. That leaves two weights to draw: those of the ones.


# %%
def cost_of_the_ones(w):
    return cost_and_gradient(np.array([-w, w]))[0]


weights = np.array([W[1] for W in path])
figure, ax = plt.subplots(figsize=(6, 5))
plots.draw_surface(ax, lambda points: np.apply_along_axis(cost_of_the_ones, -1, points), -3.5, 3.5)
ax.plot(*weights.T, color=plots.BLUE, linestyle="-", marker="o", markersize=5)
ax.annotate("start", weights[0], xytext=(8, 4), textcoords="offset points")
ax.set(xlabel="weight of the ink in all", ylabel="weight of the ink in the middle", aspect="equal")
ax.set_title("Cost, and a hundred steps downhill")
plt.show()

# %% [markdown]
# The first steps are long and at right angles to the lines of equal cost; then the valley turns flat, the slopes fade,
# and so do the steps. The signs make sense: more ink in the middle speaks for a one, more ink in all against it.
#
# ## What you know now
#
# - A gradient is one slope per weight. A centred difference measures it, with a nudge of about $10^{-5}$.
# - It promises $F + \sum g_i\,\Delta_i$, and misses by the square of the step.
# - $w' = w - \alpha g$ goes downhill. On a bowl of curvature $L$ it glides below $1/L$, zig-zags above, and diverges
#   above $2/L$.
# - With small steps it ends where the slope is 0: usually in the valley it started in, a local minimum and not always
#   the lowest, or, rarely, on a saddle.
# - Data, cost, gradient, step: that was a whole training run.
#
# How far have you come?

# %%
progress("02_gradient_descent")

# %% [markdown]
# Nudging costs two evaluations of the cost *per weight*: for a network with 100,000 weights, 200,000 for one step.
# The next notebook gets all slopes for the price of about two: [3 · Backpropagation](03_backpropagation.ipynb).
