# %% [markdown]
# # 2 · Gradient descent: how a network gets better
#
# **You will be able to** measure the slope of any cost by nudging its weights, find the steepest way down, say what a
# gradient promises and how far to trust it, descend with $w' = w - \alpha g$, predict from the learning rate whether
# the descent converges, zig-zags or diverges, and train a small classifier of real digits with it.
#
# **Time** about 90 minutes, with the five exercises. **Before you start** you need the cost of notebook 1 (one number
# that says how wrong a network is), and you should know what the slope of a curve is. Nothing here needs a network
# connection.
#
# Run a cell with Shift+Enter.

# %%
import numpy as np

from course_utils import gradients, losses
from course_utils.exercises import check, hint, progress, reveal, yours_or_ours  # noqa: F401 (hint is yours to call)
from course_utils.mnist import load_mnist, zeros_and_ones
from course_utils.widgets import BoundaryOnDigits, Descend, NudgeOneWeight, SteepestDirection, StraightLinePromise

# %% [markdown]
# ## One weight, one walker
#
# How do you find the weights with the lowest cost? For a network nobody can solve that by formula. So look for them
# step by step, like a walker in fog. Where the walker stands is the weight, the height there is the cost. The fog hides
# the valley, but the slope underfoot can be felt. So the walker takes a step downhill, feels the slope again, and takes
# the next. A rolling ball would gather speed; the walker does not: every step begins at rest.
#
# Each step is $-\alpha g$: $g$ is the slope where the walker stands, and $\alpha$, the **learning rate**, is a number
# that you choose. The minus makes the step go down where the curve goes up.
#
# **Step** takes one step, **Play** one after the other. Move the learning rate while it plays, and click in the left
# picture to place the walker somewhere else.

# %%
walker = Descend()
walker.weights.value = "one weight"
walker

# %% [markdown]
# **Predict, then try.** Say your prediction aloud before you touch anything; being wrong is how you learn most.
#
# 1. Press **Step** five times. The learning rate stays the same. Do the steps?
# 2. Place the walker on the other side of the valley. Which way does it go now?
# 3. **Reset**, and try a learning rate of 0.2, of 0.4, of 0.6, a few steps each. What becomes of the walker?
#
# <details><summary>What you should have seen</summary>
#
# 1. They become shorter. The slope becomes smaller towards the bottom, and a step is $\alpha$ times the slope.
# 2. Downhill again, so the other way: the slope has the other sign, and so has the step.
# 3. At 0.2 it comes down on its side. At 0.4 it crosses the bottom with every step, and still comes closer. At 0.6 each
#    step lands higher than it began. The section *How far is too far?* says what the borders $1/L$ and $2/L$ are.
#
# </details>
#
# ## The recipe
#
# 1. Start with random weights.
# 2. Compute the **gradient of the cost with respect to the parameters**: for each weight, how fast the cost $J$ rises
#    as that weight grows.
# 3. Change the weights so that the cost falls.
# 4. Repeat steps 2 and 3.
#
# A network has not one weight but thousands, and the rest of this notebook is about steps 2 and 3 for all of them: how
# steep it is, which way is down, and how far to go.
#
# ## Nudge one weight
#
# How do you find a slope? Take one weight of a network, $w = 0.65$. With it the cost is $J = 4.50$. Nudge the weight up
# to $0.66$, leave all others alone, and the cost is $4.45$. Rise over run is the **slope**, written $\partial J /
# \partial w$: the slope of $J$ as $w$ alone changes.
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + h) - J(w)}{h}, \qquad h = 0.01$$
#
# The $\approx$ matters. The exact slope is what this tends to as the nudge $h$ shrinks. With a nudge of any size it is
# an estimate, the **forward difference**. The slopes of all weights together are the **gradient** $g$.

# %%
estimate = (4.45 - 4.50) / (0.66 - 0.65)

print(f"slope ≈ {estimate:.2f}: near 0.65, a small growth of the weight lowers the cost five times as much")

# %% [markdown]
# Nudging both ways is better. The **centred difference** divides the difference over the two nudges by their
# distance, $2h$:
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + h) - J(w - h)}{2h}$$
#
# The curve leaves its tangent on both sides, mostly by the same amount, and in the difference that cancels. Here is a
# cost that goes through the two points above; its exact slope at $0.65$ is known.

