# %% [markdown]
# # 1 · Loss functions: how wrong is a network?
#
# **You will be able to** turn a network's scores into probabilities, say what each prediction costs with the
# cross-entropy, average over all examples, and explain why a network is trained on that cost and not on its accuracy.
# You will write the five functions for it yourself.
#
# **Time** 75 to 90 minutes with the five exercises. **Before you start** you need to know how to multiply a matrix by a
# vector, what a logarithm is, what the slope of a curve is, and a little NumPy: arrays, their shapes, sums along an
# axis. Nothing here needs an internet connection.
#
# Run a cell with Shift+Enter.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import losses, plots
from course_utils.data import load_mnist
from course_utils.exercises import check, hint, progress, reveal  # noqa: F401 (hint is yours to call)
from course_utils.polls import poll

plt.style.use("course_utils.plots.course")

# %% [markdown]
# ## Which numbers are trained?
#
# Below, three numbers go in at the left and three come out at the right. For each output, multiply every input by the
# number on the line that joins the two, add the three products, and add one more number, written beside the output. The
# numbers on the lines are **weights**, the numbers beside the outputs are **biases**.

# %%
W = np.array([[2, 4, 2], [1, 3, 7], [0, 7, 3]])
x = np.array([1, 3, 2])
b = np.array([-3, 0, 2])

figure, ax = plt.subplots(figsize=(7, 3.4))
plots.draw_layer(ax, W, x, b)
plt.show()

# %% [markdown]
# This is a **layer**. The topmost output is $2 \cdot 1 + 4 \cdot 3 + 2 \cdot 2 - 3 = 15$. For all outputs at once it is
# a product with a matrix: each row of $W$ holds the weights of one output. Most layers then put each result through a
# fixed function $g$ that is no straight line, the **nonlinearity** or activation:
#
# $$\text{output} = g(W x + b)$$
#
# A **network** is layers one after another: the outputs of one are the inputs of the next. The smallest network is a
# single layer.
#
# The input $x$ comes from the data, and $g$ is chosen once. Training changes the numbers in $W$ and $b$, the
# **trainable parameters**. Nobody writes rules such as "an 8 has two loops": the examples shape these numbers.

# %%
print("W x     =", W @ x)
print("W x + b =", W @ x + b)
print("numbers to train:", W.size, "weights and", b.size, "biases")

# %% [markdown]
# A common $g$ is $\max(0, z)$, applied to each entry $z$; it would leave these three positive numbers as they are.
# Before you go on, a question about shapes. Choose with a click or with Tab and Enter, and change your mind as often as
# you like.

# %%
poll("weight_matrix")

# %% [markdown]
# ## In which form do you tell a network the right answer?
#
# **Supervised learning** starts from examples with answers: images, and for each image a **label**, the class that was
# recorded for it. A network will answer with one number per class, so the label is written in the same form: a row $y$
# with a **1** at the true class and **0** everywhere else. This is **one-hot** encoding. It does not claim that a 9 is
# "more" than a 1, as the bare number 9 would.
#
# $$y_i = \begin{cases} 1 & \text{if } i \text{ is the true class} \\ 0 & \text{otherwise} \end{cases}$$
#
# Classes are counted from 0, as Python counts, on this page and in its demos. With handwritten digits that is easy to
# remember: class 7 is the digit 7.
#
# MNIST has 60,000 handwritten digits to learn from. An image of 28 × 28 pixels is a row of 784 numbers.

# %%
mnist = load_mnist()
images = np.concatenate([mnist.train.images, mnist.validation.images])  # two parts: notebook 5 says why
labels = np.concatenate([mnist.train.labels, mnist.validation.labels])

print("images ", images.shape)
print("labels ", labels.shape, "beginning with", labels[:8])
print("one-hot", losses.one_hot(labels, 10).shape)

# %% [markdown]
# Here are the first eight. As everywhere in this course, each row is one example.

# %%
targets = losses.one_hot(labels[:8], 10)
figure, (left, right) = plt.subplots(1, 2, figsize=(7, 4.4), width_ratios=[1, 8])
plots.show_images(left, images[:8], columns=1)
right.imshow(targets, aspect="auto", cmap=plots.SIGNED, vmin=-1, vmax=1)
for (example, number), value in np.ndenumerate(targets):
    right.text(number, example, f"{value:.0f}", ha="center", va="center", color="white" if value else plots.GREY)
