# %% [markdown]
# # 1 · Loss functions: how wrong is a network?
#
# **You will be able to** turn a network's scores into probabilities, put a price on each prediction with the
# cross-entropy, average the prices into a cost, and say why a network is trained on that cost and not on its accuracy.
# You will write all five functions yourself.
#
# **Time** about 45 minutes. **Before you start** you need to know how to multiply a matrix by a vector, what a
# logarithm is, what the slope of a curve is, and a little NumPy. Nothing here needs a network connection.
#
# Run a cell with Shift+Enter.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import losses, plots
from course_utils.data import load_mnist
from course_utils.exercises import check, progress, reveal
from course_utils.polls import poll

plt.style.use("course_utils.plots.course")

# %% [markdown]
# ## Which numbers are trained?
#
# A layer multiplies its input $x$ by a matrix of **weights** $W$, adds a vector of **biases** $b$, and puts each
# result through a fixed function $g$ that is no straight line, the **nonlinearity** or activation:
#
# $$\text{output} = g(W x + b)$$
#
# The input comes from the data, and $g$ is chosen once. What training changes are the numbers in $W$ and $b$: the
# **trainable parameters**. Nobody writes rules such as "an 8 has two loops". The examples shape these numbers.
#
# Here is a layer with three inputs and three outputs. Each row of $W$ holds the weights of one output.

# %%
W = np.array([[2, 4, 2], [1, 3, 7], [0, 7, 3]])
x = np.array([1, 3, 2])
b = np.array([-3, 0, 2])

print("W x     =", W @ x)
print("W x + b =", W @ x + b)
print("numbers to train:", W.size, "weights and", b.size, "biases")

# %% [markdown]
# The first entry is $2 \cdot 1 + 4 \cdot 3 + 2 \cdot 2 - 3 = 15$. Last, $g$ is applied to each entry: a common choice,
# $\max(0, z)$, would leave these three positive numbers as they are. Before you go on, a question about shapes: choose
# with a click or with Tab and Enter, and change your mind as often as you like.

# %%
poll("weight_matrix")

# %% [markdown]
# ## Labels, and how to write them down
#
# **Supervised learning** starts from examples with answers: images, and for each image a **label** that a person gave
# it. MNIST has 60,000 handwritten digits to learn from. An image of 28 × 28 pixels is a row of 784 numbers.

# %%
mnist = load_mnist()
images = np.concatenate([mnist.train.images, mnist.validation.images])  # two parts: notebook 5 says why
labels = np.concatenate([mnist.train.labels, mnist.validation.labels])

print("images ", images.shape)
print("labels ", labels.shape, "beginning with", labels[:8])
print("one-hot", losses.one_hot(labels, 10).shape)

# %% [markdown]
# A network answers with one number per class, so the label is written in the same form: a row $y$ with a **1** at the
# true class and **0** everywhere else. This is **one-hot** encoding. It makes no claim that a 9 is "more" than a 1,
# as the bare number 9 would.
#
# $$y_i = \begin{cases} 1 & \text{if } i \text{ is the true class} \\ 0 & \text{otherwise} \end{cases}$$

# %%
targets = losses.one_hot(labels[:8], 10)
figure, (above, below) = plt.subplots(2, 1, figsize=(9, 4.2), height_ratios=[1, 2])
_, corners = plots.show_images(above, images[:8], columns=8)
below.imshow(targets.T, aspect="auto", cmap=plots.SIGNED, vmin=-1, vmax=1)
for example, label in enumerate(labels[:8]):
    below.text(example, label, "1", ha="center", va="center", color="white", fontweight="bold")
below.set(yticks=range(10), xticks=[], ylabel="class")
below.set_title("Eight digits, and their one-hot labels as columns")
plt.show()

# %% [markdown]
# ### Exercise: `one_hot`
#
# Turn class numbers, counted from 0 as Python counts (in the text and in the demos the first class is class 1), into
# one row per label. Replace the three dots, run the cell, then the check.


# %%
def one_hot(labels, n_classes):
    """Return an array of shape (len(labels), n_classes): 1 in the column of the label, 0 elsewhere."""
    ...


# %%
check("one_hot", one_hot)

# %%
reveal("one_hot")

# %% [markdown]
# ## From scores to probabilities
#
# We want weights with which the network is right about most examples. The last layer gives one **score** per class, a
# **logit** $z_i$: any number, large or small. **Softmax** makes probabilities of them, positive numbers that sum to 1.
# It takes $e^{z_i}$, which is always positive, and divides by the sum:
#
# $$\hat y_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# The hat in $\hat y$ says "predicted". Compare two networks on one example, $x = (1, 1)$, whose label is
# $y = (1, 0)$: the first class is the true one.

