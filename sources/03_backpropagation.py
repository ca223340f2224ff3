# %% [markdown]
# # 3 · Backpropagation: every gradient in one pass back
#
# **You will be able to** draw any formula as a graph, go forward through it with values and back with gradients,
# write the backward pass of a whole network in NumPy, and check it by nudging.
#
# **Time** about 60 minutes, with the exercises. **Before you start** you need to know what a gradient is (notebook 2:
# one slope per weight, "how fast does the cost change if this weight grows?"), what a matrix product is, and a little
# NumPy. Nothing here needs a network connection.
#
# Run a cell with Shift+Enter.

# %%
import numpy as np

from course_utils.exercises import check, progress, reveal
from course_utils.gradients import numerical_gradient
from course_utils.graph import maximum, variable
from course_utils.losses import one_hot
from course_utils.network import Network
from course_utils.polls import poll
from course_utils.widgets import GraphStepper, Matrices, WhyNotNumerically

# %% [markdown]
# ## How to compute a gradient: three ways
#
# **Nudge.** Move one weight up a little, then down, and see what the cost does. It needs no thought, but two passes
# through the network *for every weight*:
#
# $$\frac{\partial J}{\partial w_i} \approx \frac{J(w_i + h) - J(w_i - h)}{2h}$$
#
# **Calculus by hand.** One formula for each weight. Even a small one gets long; here is the slope of
# $f(x) = \sqrt{\sqrt{(x-1)(x+2)} + 1}$:
#
# $$f'(x) = \frac{1}{2\sqrt{\sqrt{(x-1)(x+2)} + 1}} \cdot \frac{1}{2\sqrt{(x-1)(x+2)}} \cdot (2x + 1)$$
#
# Look at its shape, though: three factors, from the outside in. The outer root gave the first, the inner root the
# second, the product the third; the + 1 between the roots has slope 1 and leaves no trace. That is the idea of the
# third way.
#
# **Backpropagation.** Do one small operation after the other and remember what came out. Then go back and multiply
# the slopes. All gradients come out of one pass. In the cell, `variable` makes an input that remembers what is done to
# it, and `backward()` goes back. You will soon see how.

# %%
x = variable(2, "x")
f = (((x - 1) * (x + 2)) ** 0.5 + 1) ** 0.5
f.backward()
nudged = numerical_gradient(lambda x: ((((x - 1) * (x + 2)) ** 0.5) + 1) ** 0.5, 2.0)

print(f"by hand          {5 / (2 * np.sqrt(3) * 2 * 2):.6f}")
print(f"nudging          {nudged:.6f}")
print(f"backpropagation  {x.gradient:.6f}")

# %% [markdown]
# The three agree. So why not simply nudge? Count the passes. Press **Play**: networks of growing size are measured on
# your machine, both ways. From one mark to the next is a factor of ten along the bottom, and of a hundred up the side.
# Where nudging everything would take too long, a few weights are timed and the rest is reckoned from them: a hollow
# square.

# %%
why = WhyNotNumerically()
why

# %% [markdown]
# **Predict, then try.**
#
# 1. The network for the digits in notebook 5 has 101,770 weights and biases. How many passes does *one* gradient by
#    nudging take?
# 2. Double the weights. What happens to the number of passes of each way? And to the *time* of nudging?
#
# <details><summary>What you should have seen</summary>
#
# 1. 203,540: each number once up and once down. Training takes thousands of such gradients.
# 2. Nudging needs twice as many passes, and in a large network each of them takes longer too, so its time grows by more
#    than two. Backpropagation stays at one pass forward and one back. Those two take longer in a larger network as
#    well, but there are only ever two.
#
# </details>
#
# Nudging keeps one job for which it is the best: it is so simple that it can **check** the other two.
#
# ## A formula as a graph
#
# Write a formula as a chain of single operations and draw each as a circle. Lines bring the inputs in from the left
# and carry the output on to the right. For $f = (x + y + 1) \cdot r$:
#
# $$x + y = q, \qquad q + 1 = z, \qquad z \cdot r = f$$
#
# The **forward pass** computes the circles from left to right. In this course Python's own `+` and `*` of `variable`s
# make the circles.