right.set(xticks=range(10), yticks=[], xlabel="class")
right.set_title("Each row: one digit, and its one-hot label")
plt.show()

# %% [markdown]
# ### Exercise: `one_hot`
#
# Turn class numbers into one row per label, as in the picture. Replace the three dots, run the cell, then the check.
# Stuck? `hint("one_hot")` helps before you have failed; call it again for more.


# %%
def one_hot(labels, n_classes):
    """Return an array of shape (len(labels), n_classes): 1 in the column of the label, 0 elsewhere."""
    ...


# %%
check("one_hot", one_hot)

# %%
reveal("one_hot")

# %% [markdown]
# ## How do scores become probabilities?
#
# A network that tells classes apart gives one **score** per class, a **logit** $z_i$: any number, large or small. Its
# answer is the class with the highest score. How sure is it? **Softmax** makes probabilities of the scores, positive
# numbers that sum to 1. It takes $e^{z_i}$ and divides by the sum:
#
# $$\hat y_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# The hat in $\hat y$ says "predicted".
#
# **Why $e^z$?** It is positive for every score. Adding 1 to a score multiplies its $e^z$ by $e \approx 2.72$, and so
# its **odds** against any other class, the ratio of the two probabilities. Only differences count: adding 5 to all
# scores changes nothing. And the natural logarithm undoes it: $z_i - z_j = \log(\hat y_i / \hat y_j)$, so a difference
# of scores is the logarithm of the odds. Another base would only rescale the scores.
#
# Compare two networks, each a single layer without biases, on one example $x = (1, 1)$ with the label $y = (1, 0)$:
# class 0 is the true one. Which of them would you rather have?

# %%
networks = {"#1": np.array([[2, 1], [-1, 0]]), "#2": np.array([[0, -1], [1, 0]])}
x, y = np.array([1, 1]), np.array([1, 0])

for name, W in networks.items():
    probabilities = losses.softmax(W @ x)
    print(f"network {name}: scores {W @ x}, probabilities {probabilities.round(3)}")

# %% [markdown]
# In network #1 the scores differ by 4, so the odds are $e^4 \approx 55$ to 1. It gives the true class 0.98, network #2
# only 0.12. You prefer #1, and a network in between you would place in between. A **loss** turns that preference into a
# number. The one you will use is $-\log p$, where $p$ is the probability that the network gave to the true class and
# $\log$ the natural logarithm. It is 0 where $p = 1$, and larger the smaller $p$ is. A later section says why it is
# this one. For now, watch it in the last column.
#
# Every weight and input has a slider. Blue links carry positive weights, dashed orange ones negative. Choose the true
# class with its button, or click on it in the picture.

# %%
from course_utils.widgets import ScoresToLoss

ScoresToLoss()

# %% [markdown]
# **Predict, then try.** Say your prediction aloud first.
#
# 1. Load network #1 and make class **1** the true one. What happens to the probabilities? And to the loss?
# 2. Still network #1: raise the two weights of class 1 to 2 and 1, so that both scores are equal. Which probabilities
#    do you expect, and which loss?
# 3. Set both inputs to 0. Which weight can you move now to change the loss?
# 4. Load *Three classes* and raise a weight of class 0. What happens to the probability of class 2, whose score stays?
#
# <details><summary>What you should have seen</summary>
#
# 1. The probabilities stay: the network does not know the label. The loss leaps from 0.018 to 4.018.
# 2. Half and half, and a loss of −log 0.5 = 0.693. That is what it costs to know nothing about two classes.
# 3. None. Every weight is multiplied by 0, all scores are 0, and the loss stays at 0.693. A bias would still help.
# 4. It falls. The probabilities share one total of 1, so what one class gains the others lose.
#
# </details>
#
# ### Large scores break the naive formula
#
# $e^{1000}$ is too large for a computer's number: it **overflows** to infinity, and infinity divided by infinity is
# `nan`, "not a number". Subtract the largest score $m$ from all scores first. Only differences count, so the
# probabilities stay as they are, and the largest exponential is $e^0 = 1$:
#
# $$\hat y_i = \frac{e^{z_i - m}}{\sum_j e^{z_j - m}}$$

# %%
scores = np.array([1000.0, 999.0, 990.0])