# %%
networks = {"#1": np.array([[2, 1], [-1, 0]]), "#2": np.array([[0, -1], [1, 0]])}
x, y = np.array([1, 1]), np.array([1, 0])

for name, W in networks.items():
    probabilities = losses.softmax(W @ x)
    print(f"network {name}: scores {W @ x}, probabilities {probabilities.round(3)}")

# %% [markdown]
# Network #1 gives the true class 0.98, network #2 only 0.12. You prefer #1, and a network in between you would place in
# between. A **loss** turns that feeling into a number. The one you will use is $-\log \hat y$, minus the natural
# logarithm of the true class's probability: 0 for an answer that is sure and right, and larger the smaller that
# probability. A later section says why. For now, watch it in the last column.
#
# Work it by hand. Every weight and input has a slider. Blue links carry positive weights, dashed orange ones negative;
# click on a class, or press its number, to make it the true one.

# %%
from course_utils.widgets import ScoresToLoss

ScoresToLoss()

# %% [markdown]
# **Predict, then try.** Say your prediction aloud first.
#
# 1. Load network #1 and make class **2** the true one. What happens to the probabilities? And to the loss?
# 2. Still network #1: raise both weights of class 2 until both scores are equal. Which probabilities do you expect,
#    and which loss?
# 3. Set both inputs to 0. Which weight can you move now to change the loss?
# 4. *Three classes*: raise the score of class 1 only. What happens to the probability of class 3, whose score stays?
#
# <details><summary>What you should have seen</summary>
#
# 1. The probabilities stay: the network does not know the label. The loss leaps from 0.018 to 4.018.
# 2. Half and half, and a loss of −log 0.5 = 0.693. That is the price of knowing nothing about two classes.
# 3. None. Every weight is multiplied by 0, all scores are 0, and the loss stays at 0.693. A bias would still help.
# 4. It falls. The probabilities share one total of 1, so what one class gains the others lose.
#
# </details>
#
# ### Large scores break the naive formula
#
# $e^{1000}$ is too large for a computer's number: it **overflows** to infinity, and infinity divided by infinity is
# `nan`, "not a number". Subtract the largest score $m$ first. Since $e^{z - m} = e^z \cdot e^{-m}$, that multiplies
# numerator and denominator by the same factor, so the probabilities stay as they are, and the largest exponential is
# $e^0 = 1$.

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
# The **accuracy** is the share of examples that the network gets right, so why not look for the weights with the
# highest accuracy?
#
# $$\max_{W, b} \; \text{accuracy}(W, b)$$
#
# Nudge one weight a little. Almost always every answer stays the same, so the accuracy does too; once in a while one
# answer flips, and with $n$ examples it jumps by $1/n$. The accuracy is **piecewise constant**: a staircase. It jumps,
# and worse, on every step its slope is exactly 0. The slopes along all weights together are called the **gradient**. A
# gradient of 0 does not tell you which way to go.

# %%
labels_of_four = np.array([0, 1, 1, 0])
scores_of_four = np.array([[2.0, 1.0], [0.3, 0.4], [1.2, 1.0], [0.5, 0.1]])

for nudge in [0, 0.05, 0.1, 0.15, 0.25]:
    nudged = scores_of_four + np.array([0, nudge])  # lift the second class, as nudging its bias would
    smooth, _ = losses.softmax_cross_entropy(nudged, losses.one_hot(labels_of_four, 2))
    print(f"nudge {nudge:.2f}: accuracy {losses.accuracy(nudged, labels_of_four):.2f}, cost {smooth:.4f}")

# %% [markdown]
# The accuracy did not notice the first nudges. The **cost**, the number beside it that you will build in the next two
# sections, felt each of them. A **loss function** is such a stand-in for the accuracy: it is low when the answers are
# good, and it has a slope almost everywhere.
#
# Now with real digits: 40 threes and eights. Each is described by two numbers, its **features**: $x_1$ says which share
# of its ink lies in the left half, $x_2$ which share lies in the middle, both measured from the average. The score of
# an eight is $w_1 x_1 + w_2 x_2$, that of a three is 0: softmax feels only the difference of two scores, so one of them
# may stay fixed. Drag a slider, or drag in the picture at the right.

# %%
from course_utils.widgets import AccuracyAndCost

AccuracyAndCost(mnist)