# %%
x, y, r = variable(2, "x"), variable(3, "y"), variable(4, "r")
q = x + y
z = q + 1
f = z * r

print(f"q = {q.value:.0f}   z = {z.value:.0f}   f = {f.value:.0f}")

# %% [markdown]
# ## The chain rule, one piece at a time
#
# How does $f$ change when $x$ grows? From here on *the gradient of* $x$ is short for $\partial f/\partial x$: how fast
# the final result changes when $x$ grows. Everything in the graph has one, the values in between too.
#
# Take one circle at a time, and ask only for its **local gradient**: how fast does *its* output change with *its*
# input?
#
# $$\frac{\partial q}{\partial x} = 1, \qquad \frac{dz}{dq} = 1, \qquad \frac{\partial f}{\partial z} = r$$
#
# If $f$ moves $r$ times as fast as $z$, and $z$ as fast as $q$, and $q$ as fast as $x$, then the rates multiply:
#
# $$\frac{\partial f}{\partial x}
# = \frac{\partial f}{\partial z} \cdot \frac{dz}{dq} \cdot \frac{\partial q}{\partial x}
# = r \cdot 1 \cdot 1 = r$$
#
# The **backward pass** does this from right to left. It starts with $\partial f/\partial f = 1$. Every circle takes
# what arrives from the right, the **upstream** gradient, multiplies it by its local gradients, and hands the products
# on to the left. A circle never needs to know the formula that it is part of.

# %%
f.backward()

print(f"df/dz = {z.gradient:.0f}   df/dq = {q.gradient:.0f}   df/dr = {r.gradient:.0f}")
print(f"df/dx = {x.gradient:.0f}   df/dy = {y.gradient:.0f}   and r = {r.value:.0f}")

# %% [markdown]
# Here is that graph, with the values above the lines. Press **Backward one node**: first comes the 1 at the right end,
# then each press hands the gradient through one circle. Then change $r$, and see which gradients follow. Why is
# $\partial f/\partial r$ equal to $z = 6$?

# %%
chain = GraphStepper()
chain.preset.value = "Lecture: (x + y + 1) · r"
chain.advance(3)
chain

# %% [markdown]
# ### Exercise: a chain of two
#
# $q = x + y$ is computed, then $p = q \cdot r$, and from the right arrives `g` $= \partial F/\partial p$. What is
# $\partial F/\partial x$? Replace the three dots, run the cell, then the check.


# %%
def chain_two(g, x, y, r):
    """Return the gradient of x."""
    ...


# %%
check("chain_two", chain_two)

# %%
reveal("chain_two")

# %% [markdown]
# ## Local gradients: the alphabet
#
# A network is made of a handful of operations. The last two in the table, **ReLU** and the **sigmoid** $\sigma$, are
# activations, the nonlinearity $g$ of notebook 1. One output of a layer, weighted sum and nonlinearity together, is
# called a *unit* or *neuron*. For each operation you need only its local gradients:
#
# | operation | ∂out/∂x | ∂out/∂y | in words |
# |---|---|---|---|
# | $x + y$ | 1 | 1 | hands on what arrives, to both |
# | $x \cdot y$ | $y$ | $x$ | swaps: each gets what arrives times the other's value |
# | $\max(x, y)$ | 1 if $x \ge y$, else 0 | 1 if $y > x$, else 0 | a switch: all to the larger |
# | $\mathrm{ReLU}(x) = \max(x, 0)$ | 1 if $x > 0$, else 0 | | a gate: open or shut |
# | $s = \sigma(x) = 1/(1 + e^{-x})$ | $s(1 - s)$ | | never more than ¼ |
#
# The sigmoid's slope is $e^{-x}/(1 + e^{-x})^2$; since $1 - s = e^{-x}/(1 + e^{-x})$, that is $s(1 - s)$.
#
# **At a tie**, $x = y$, max has no slope. Giving 1 to *both* inputs, as one might, would count the gradient twice, for
# if $x$ and $y$ rise together by 1, the maximum rises by 1, not by 2. This course gives all of it to the first. In the
# same way ReLU has no slope at 0; this course takes 0.