with np.errstate(all="ignore"):  # NumPy would warn of the overflow
    print("naive      ", np.exp(scores) / np.exp(scores).sum())
print("shifted    ", scores - scores.max())
print("our softmax", losses.softmax(scores).round(3))

# %% [markdown]
# ### Exercise: `softmax`
#
# Each row holds the scores of one example. Your function has to survive scores of 1000.


# %%
def softmax(logits):
    """Return probabilities of the same shape as logits, (n, classes); each row sums to 1."""
    ...


# %%
check("softmax", softmax)

# %%
reveal("softmax")

# %% [markdown]
# ## Why not simply maximise the accuracy?
#
# The **accuracy** is the share of examples that the network gets right. Why not look for the weights where it is
# highest?
#
# $$\max_{W, b} \; \text{accuracy}(W, b)$$
#
# Nudge one weight a little. Almost always every answer stays the same, and so does the accuracy. Once in a while an
# answer flips, and with $n$ examples the accuracy jumps by $1/n$. It is **piecewise constant**: a staircase. So it has
# a slope almost everywhere, but that slope is 0, and a slope of 0 does not tell you which way to go.
#
# Four examples show it. Each line below raises the score of class 1 a little more, as a nudge of its bias would.

# %%
labels_of_four = np.array([0, 1, 1, 0])
scores_of_four = np.array([[2.0, 1.0], [0.3, 0.4], [1.2, 1.0], [0.5, 0.1]])

for nudge in [0, 0.05, 0.1, 0.15, 0.25]:
    nudged = scores_of_four + np.array([0, nudge])
    smooth, _ = losses.softmax_cross_entropy(nudged, losses.one_hot(labels_of_four, 2))
    print(f"nudge {nudge:.2f}: accuracy {losses.accuracy(nudged, labels_of_four):.2f}, cost {smooth:.4f}")

# %% [markdown]
# The accuracy did not notice the first nudges. The **cost** beside it is the mean loss of the four examples, and it
# answered each of them. That is what a **loss function** is for. It stands in for the accuracy: it is low where the
# answers are good, and its slope is, as a rule, *not* 0, so it says which way is better.
#
# The slope along one weight says by how much the cost changes, per unit, when you nudge that weight and leave the
# others. The slopes along all weights, taken together, are called the **gradient**. Where you know it you can take a
# **step**: change each weight by a fixed number times its slope, against the slope to make the cost smaller, along it
# to make the accuracy larger. Notebook 2 is about such steps. Here a button takes them for you.
#
# Now take real digits: 20 threes (class 0) and 20 eights (class 1). Each is described by two numbers, its **features**:
# $x_1$ says which share of its ink lies in the left half, $x_2$ which share lies in the middle. Both are shifted and
# scaled, so that their mean is 0 and their standard deviation 1. The score of an eight is $w_1 x_1 + w_2 x_2$, that of
# a three is always 0: only the difference counts. Move a slider, or drag in the picture at the right.

# %%
from course_utils.widgets import AccuracyAndCost

AccuracyAndCost(mnist)

# %% [markdown]
# **Predict, then try.**
#
# 1. Move $w_1$ to the right by one step of its slider: click on the handle and press an arrow key. Which of the two,
#    accuracy or cost, tells you whether that was the right way?
# 2. Press **Follow the accuracy**, then **Follow the cost**, a few times each. What is the difference, and why?
# 3. Sweep **two weights**. What will the accuracy look like from above? Set both weights to 1, then to 2: which of the
#    two, accuracy or cost, changes?
# 4. Press **Reset** and sweep **one weight**. **Play** follows the cost by itself, until no slope is left. Is the
#    accuracy the highest of its curve there? Compare $w_1 = 0.93$. Then sweep **two weights** and play on, to the
#    bottom. And now?
#
# <details><summary>What you should have seen</summary>
#
# 1. The cost: it falls from 1.714 to 1.707. The accuracy stays at 12 of 40.
# 2. The gradient of the accuracy is 0, so a step changes nothing. The cost has a slope, and the step goes downhill.
# 3. Wedges, each flat as a terrace, that meet where both weights are 0. Doubling both weights leaves the boundary where
#    it is, and the accuracy with it, at 38 of 40. The cost falls from 0.316 to 0.202: it also feels how *sure* the
#    network is.
# 4. Nearly. This curve is a slice through the map, where $w_2$ stays 1. Its cost is lowest near $w_1 = 2$, with 38 of
#    the 40 digits right; near $w_1 = 0.93$ there are 39. On the whole map the cost is lowest near $w_1 = 4.0$,
#    $w_2 = 4.2$, with 39 of 40 right, and no two weights do better. The cost is a stand-in: its lowest point may lie on
#    the highest step, and it need not.
#
# </details>
#
# ### Exercise: `accuracy`
#
# The accuracy is still what you report in the end. An example counts as right when its highest score stands at the true
# class.