# %% [markdown]
# **Predict, then try.**
#
# 1. Move $w_1$ as little as you can. Which of the two curves tells you whether you are going the right way?
# 2. Press **Follow the accuracy**, then **Follow the cost**, a few times each. What is the difference, and why?
# 3. Sweep **two weights**. What will the accuracy look like from above? Set both weights to 1, then to 2: which of the
#    two numbers under the maps changes?
# 4. Press **Reset**, sweep **one weight**, and follow the cost all the way down. Is the accuracy the highest of all
#    there?
#
# <details><summary>What you should have seen</summary>
#
# 1. The cost. Its slope is there at every weight; that of the accuracy is 0 on every step.
# 2. Each button steps by the gradient: up the accuracy, or down the cost. The gradient of the accuracy is 0, so nothing
#    moves. The cost has a slope, and the step goes against it, downhill.
# 3. Wedges, each flat as a terrace, that meet where both weights are 0. Doubling both weights leaves the boundary
#    where it is and the accuracy with it. The cost changes: it also feels how *sure* the network is.
# 4. Nearly. The cost is lowest near $w_1 = 2$, where the accuracy is 95 %, yet at $w_1 = 0.93$ it is 98 %. The cost is
#    a stand-in: its lowest point need not lie on the highest step.
#
# </details>
#
# ### Exercise: `accuracy`
#
# The accuracy is still what you report in the end. An example counts as right when its highest score stands at the
# true class.


# %%
def accuracy(scores, labels):
    """Return the share of rows of scores, 0 to 1, whose highest score is in the column given by its label."""
    ...


# %%
check("accuracy", accuracy)

# %%
reveal("accuracy")

# %% [markdown]
# ## Cross-entropy: the price of a probability
#
# A good loss rewards the network for giving the true class a high probability, and keeps asking for more. Take minus
# the logarithm of that probability. Certainty, $\hat y = 1$, costs nothing. A tenth costs 2.3. The closer to 0, the
# dearer, without end. Written for all classes at once, this is the **cross-entropy**:
#
# $$\text{CE}(y, \hat y) = -\sum_i y_i \log \hat y_i$$
#
# $\log$ is the natural logarithm. Because $y$ is one-hot, the sum picks out one single term, that of the true class.

# %%
y = np.array([0, 1, 0])

for probabilities in ([0.2, 0.7, 0.1], [0.6, 0.1, 0.3]):
    loss = losses.cross_entropy(probabilities, y)
    print(f"probabilities {probabilities}: loss {loss:.3f}")
for name, W in networks.items():
    loss = losses.cross_entropy(losses.softmax(W @ [1, 1]), [1, 0])
    print(f"network {name}: loss {loss:.3f}")

# %% [markdown]
# $-\log 0.7 = 0.357$ (the lecture's slide cuts it off after two places, 0.35) and $-\log 0.1 = 2.303$. Network #1 pays
# 0.018 and network #2 pays 2.127: the preference that you had has become a number.
#
# Drag the point along the curve. Beside it stands the squared error $(1 - p)^2$, another common loss, drawn on the
# same scale. The third picture shows the **pull**: by how much the loss falls, per unit, as the score of the true class
# rises.

# %%
from course_utils.widgets import PriceOfProbability

PriceOfProbability()

# %% [markdown]
# **Predict, then try.**
#
# 1. From $p = 0.7$, at a loss of 0.357: at which $p$ is the loss twice as large? Four times?
# 2. The most that the squared error can cost is 1. And cross-entropy?
# 3. Go to $p = 0.02$: the network is sure of a wrong answer. Which loss pulls hard there, and which hardly at all?
#
# <details><summary>What you should have seen</summary>
#
# 1. At 0.49 = 0.7², and near 0.24 = 0.7⁴. Twice the loss means the probability squared.
# 2. There is no most. The curve leaves the picture at the top.
# 3. Cross-entropy pulls with 0.98, close to the largest pull there is. The squared error pulls with 0.04, although the
#    answer could hardly be worse. The last section shows why.
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
# A loss judges one example. The **cost** $J$ is the mean loss over all $n$ training examples:
#
# $$J(W, b) = \frac{1}{n} \sum_{k=1}^{n} \text{CE}\left(y^{(k)}, \hat y^{(k)}\right)$$
#
# $y^{(k)}$ is the label of example $k$ and $\hat y^{(k)}$ its prediction. The mean, and not the sum, so that 10
# examples and 10,000 can be compared. Training now has a clear goal, $\min_{W, b} J(W, b)$, and $J$ has a slope at
# almost every choice of weights and biases.