# %%
a, b = variable(3, "a"), variable(3, "b")
maximum(a, b).backward()
print(f"tie at 3: gradient of the first {a.gradient:.0f}, of the second {b.gradient:.0f}")

x, y = variable(3, "x"), variable(4, "y")
F = 2 * (x + y)  # 3 + 4 = 7, and what follows doubles it: upstream gradient 2
F.backward()
print(f"3 + 4 = {(x + y).value:.0f}; upstream 2 becomes {x.gradient:.0f} and {y.gradient:.0f}")

# %% [markdown]
# ### Exercises: write the alphabet
#
# `g` is the gradient that arrives from the right. Return the gradient of each input, in order.


# %%
def add_backward(g, x, y):
    """Return the gradients of x and of y, for x + y."""
    ...


def multiply_backward(g, x, y):
    """Return the gradients of x and of y, for x · y."""
    ...


# %%
check("add_backward", add_backward)

# %%
reveal("add_backward")

# %%
check("multiply_backward", multiply_backward)

# %%
reveal("multiply_backward")


# %%
def max_backward(g, x, y):
    """Return the gradients of x and of y, for max(x, y). At a tie, x gets all. Both may be arrays: so no `if`."""
    ...


def relu_backward(g, x):
    """Return the gradient of x, for max(x, 0), entry by entry. At 0 the slope is 0."""
    ...


# %%
check("max_backward", max_backward)

# %%
reveal("max_backward")

# %%
check("relu_backward", relu_backward)

# %%
reveal("relu_backward")


# %%
def sigmoid_backward(g, x):
    """Return the gradient of x, for s = 1 / (1 + exp(−x))."""
    ...


# %%
check("sigmoid_backward", sigmoid_backward)

# %%
reveal("sigmoid_backward")

# %% [markdown]
# ### Poll
#
# Think first, choose, then read what is said about the choice. Count hands if you are in a room.

# %%
poll("relu")

# %% [markdown]
# ## A larger example, with numbers
#
# Five inputs, four operations:
#
# $$F = \max(w_1 x_1 + w_2 x_2,\; x_3), \qquad x_1 = 2,\; w_1 = 3,\; x_2 = 1,\; w_2 = -2,\; x_3 = 3$$
#
# Take a pencil before you run the cell: forward from left to right, then back.

# %%
w1, x1, w2, x2, x3 = (variable(v, name) for v, name in [(3, "w1"), (2, "x1"), (-2, "w2"), (1, "x2"), (3, "x3")])
first, second = w1 * x1, w2 * x2
total = first + second
F = maximum(total, x3)
F.backward()

print(f"forward   products {first.value:.0f} and {second.value:.0f}, sum {total.value:.0f}, F = {F.value:.0f}")
gradients = ", ".join(f"{node.name} {node.gradient:.0f}" for node in (x1, w1, x2, w2, x3))
print(f"backward  {gradients}")

# %% [markdown]
# Now step through it yourself. **Forward one node** and **Backward one node** are the arrow keys → and ← when you have
# clicked the picture; values stand above the lines, gradients below. Drag an input up or down in the picture, or type
# another number: everything that is known by then follows. Below the picture the chain rule of the present step is
# written out.

# %%
stepper = GraphStepper()
stepper.advance(8)
stepper