# %%
def accuracy(scores, labels):
    """Return the share of rows of scores, 0 to 1, whose highest score is in the column given by its label."""
    ...


# %%
check("accuracy", accuracy)

# %%
reveal("accuracy")

# %% [markdown]
# ## Cross-entropy: what should a probability cost?
#
# A good loss rewards the network for giving the true class a high probability, and keeps asking for more. Take minus
# the logarithm of that probability: $p = 1$ costs nothing, $p = 0.1$ costs 2.3, and the cost grows without end as $p$
# goes to 0. Written for all classes at once, this is the **cross-entropy**:
#
# $$\text{CE}(y, \hat y) = -\sum_i y_i \log \hat y_i$$
#
# Because $y$ is one-hot, the sum picks out one single term, that of the true class.
#
# **Why the logarithm?** If the examples are independent, the network's probability for *all* labels together, the
# **likelihood**, is a product: $0.7 \cdot 0.1 = 0.07$ for two, $10^{-60000}$ for 60,000 at 0.1 each, too small for a
# computer. We look for the weights that make it largest. The logarithm, largest at the same weights, turns the product
# into a sum, one term for each example. A minus makes it something to be made small:
# $-\log 0.7 - \log 0.1 = 0.357 + 2.303$.

# %%
y = np.array([0, 1, 0])

for probabilities in ([0.2, 0.7, 0.1], [0.6, 0.1, 0.3]):
    loss = losses.cross_entropy(probabilities, y)
    print(f"probabilities {probabilities}: loss {loss:.3f}")
print(f"likelihood of both labels {0.7 * 0.1:.2f}, minus its logarithm {-np.log(0.7 * 0.1):.2f}")
for name, W in networks.items():
    loss = losses.cross_entropy(losses.softmax(W @ [1, 1]), [1, 0])
    print(f"network {name}: loss {loss:.3f}")

# %% [markdown]
# The two losses, 0.357 and 2.303, add up to 2.66, minus the logarithm of the likelihood. Network #1 pays 0.018 and
# network #2 pays 2.127: the preference that you had has become a number.
#
# Drag the point along the curve. Beside it stands the **squared error** $(1 - p)^2$, another common loss, drawn to the
# same scale. The third picture shows the **pull** of each: by how much the loss falls, per unit, as the score of the
# true class rises.

# %%
from course_utils.widgets import PriceOfProbability

PriceOfProbability()

# %% [markdown]
# **Predict, then try.**
#
# 1. From $p = 0.7$, at a loss of 0.357: at which $p$ is the cross-entropy twice as large? Four times?
# 2. The most that the squared error can cost is 1. And the cross-entropy?
# 3. Go to $p = 0.02$: the network is sure of a wrong answer. Which loss pulls hard there, and which hardly at all?
# 4. Move $p$ slowly from 0.9 down to 0.01. Where does each loss pull hardest?
#
# <details><summary>What you should have seen</summary>
#
# 1. At 0.49 = 0.7², and near 0.24 = 0.7⁴. Twice the loss means the probability squared.
# 2. There is no most. The curve leaves the picture at the top.
# 3. Cross-entropy pulls with 0.980, close to the largest pull there is. The squared error pulls with 0.038, although
#    the answer could hardly be worse.
# 4. Cross-entropy pulls harder the smaller $p$ is. The squared error pulls hardest near $p = 0.33$; below, its pull
#    fades, the more so the worse the answer is. The section on the squared error, at the end, shows why.
#
# </details>
#
# ### Exercise: `cross_entropy`
#
# One loss for each row. A class whose target is 0 adds nothing, even where its probability is 0.


# %%
def cross_entropy(probabilities, targets):
    """Return one loss per example, shape (n,), for two arrays of shape (n, classes)."""
    ...


# %%
check("cross_entropy", cross_entropy)

# %%
reveal("cross_entropy")