# %%
probabilities = np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]])
targets = np.array([[0, 1, 0], [0, 1, 0]])
each = losses.cross_entropy(probabilities, targets)

print(f"losses {each.round(3)}, cost {each.mean():.3f}")

# %% [markdown]
# ### Take care with log 0
#
# Scores far apart make softmax round a probability to 0, and $\log 0 = -\infty$: the cost is infinite and training is
# over. The way out is to take the logarithm on paper first, which leaves no probability to be rounded. With
# $m = \max_j z_j$:
#
# $$\log \hat y_i = z_i - \log \sum_j e^{z_j} = (z_i - m) - \log \sum_j e^{z_j - m}$$
#
# This is called **log-sum-exp**. `softmax_cross_entropy` of the course uses it.

# %%
scores, truth = np.array([[0.0, 800.0]]), np.array([[1.0, 0.0]])
stepwise = losses.cross_entropy(losses.softmax(scores), truth)
at_once, _ = losses.softmax_cross_entropy(scores, truth)

print(f"softmax first, then the logarithm: {stepwise.mean():.1f}")
print(f"log-sum-exp:                       {at_once:.1f}")

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
# ## Why cross-entropy learns faster than the squared error
#
# The other common loss is the **mean squared error**, $\text{MSE} = \frac{1}{K} \sum_i (\hat y_i - y_i)^2$ over $K$
# classes. With two classes both errors are $1 - p$, and this is the $(1 - p)^2$ that you dragged. For predicting a
# price or a temperature it is the usual choice. For classes it has a weakness. Write $\partial\,\text{CE} / \partial
# z_i$ for the slope of the loss as the score $z_i$ alone grows. A score moves the loss in two stages, score →
# probability → loss, and the slopes of the two stages multiply. That of the first stage, the softmax, is nearly 0 where
# the network is sure, also where it is surely wrong. With cross-entropy the logarithm cancels that small slope, and
# what is left is prediction minus target. (You need not derive the formulas; notebook 3 shows how.)
#
# $$\frac{\partial\, \text{CE}}{\partial z_i} = \hat y_i - y_i \qquad\qquad \frac{\partial\, \text{MSE}}{\partial z_i} =
# \frac{2}{K}\, \hat y_i \Big( (\hat y_i - y_i) - \sum_j \hat y_j (\hat y_j - y_j) \Big)$$


# %%
def gradients_through_softmax(scores, target):
    predicted = losses.softmax(scores)
    error = predicted - target
    of_cross_entropy = error
    of_squared_error = 2 / len(scores) * predicted * (error - predicted @ error)
    return of_cross_entropy, of_squared_error


print("true class's probability   d CE / d z      d MSE / d z")
for score in [2.0, 0.0, -2.0, -6.0]:
    scores = np.array([score, 0.0])
    by_entropy, by_square = gradients_through_softmax(scores, np.array([1, 0]))
    print(f"{losses.softmax(scores)[0]:24.4f}   {by_entropy[0]:11.4f}   {by_square[0]:14.4f}")

# %% [markdown]
# Read the last line. The network gives the true class a quarter of a per cent. Cross-entropy answers with a gradient
# of almost −1, the squared error with −0.005. Once the true class has less than a third, the squared error learns less
# from a mistake the worse it is. Start both from a wrong answer and count the steps until the true class is the more
# probable one. A step subtracts the gradient from the scores; why that leads downhill is the subject of the next
# notebook.

# %%
for start in [-1.0, -3.0, -6.0]:
    steps = []
    for which in (0, 1):  # cross-entropy, squared error
        scores, count = np.array([start, 0.0]), 0
        while losses.softmax(scores)[0] <= 0.5:
            scores = scores - gradients_through_softmax(scores, np.array([1, 0]))[which]
            count += 1
        steps.append(count)
    print(f"steps from score {start}: cross-entropy {steps[0]}, squared error {steps[1]}")

# %% [markdown]
# ## What you know now
#
# - Training changes weights and biases. Labels are written one-hot, so that they have the form of the network's answer.
# - **Softmax** turns scores into probabilities; subtract the largest score first.
# - **Accuracy** is a staircase with a gradient of 0 almost everywhere, so it cannot lead the training. A **loss** can.
# - **Cross-entropy** is minus the logarithm of the true class's probability; the **cost** is its mean over the
#   examples.
# - Through a softmax, the gradient of cross-entropy is prediction minus target: large when the answer is very wrong.

# %%
progress("01_loss_functions")

# %% [markdown]
# How do you find the weights with the lowest cost? Go on to
# [2 · Gradient descent](02_gradient_descent.ipynb).