# %%
from course_utils.surfaces import lecture_cost as J
from course_utils.surfaces import lecture_slope as slope

print(f"J(0.65) = {J(0.65):.2f}, J(0.66) = {J(0.66):.2f}, exact slope {slope(0.65):.3f}")
for h in [0.1, 0.01, 0.001]:
    forward = abs(gradients.forward_difference(J, 0.65, h) - slope(0.65))
    centred = abs(gradients.centred_difference(J, 0.65, h) - slope(0.65))
    print(f"nudge {h:<5}  error of the forward difference {forward:.1g}, of the centred {centred:.1g}")

# %% [markdown]
# A nudge ten times smaller makes the forward error 10 times smaller, and the centred error 100 times. Is the smallest
# nudge the best, then? Drag the point along the curve, and drag the nudge down to $10^{-15}$. The lens in the
# middle always shows the neighbourhood $w - h \ldots w + h$; at the right are the errors of all nudges down to the
# smallest that you have tried.

# %%
demo = NudgeOneWeight()
demo

# %% [markdown]
# **Predict, then try.**
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
# 3. Forward: about $10^{-8}$. Centred: about $10^{-5}$, where the error is some hundreds of times smaller, or more.
#    Hence the usual `step=1e-5`.
# 4. The centred one: the valley is the same on both sides, so the two nudges cancel.
#
# </details>
#
# ### Exercise: the slope along one weight
#
# Write the centred difference for a function `f` of one number. Stuck? `hint("centred_difference")` helps before you
# have failed; call it again for more.


# %%
def centred_difference(f, x, step):
    """Return the slope of f at the number x, from one nudge up and one nudge down."""
    ...


# %%
check("centred_difference", centred_difference)

# %%
reveal("centred_difference")

# %% [markdown]
# ### Exercise: the slope along every weight
#
# Now `x` may be an array, with a slope for each of its entries. Nudge one entry at a time and leave the others alone.
# `np.ndindex` visits the entries of an array of any shape, one after the other:

# %%
weights = np.array([[1.0, 2.0], [3.0, 4.0]])
slopes = np.zeros(weights.shape)
for index in np.ndindex(weights.shape):
    slopes[index] = 10 * weights[index]

print(slopes)

# %% [markdown]
# So: for each entry, copy `x` as floats, nudge that entry up and call `f` with the whole array, nudge it down and call
# `f` again, and put the slope at that place of the result. A single number has one entry, and its shape is `()`.


# %%
def numerical_gradient(f, x, step=1e-5):
    """Return the slope of f along every entry of x: an array of the shape of x, or a number."""
    ...


# %%
check("numerical_gradient", numerical_gradient)

# %%
reveal("numerical_gradient")

# %% [markdown]
# ## Which way is down?
#
# With one weight there are two ways to go. With two there are as many as a compass has. Each direction has a slope of
# its own: nudge both weights a little that way, and divide the change of the cost by the length of the nudge.
#
# On the map lines join points of equal cost, and paler means lower. Turn the orange arrow: with the slider, with the
# arrow keys, or by a click around the point. Each direction that you try leaves its slope on the right.

# %%
steepest = SteepestDirection()
steepest

# %% [markdown]
# **Predict, then try.**
#
# 1. Find the direction in which the cost falls most steeply, in as few tries as you can.
# 2. Turn round by 180°. What will the slope be?
# 3. Find a direction in which the cost neither rises nor falls. How does it lie to the line of equal cost through the
#    point, and how to the steepest way down?
# 4. Now tick **Show the gradient**: $g$ has the slope along $w_1$ and the slope along $w_2$ as its two parts. Which way
#    does it point?
#
# <details><summary>What you should have seen</summary>
#
# 1. Near 240°, with a slope of about −4.12.
# 2. The same with the other sign: the steepest way up.
# 3. Near 150° and 330°: along the line of equal cost, and at right angles to the steepest way.
# 4. Straight up the steepest way, and it is as long as the slope there, 4.12. So the way down is $-g$.
#
# </details>
#
# Two slopes, one along each weight, give the slopes in all directions. Why that is so, the next section shows.
#
# ## What a gradient promises
#
# A cost $F$ of three weights $w_1, w_2, w_3$ has three slopes $g_1, g_2, g_3$. Change one weight by a little, and the
# cost changes by slope times change. Change all of them, the $i$-th by $\Delta_i$, and the changes add up:
#
# $$F(w_1 + \Delta_1,\; w_2 + \Delta_2,\; w_3 + \Delta_3) \approx F + g_1\,\Delta_1 + g_2\,\Delta_2 + g_3\,\Delta_3$$
#
# This is the **linear approximation**. For one weight it is the tangent line; for two, the tangent plane. It is a
# promise: exact at the point, good nearby, and worth little far away. (Elsewhere you will meet $\nabla F$, "nabla F",
# for the gradient.)