# %% [markdown]
# **Predict, then try.** Tick **Predict mode**: from then on you type each gradient before it is shown. If you are
# wrong, you hear which factor is missing.
#
# 1. Reset, and go through the whole example in predict mode.
# 2. Raise $x_3$ to **5**. Which gradients become 0, and where is the path cut?
# 3. Set $x_3$ to exactly **4**, a tie, and tick *Compare with nudging*. What does nudging say, and why?
# 4. Choose **ReLU neuron** and lower $b$ to **0**. What can this neuron still learn from this example?
#
# <details><summary>What you should have seen</summary>
#
# 2. $x_3$ wins, so it gets the 1. All that leads to the other side of max gets 0: F would not notice if it moved a
#    little.
# 3. 0.5 and 0.5: up counts and down does not. There is no slope here; a convention has to choose. Ours gives 1 and 0.
# 4. Nothing: its sum is −0.5, the gate is shut, and all its gradients are 0.
#
# </details>
#
# ## Note 1: the cache
#
# Step back through a × once more. The gradient of $w_1$ is upstream times $x_1$: a value from the *forward* pass. That
# is why the forward pass keeps its values, in what is called the **cache**; the picture frames those that the present
# step reads. A + needs none. This is also why training takes more memory than predicting: for a **batch**, many
# examples taken through together, the values of every layer have to wait for the way back.

# %%
network = Network([784, 128, 10], seed=0)
batch = 64
cached = batch * (784 + 128)  # the inputs of both layers; the ReLU reads its slope from its own output

print(f"weights and biases    {sum(parameter.size for parameter in network.parameters):7,} numbers")
print(f"cache of a batch of {batch} {cached:7,} numbers")

# %% [markdown]
# ## Note 2: gradients add
#
# A variable that is used twice moves $F$ in two ways. Say $w_1$ is used in $z_1 = x_1 w_1$ and again in $z_2 = w_1
# x_2$, and $F = z_1 + z_2$. Each way brings back its own product, and the gradient is their **sum**, the multivariable
# chain rule:
#
# $$\frac{\partial F}{\partial w_1} = \frac{\partial F}{\partial z_1}\frac{\partial z_1}{\partial w_1}
# + \frac{\partial F}{\partial z_2}\frac{\partial z_2}{\partial w_1}$$
#
# So a backward pass has to *add* what arrives: `gradient = gradient + contribution`. (NumPy's `+=` would change the old
# array in place, and after a + two inputs may hold that very same one.) With a bare `gradient = contribution` the last
# path wins and the others are forgotten. As long as every variable is used only once, nobody notices.

# %%
x = variable(3, "x")
F = x * x + x
F.backward()
nudged = numerical_gradient(lambda x: x * x + x, 3.0)

print(f"contributions 3 (left factor), 3 (right factor) and 1 (the sum): together {x.gradient:.0f}")
print(f"nudging finds {nudged:.4f}; overwriting instead of adding would leave only one of the three")

# %%
shared = GraphStepper("(x + y) * (x - y)", x=3, y=2)
shared.advance(5)
shared

# %% [markdown]
# **Predict, then try.**
#
# 1. $F = (x + y)(x - y) = x^2 - y^2$. The gradient has come through the ×. Which gradients do you expect for $x = 3$
#    and $y = 2$? Press **Backward one node** twice and watch the contributions arrive.
# 2. Choose *Lecture: w₁ used in z₁ and z₂* and change $x_2$ until the gradient of $w_1$ is 0. Are its contributions 0?
#
# <details><summary>What you should have seen</summary>
#
# 1. $2x = 6$ and $-2y = -4$: for $x$ the sum 5 + 1, for $y$ the sum −5 + 1.
# 2. At $x_2 = -2$: the two paths bring 2 and −2. Each moves F; together they cancel.
#
# </details>
#
# ### Exercise: accumulate


# %%
def accumulate(gradients, name, contribution):
    """Add the contribution to gradients[name], which may not be there yet; change no array in place.

    Return the dictionary.
    """
    ...


# %%
check("accumulate", accumulate)

# %%
reveal("accumulate")