# %% [markdown]
# ## The cost: one number for all examples
#
# A loss judges one example. How good is the network on all of them? The **cost** $J$ is the mean loss over all $n$
# training examples:
#
# $$J(W, b) = \frac{1}{n} \sum_{k=1}^{n} \text{CE}\left(y^{(k)}, \hat y^{(k)}\right)$$
#
# $y^{(k)}$ is the label of example $k$ and $\hat y^{(k)}$ its prediction. It is the mean, and not the sum, so that the
# cost of 10 examples and that of 10,000 can be compared. Training now has a goal, $\min_{W, b} J(W, b)$, and $J$ has
# what the accuracy lacks: slopes that, as a rule, are not 0 and tell which way is down.

# %%
probabilities = np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]])
targets = np.array([[0, 1, 0], [0, 1, 0]])
each = losses.cross_entropy(probabilities, targets)

print(f"losses {each.round(3)}, cost {each.mean():.3f}")

# %% [markdown]
# ### Take care with log 0
#
# Scores that lie 800 apart make softmax round a probability $p$ to exactly 0, and $-\log 0$ makes the cost infinite. Is
# training over? Only if the slope is worked out in stages, as in the next section: $-1/p$ for the logarithm times
# $p(1 - p)$ for the softmax is $-\infty \cdot 0$, which is `nan`, and a step with it makes weights `nan`. Multiplied on
# paper, it is $-(1 - p) = -1$, as finite as ever. So do the logarithm on paper, too. With $m = \max_j z_j$:
#
# $$\log \hat y_i = (z_i - m) - \log \sum_j e^{z_j - m}$$
#
# This is called **log-sum-exp**. The sum is at least $e^0 = 1$, so its logarithm is finite. The course's
# `softmax_cross_entropy` computes loss and slopes in this way.

# %%
scores, truth = np.array([[0.0, 800.0]]), np.array([[1.0, 0.0]])
p = losses.softmax(scores)[0, 0]
at_once, slopes = losses.softmax_cross_entropy(scores, truth)

with np.errstate(all="ignore"):  # NumPy would warn of 1 / 0
    print(f"in stages:   p {p:.0f}, loss {-np.log(p):.0f}, slope {-1 / p * (p * (1 - p)):.0f}")
print(f"log-sum-exp: loss {at_once:.0f}, slopes {slopes[0]}")

# %% [markdown]
# ### Exercise: `cost`
#
# You may call the course's `losses.cross_entropy`.


# %%
def cost(probabilities, targets):
    """Return the mean cross-entropy of a batch, one number."""
    ...


# %%
check("cost", cost)

# %%
reveal("cost")

# %% [markdown]
# ## Why does cross-entropy learn faster than the squared error?
#
# The **mean squared error** is the mean of $(\hat y_i - y_i)^2$ over the classes; with two classes both differences are
# $1 - p$ in size, and it is $(1 - p)^2$. For predicting a price or a temperature it is the usual choice. For classes it
# has a weakness.
#
# Training moves the score $z$ of the true class, and $z$ moves the loss in two stages, score → probability → loss,
# whose slopes multiply. If $p$ rises by 0.2 per unit of $z$, and the loss falls by 5 per unit of $p$, then the loss
# falls by 1 per unit of $z$. The slope of the first stage, the softmax, is $p(1 - p)$ (notebook 3 shows how to find
# such slopes). It is nearly 0 where the network is sure, also where it is surely wrong.
#
# $$\text{cross-entropy:} \quad -\frac{1}{p} \cdot p(1 - p) = -(1 - p) \qquad\qquad
# \text{squared error:} \quad -2(1 - p) \cdot p(1 - p)$$

# %%
print("           softmax    cross-entropy's slope     squared error's slope")
print("     p    p(1 − p)       in p        in z          in p        in z")
for p in [0.0025, 0.02, 0.5, 0.9]:
    of_softmax, of_entropy, of_square = p * (1 - p), -1 / p, -2 * (1 - p)
    through = of_entropy * of_softmax, of_square * of_softmax
    print(f"{p:.4f}    {of_softmax:.4f} {of_entropy:12.3f} {through[0]:11.4f} {of_square:13.3f} {through[1]:11.4f}")