# %%
def F(w):
    return w[0] * w[1] + w[2] ** 2


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
# the left, straight against the gradient in the middle. The line below tells what is promised and what comes true.

# %%
demo = StraightLinePromise()
demo

# %% [markdown]
# **Predict, then try.**
#
# 1. The step is 0.60. Read the two misses, then make the step ten times smaller. What will they be?
# 2. Make it as large as it gets. Does the cost still fall as promised? Then set $w_1 = -1.3$. Does it fall at all?
# 3. Drag the point to the bottom of a valley. What does the plane promise there?
#
# <details><summary>What you should have seen</summary>
#
# 1. About a hundredth of what they were: from 1.54 to some 0.025 on the line, and from 1.26 to 0.017 on the plane.
# 2. At 1.3 it falls, from 1.02 to 0.55 on the line and to 0.43 on the plane, where −3.57 and −5.36 are promised. At
#    −1.3 it *rises*, from −0.11 to 1.10 and to 0.08: the plane goes down for ever, the valley does not. Remember this:
#    it is why the learning rate must not be too large.
# 3. Nothing. The plane is level, every slope is 0. Gradient descent stands still there.
#
# </details>
#
# Now you can say why $-g$ is the steepest way down. The promised change $\sum g_i\,\Delta_i$ is the dot product of the
# gradient with the step. Its value is the length of one, times the length of the other, times the cosine of the angle
# between them: the wave that you saw. It is lowest where the cosine is −1, straight against $g$, and 0 at right angles.
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
# The promise tells the direction: straight against $g$. How far is for you to choose. Gradient descent makes the step
# proportional to the gradient, with the learning rate $\alpha$ as the factor:
#
# $$w' = w - \alpha\, g$$
#
# What does this step promise? Put $\Delta = -\alpha g$ into the linear approximation. Each weight adds $g_i \cdot
# (-\alpha g_i)$, and together that is minus $\alpha$ times the squared length of the gradient:
#
# $$J(w - \alpha g) \approx J(w) - \alpha\, \lVert g \rVert^2$$
#
# A square is never negative. So unless the gradient is 0, a small enough step *always* lowers the cost, whatever the
# network. The cell compares the promised fall with the true one, on the cost from above.

# %%
w, g = 0.65, slope(0.65)
for learning_rate in [0.001, 0.01, 0.1, 0.3]:
    after = gradients.gradient_step(w, g, learning_rate)
    promised, true = learning_rate * g**2, J(w) - J(after)
    print(f"α = {learning_rate:<5}  w goes to {after:.3f}; J falls by {true:6.3f}, promised was {promised:6.3f}")

# %% [markdown]
# The smaller the step, the better the promise is kept. At 0.1 the cost falls by half of what was promised, and lands
# almost at the bottom of that valley, 1.15. At 0.3 it jumps over the bottom and "falls" by less than nothing: it rises.
#
# ### Exercise: the step
#
# Return $w - \alpha g$ as a new array, and leave `point` as it is. At the end of this notebook your function will
# train a classifier.


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
# Near its minimum a smooth valley usually looks like a bowl. Measure $w$ and $J$ from its bottom, and near there $J
# \approx \tfrac12 L w^2$. $L$ is the **curvature**, the slope of the slope. The gradient is $L w$, so one step is
#
# $$w' = w - \alpha L w = (1 - \alpha L)\, w$$
#
# Every step multiplies $w$ by the same factor, $1 - \alpha L$. All that can happen follows:
#
# - $\alpha < 1/L$: the factor lies between 0 and 1. The descent **glides** down on one side.
# - $1/L < \alpha < 2/L$: it lies between −1 and 0. It **zig-zags** from side to side, and comes closer.
# - $\alpha > 2/L$: it is below −1. Every hop is longer than the last: the descent **diverges**.
#
# On the borders: at $\alpha = 1/L$ the factor is 0, and one step lands at the bottom; at $\alpha = 2/L$ it is −1, and
# the walker hops to and fro for ever. In the valley above, $L$ is 9.12 at the bottom and $1/L$ is 0.11: that is why
# $\alpha = 0.1$ almost hit it.