# %% [markdown]
# ## Note 3: matrices
#
# A layer is a matrix product, $AB = C$: each entry of $C$ is a row of $A$ times a column of $B$. Take one entry,
# $A_{ik}$. It is used once in every entry of row $i$ of $C$: in $C_{ij}$ it is multiplied by $B_{kj}$. Note 2 says:
# add. So, with $dC$ short for $\partial F/\partial C$, $dA_{ik} = \sum_j dC_{ij} B_{kj}$, row $i$ of $dC$ times row $k$
# of $B$, which is column $k$ of $B^T$. In the same way $dB_{kj} = \sum_i A_{ik}\, dC_{ij}$. As matrices:
#
# $$dA = dC \cdot B^T, \qquad dB = A^T \cdot dC$$
#
# Check the shapes: a gradient has the shape of its matrix. But shapes are not proof. You may meet $dB = dC \cdot A^T$
# somewhere (the slides of this lecture have it). With rectangular matrices it does not fit. With **square** ones it
# fits, runs, and is wrong. Nudging decides.

# %%
A, B = np.array([[1.0, 2], [3, 4]]), np.array([[2.0, 0], [1, 3]])
dC = np.array([[1.0, -1], [2, 0]])  # take F = the sum of dC · C, entry by entry, so that dF/dC is dC
nudged = numerical_gradient(lambda B: np.sum(dC * (A @ B)), B)

for name, dB in [("AT dC ", A.T @ dC), ("dC AT ", dC @ A.T), ("nudged", nudged)]:
    entries = "  ".join(f"{entry:5.1f}" for entry in dB.ravel())
    print(f"{name}  shape {dB.shape}  entries {entries}   largest error {np.max(np.abs(dB - nudged)):.1f}")

# %% [markdown]
# Click an entry of $C$, $dA$ or $dB$ to see which row and which column feed it.

# %%
matrices = Matrices()
matrices

# %% [markdown]
# **Predict, then try.**
#
# 1. Follow an entry of $C$. How many entries of $A$ does it depend on? And in how many entries of $C$ is one entry of
#    $A$ used?
# 2. Choose *rectangular*. Which of the three products in the lower rows cannot be computed?
# 3. Choose *a column*: that is a layer with one example. Why does each entry of $dA$ have a single term?
#
# <details><summary>What you should have seen</summary>
#
# 1. A whole row. And one entry of $A$ is used in a whole row of $C$, so its gradient is a sum over that row.
# 2. The wrong one: its shapes do not fit. That is all a shape check can find.
# 3. With one column there is one use of each entry of $A$, so there is nothing to add.
#
# </details>
#
# ### Exercise: back through a matrix product


# %%
def matmul_backward(dC, A, B):
    """Return dA and dB, for C = A @ B."""
    ...


# %%
check("matmul_backward", matmul_backward)

# %%
reveal("matmul_backward")

# %% [markdown]
# ## A whole network
#
# Put it together. Two layers, one example in each row of $X$, weights of shape (outputs, inputs):
#
# $$Z = X W_1^T + b_1, \quad H = \max(0, Z), \quad L = H W_2^T + b_2, \quad
# J = \text{mean cross-entropy of softmax}(L)$$
#
# In $Z = X W^T$ put $A = X$ and $B = W^T$ into Note 3: $dX = dZ \cdot W$, and $dW^T = X^T \cdot dZ$. Turn the second
# over: $dW = dZ^T \cdot X$. That is the $G^\mathsf{T} X$ of notebook 2. Both layers use these two lines; between them
# stands the ReLU's gate.
#
# Two pieces are left. **A bias serves every row**, so its gradient is the sum over the rows (Note 2). And notebook 1
# promised *prediction minus target*. Here is why: with its log-sum-exp, one example costs $-\sum_i y_i z_i + \log
# \sum_j e^{z_j}$. The slope of that along $z_i$ is $-y_i + e^{z_i} / \sum_j e^{z_j} = \hat y_i - y_i$. The mean over
# $N$ examples divides by $N$:
#
# $$dL = \frac{\hat Y - Y}{N}$$
#
# Here is such a network for one example. With only one, the picture writes it as a column, $W_1 x + b_1$, as notebook 1
# did. The traversal is done. Set **Step** to 7, where the backward pass has just begun, and go on with **Backward one
# node**. Look at the ReLU: one of its two units is off, and so a whole row of $dW_1$ is 0.