# %% [markdown]
# Read the first line: a network that gives the true class a quarter of a per cent. The slope of the softmax is tiny
# there, but that of the logarithm is as large as the other is small, and their product is almost −1. The squared
# error's own slope is never steeper than −2, so almost nothing is left. The size of its slope in $z$ is $2p(1 - p)^2$:
# below $p = \frac13$ that shrinks as the answer gets worse.
#
# Now let them race. Ten images look the same to a network with two classes, so all ten get one score $z$ (that of the
# other class stays 0). Nine of them are of the class that $z$ stands for, one is not: the best $p$ is 0.9. The slope of
# the cost, the mean over the ten, is $p - 0.9$ with cross-entropy and $2p(1 - p)(p - 0.9)$ with the squared error.
#
# One step turns $z$ into $z - \alpha \cdot \text{slope}$. The number $\alpha$ is the **learning rate**, and you choose
# it. The slopes differ in size, so each loss gets a rate of its own. A marker has arrived when its $p$ is within 0.02
# of 0.9, in the grey bands of the picture. The short line through a marker has the slope of the cost there.

# %%
from course_utils.widgets import RaceOfTwoLosses

RaceOfTwoLosses()

# %% [markdown]
# **Predict, then try.**
#
# 1. Both start at $z = -6$, both with a rate of 2. Which arrives first? How many steps does the other one need? Press
#    **Play**.
# 2. Raise the rate of the squared error to 30, press **Reset** and **Play**. How many steps now? Keep the rates, and
#    start at −1, much closer. Will it be quicker?
# 3. **Tuned** gives each loss the rate that suits it best here. Start at −6, −3 and −1. Which loss takes about the same
#    number of steps from everywhere?
# 4. Look at the two cost curves over $z$. Apart from the lowest point, where is each of them flat? At which end is the
#    answer wrong for nine of the ten images?
#
# <details><summary>What you should have seen</summary>
#
# 1. Cross-entropy, in 12 steps. The squared error takes 153: at the start its slope is some 200 times smaller.
# 2. From −6 it takes 10 steps. From −1 it takes 117: the first step leaps over the goal to $z = 6.4$, where the curve
#    is flat again, and it creeps back. A rate that suits the flat part is too large elsewhere.
# 3. Cross-entropy: 2, 3 and 1 steps. The squared error: 17, 4 and 12.
# 4. The squared error is flat at both ends, also at the left, where the answer is wrong. Cross-entropy is nearly a
#    straight line at each end, and flat at neither: its slope comes near −0.9 at the left and near 0.1 at the right.
#
# </details>
#
# Where do the tuned rates come from? Here every whole rate from 1 to 100 is tried for each loss. One rate has to serve
# all examples of a network, so a rate counts here by the worst of the three starts.


# %%
def steps_to_arrive(slope, rate, z):
    for step in range(500):
        p = 1 / (1 + np.exp(-z))  # softmax of the scores z and 0
        if abs(p - 0.9) < 0.02:
            return step
        z = z - rate * slope(p)
    return 500


slopes = {"cross-entropy": lambda p: p - 0.9, "squared error": lambda p: 2 * p * (1 - p) * (p - 0.9)}
for name, slope in slopes.items():
    worst = {rate: max(steps_to_arrive(slope, rate, z) for z in (-6, -3, -1)) for rate in range(1, 101)}
    best = min(worst, key=worst.get)
    print(f"{name}: best rate {best}, at most {worst[best]} steps")

# %% [markdown]
# So the rate explained part of the difference in your first race, and not all of it. Even with its best rate, the
# squared error is the slower one here from where the network is sure of a wrong answer, and there it has most to learn.
#
# ## What you know now
#
# - A network is layers, one after another. Training changes their weights and biases. Labels are written one-hot, so
#   that they have the form of the network's answer.
# - **Softmax** turns scores into probabilities; subtract the largest score first.
# - **Accuracy** is a staircase: its gradient is 0 almost everywhere, so it cannot lead the training. A **loss** can.
# - **Cross-entropy** is minus the logarithm of the true class's probability: added up, minus the logarithm of the
#   likelihood. The **cost** is its mean over the examples.
# - Through a softmax, the slope of cross-entropy in the score of the true class is $-(1 - p)$: close to −1 where the
#   answer is very wrong. The squared error's slope is almost 0 there.

# %%
progress("01_loss_functions")

# %% [markdown]
# How do you find the weights with the lowest cost? Go on to [2 · Gradient descent](02_gradient_descent.ipynb).