# %%
L = 4
for learning_rate in [0.1, 0.25, 0.4, 0.5, 0.6]:
    points = gradients.gradient_descent(lambda w: L * w, 1.0, learning_rate, steps=6)
    print(f"α = {learning_rate:<4}  factor {1 - learning_rate * L:5.1f}   w:", *(f"{w + 0:6.2f}" for w in points))

# %% [markdown]
# With many weights the bowl has another curvature along each direction, and one learning rate must serve them all: $L$
# is then the *largest* curvature.
#
# In the demo, click in the map (or drag, or use the arrow keys) to place the start, and press **Play**. Move the
# learning rate **while it runs**: the orange arrow is the next step, $-\alpha g$, and marks under the slider show $1/L$
# and $2/L$. The arrow leaves each line of equal cost at a right angle: along the line the cost stays the same, so the
# gradient has no part along it. In a bowl the cost is a sum of one part for each weight; both are drawn on the right.
# **Pin** keeps a path to compare, **Look back**, once it is paused, goes back in time, and **More** has the start as
# numbers.

# %%
demo = Descend()
demo.learning_rate.value = 10**-0.36  # between 1/L and 2/L
demo.advance(12)
demo

# %% [markdown]
# **Predict, then try.**
#
# 1. On the bowl, set α just below 2/L, Reset and Play. Then drag it just above, while it runs. Which weight's part of
#    the cost grows, and what does the other part do?
# 2. Set the stretch to 50 and α = 1/L. Which of the two parts is gone at once, and why does the other take so long?
# 3. On *two valleys*, start at $w_1 = 1.8$, then at $w_1 = 0.2$, then 0.3. Where does each end?
# 4. On the *saddle*, a pass that rises along $w_1$ and falls along $w_2$, start with $w_2 = 0$ exactly, then with 0.01.
#    On the *plateau*, start in a corner.
# 5. A look ahead: on the bowl stretched 50 times, pin a descent with α = 1/L. Then set the **momentum** to 0.8
#    (**More**).
#
# <details><summary>What you should have seen</summary>
#
# 1. The part of $w_2$, along which the curvature is largest: there the factor is below −1. The part of $w_1$ goes on
#    falling. One learning rate, two factors.
# 2. That of $w_2$: its factor is 0. Along $w_1$ the slope is 50 times smaller, and so is every step: the steep
#    direction sets the limit for α, the flat one has to live with it. The ratio of the two curvatures is what makes a
#    cost hard to descend.
# 3. With small steps, in the valley that it starts in: 1.8 and 0.3 end in the shallow one, a **local minimum**, 0.2 in
#    the deep one. Gradient descent sees only the slope under its feet.
# 4. At a saddle the slope is 0 without a minimum: it stands still; the smallest push sends it down. On the plateau the
#    slope is almost 0, so it hardly moves, though nothing is learned yet. In networks, saddles and plateaus like these
#    hold a descent up more often than bad valleys do.
# 5. Momentum keeps a share of the last step. Along the valley all steps point one way and add up; across it the path
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
# hole there. Both features are shifted and scaled to mean 0 and standard deviation 1.

# %%
X, labels = zeros_and_ones(load_mnist().train)

print(f"{np.sum(labels == 0)} zeros and {np.sum(labels == 1)} ones, {X.shape[1]} features each")

# %% [markdown]
# The model is notebook 1's, without biases: scores $W x$, one per class, then softmax, then cross-entropy. $W$ has two
# rows (the classes) and two columns (the features). `X` holds one example per row, so all scores at once are
# `X @ W.T`, again one row per example. The cost is the mean over *all* examples, so this is **full-batch** gradient
# descent. Its gradient is known exactly: `softmax_cross_entropy` returns the cost and its slopes with respect to the
# scores, $G$, and $G^\mathsf{T} X$ are the slopes with respect to $W$. The next notebook shows why. Here, check it by
# nudging.