# %%
layers = GraphStepper()
layers.preset.value = "Two-layer network, matrices"
layers.advance(13)
layers

# %% [markdown]
# ### Exercises: from the cost back to the first weights


# %%
def logits_backward(probabilities, targets):
    """Return the gradient of the logits, for the mean cross-entropy of N rows of softmax probabilities."""
    ...


def bias_backward(G):
    """Return the gradient of a bias that was added to every row, from the gradient G of the result."""
    ...


# %%
check("logits_backward", logits_backward)

# %%
reveal("logits_backward")

# %%
check("bias_backward", bias_backward)

# %%
reveal("bias_backward")


# %%
def two_layer_backward(G, x, z, W2):
    """Return the gradients of W1, b1, W2, b2. G is that of the logits; z = x @ W1.T + b1, before the ReLU."""
    ...


# %%
check("two_layer_backward", two_layer_backward)

# %%
reveal("two_layer_backward")

# %% [markdown]
# ## Trust, but check
#
# A wrong gradient rarely crashes. Training just goes badly, and you blame the learning rate. So whoever writes a
# backward pass compares it with nudging, once, on a small network. Here is the check of this course's own `Network`:
# the largest difference, compared with the largest |computed| + |nudged|.

# %%
network = Network([4, 5, 3], seed=1)
generator = np.random.default_rng(0)
X, Y = generator.normal(size=(6, 4)), one_hot(generator.integers(0, 3, 6), 3)
cost, computed = network.cost_and_gradients(X, Y)
# The numbers in network.parameters are nudged in place, so the network itself feels every nudge.
nudged = numerical_gradient(lambda _: network.cost_and_gradients(X, Y)[0], network.parameters)

for name, c, n in zip(["W1", "b1", "W2", "b2"], computed, nudged, strict=True):
    agree = np.max(np.abs(c - n)) <= 1e-6 * np.max(np.abs(c) + np.abs(n))
    print(f"{name}  shape {c.shape!s:7} agrees with nudging: {agree}")

# %% [markdown]
# ### Exercise: do two gradients agree?


# %%
def gradients_agree(computed, nudged):
    """Return whether the largest difference is at most 1e-6 times the largest |computed| + |nudged|."""
    ...


# %%
check("gradients_agree", gradients_agree)

# %%
reveal("gradients_agree")

# %% [markdown]
# ## Your own formula
#
# In the box *or your own* of the demo type any formula, for instance `1 / (1 + exp(-x))`: it knows + − * / ** @, `max`,
# `relu`, `sigmoid`, `tanh`, `exp`, `log`, `sum` and `mean`. In Python, build it from `variable`s; import what you need
# first, as in `from course_utils.graph import relu, sigmoid, exp, log`, and write `.sum()` and `.mean()`. A graph has
# to end in a single number.

# %%
x = variable(2, "x")
mine = GraphStepper((((x - 1) * (x + 2)) ** 0.5 + 1) ** 0.5)
mine.advance(13)
mine

# %% [markdown]
# That is the slope by hand from the beginning of this notebook, found by a machine that knows four small rules.
#
# ## What you know now

# %%
progress("03_backpropagation")

# %% [markdown]
# - A formula is a graph of small operations. The forward pass computes and remembers, the backward pass multiplies.
# - Each operation needs only what arrives, its own local gradient, and sometimes a value from the cache.
# - Along a path slopes multiply; over several paths they add: never overwrite a gradient.
# - $dA = dC \cdot B^T$, $dB = A^T \cdot dC$. Shapes can refute a formula; only numbers can confirm it.
# - Nudging takes two passes per weight, backpropagation two in all. Nudging is for checking.
#
# The source of what you used is short: [`graph.py`](../course_utils/graph.py) is the whole engine, and
# [`network.py`](../course_utils/network.py) has the backward pass that you have just written.
#
# Next: [5 · MNIST](05_mnist.ipynb), where the gradients are put to work on 60,000 digits.