# %%
targets = losses.one_hot(labels, 2)


def cost_and_gradient(W):
    cost, G = losses.softmax_cross_entropy(X @ W.T, targets)
    return cost, G.T @ X


W = np.array([[0.3, -0.2], [0.1, 0.5]])
nudged = gradients.numerical_gradient(lambda W: cost_and_gradient(W)[0], W)
print("largest difference below 1e-8:", np.max(np.abs(nudged - cost_and_gradient(W)[1])) < 1e-8)

# %% [markdown]
# They agree. The whole training run is now four lines: start, gradient, step, repeat. This model has a single layer, so
# it may start at zero; a network with hidden layers may not, for its hidden units would all stay alike: hence the
# recipe's *random*.

# %%
W = np.zeros((2, 2))
for _ in range(100):
    cost, gradient = cost_and_gradient(W)
    W = gradients.gradient_step(W, gradient, learning_rate=1.0)

print("weights of the zeros:", W[0].round(2))
print("weights of the ones: ", W[1].round(2))

# %% [markdown]
# The two rows are opposite. For each example, prediction minus target sums to 0 over the two classes, so the slopes of
# the two rows are opposite at every step, and the rows stay so. That leaves two weights to draw: those of the ones,
# $w_1$ for the ink in all and $w_2$ for the ink in the middle. Where both scores are equal lies the **boundary**, a
# straight line through the digits: on its orange side the model says "one". Digits with an edge around them are
# misread.
#
# The demo takes its steps with *your* `gradient_step` if it has passed its check, and with the library's until then. It
# begins at weights that are almost as wrong as can be. A press on the map is another start.

# %%
step = yours_or_ours("gradient_step", gradient_step)

# %%
boundary = BoundaryOnDigits(step)
boundary

# %% [markdown]
# **Predict, then try.**
#
# 1. Look before you play. Why are nearly all digits misread, and which way will the boundary turn?
# 2. Play at α = 0.1. When almost all digits are right, is the descent over? Watch the cost, and the length of the
#    weights on the map.
# 3. Reset and play at α = 1, then at 100. What happens to the cost, and what to the number of digits that are right?
# 4. Press another place on the map, and play. Does it end elsewhere?
#
# <details><summary>What you should have seen</summary>
#
# 1. $w_1 = 2$ says "the more ink, the more it is a one", which is the wrong way round. The boundary turns until the
#    ones, little ink and much of it in the middle, lie on the orange side.
# 2. No. The cost goes on falling while hardly a digit changes sides: the weights grow longer, which leaves the boundary
#    where it is and makes the model surer. That is what accuracy cannot feel.
# 3. At 1 some 400 digits are right after five steps, and the cost falls on. At 100 the first step
#    throws the weights far out of the map, and the cost stays high for long; still, 403 digits are right at once, for
#    the boundary only asks which way the weights point.
# 4. No. This cost has one valley, and with a learning rate that is not too large every start ends at its bottom.
#
# </details>
#
# At the end 404 of 411 digits are on the right side, with two features and two weights. The signs make sense: more ink
# in the middle speaks for a one, more ink in all against it. These are the digits that it learned from; how well it
# does on new ones is another matter, which notebook 5 takes up.
#
# ## What you know now
#
# - A gradient is one slope per weight. A centred difference measures it, with a nudge of about $10^{-5}$.
# - It points up the steepest way, at right angles to the line of equal cost.
# - It promises $F + \sum g_i\,\Delta_i$, and misses by about the square of the step.
# - $w' = w - \alpha g$ promises a fall of $\alpha \lVert g \rVert^2$. On a bowl of curvature $L$ it glides below $1/L$,
#   zig-zags above, and diverges above $2/L$.
# - With small steps it comes ever closer to a place where the slope is 0: usually in the valley that it started in, and
#   not always the deepest one. Where a cost has no lowest point, it goes on for ever.
# - Data, cost, gradient, step: that was a whole training run.
#
# How far have you come?

# %%
progress("02_gradient_descent")

# %% [markdown]
# Nudging costs two evaluations of the cost *per weight*: for a network with 100,000 weights, 200,000 for one step.
# The next notebook gets all slopes for the work of a few: [3 · Backpropagation](03_backpropagation.ipynb).
