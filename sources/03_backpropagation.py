# %% [markdown]
# # 3 · Backpropagation: every gradient in one pass back
#
# **You will be able to** draw any formula as a graph, go forward through it with values and back with gradients,
# write the backward pass of a whole network in NumPy, and check it by nudging.
#
# **Time** 100 to 120 minutes with the twelve exercises, half of that without. Good places for a pause: after the poll,
# and after Note 2. **Before you start** you need to know what a gradient is (notebook 2: one slope per weight, "how
# fast does the cost change if this weight grows?"), what a matrix product is, and a little NumPy. Nothing here needs an
# internet connection.
#
# Run a cell with Shift+Enter.

# %%
from itertools import pairwise

import numpy as np

from course_utils.exercises import check, hint, progress, reveal  # noqa: F401 (hint is yours to call)
from course_utils.gradients import numerical_gradient
from course_utils.graph import maximum, relu, sigmoid, variable
from course_utils.losses import one_hot
from course_utils.network import Network
from course_utils.polls import poll
from course_utils.widgets import GraphStepper, Matrices, WhyNotNumerically

# %% [markdown]
# ## How to compute a gradient: three ways
#
# **Nudge.** Move one weight up a little, then down, and see what the cost does. It needs no thought, but *for every
# weight* you compute the cost twice. Each time is a **forward pass**: from the input through the network to the cost.
#
# $$\frac{\partial J}{\partial w_i} \approx \frac{J(w_i + h) - J(w_i - h)}{2h}$$
#
# **Calculus by hand.** One formula for each weight. Even a short formula has a long slope; here is that of
# $F(x) = \sqrt{\sqrt{(x-1)(x+2)} + 1}$:
#
# $$F'(x) = \frac{1}{2\sqrt{\sqrt{(x-1)(x+2)} + 1}} \cdot \frac{1}{2\sqrt{(x-1)(x+2)}} \cdot (2x + 1)$$
#
# Look at its shape, though: three factors, from the outside in. The outer root gave the first, the inner root the
# second, the product the third; the + 1 between the roots has slope 1 and leaves no trace. That is the idea of the
# third way.
#
# **Backpropagation.** Do one small operation after the other, and keep what came out. Then go back and multiply the
# slopes. All gradients come out of one such way back. In the cell, `variable` makes an input. Whatever is computed from
# it remembers its *parents*, the values that it was computed from, and so `backward()` finds the way back.

# %%
x = variable(2, "x")
F = (((x - 1) * (x + 2)) ** 0.5 + 1) ** 0.5
F.backward()
nudged = numerical_gradient(lambda x: ((((x - 1) * (x + 2)) ** 0.5) + 1) ** 0.5, 2.0)

print(f"by hand          {5 / (2 * np.sqrt(3) * 2 * 2):.6f}")
print(f"nudging          {nudged:.6f}")
print(f"backpropagation  {x.gradient:.6f}")

# %% [markdown]
# The three agree. So why not simply nudge? Press **Play**: networks of growing size are timed on your machine, both
# ways. The left panel shows seconds, the right one counts in *forward passes* of the same network. Each line of the
# grid is 10 or 100 times the one below. Where nudging everything would take too long, a few weights are timed and the
# total is estimated from them: a hollow square. Faint is what another computer measured earlier.

# %%
why = WhyNotNumerically()
why

# %% [markdown]
# **Predict, then try.**
#
# 1. The network for the digits in notebook 5 has 101,770 weights and biases. How many forward passes does *one*
#    gradient by nudging take?
# 2. Ten times as many weights: how many times as many forward passes does nudging take? And its *time*: is that factor
#    smaller, the same, or larger?
# 3. Backpropagation goes forward once and back once. How many forward passes would have taken as long? Read it at the
#    right, in the smallest and in the largest network: does it grow with the size?
#
# <details><summary>What you should have seen</summary>
#
# 1. 203,540: each number once up and once down. Training takes thousands of such gradients.
# 2. Ten times as many. Each of them takes longer in a larger network, so the time grows by more: look at the squares
#    from some thousand weights on.
# 3. No. Counted, it is two passes, one each way. As work it is some five forward passes in the smallest network, where
#    most of the time goes into Python's own work, and some three in the largest. Further down you will count why.
#
# </details>
#
# Nudging keeps one job for which it is the best: it is so simple that it can **check** the other two.
#
# ## A formula as a graph
#
# Write a formula as a chain of single operations and draw each as a circle. Lines bring the inputs in from the left
# and carry the output on to the right. For $F = (x + y + 1) \cdot r$:
#
# $$q = x + y, \qquad p = q + 1, \qquad F = p \cdot r$$
#
# On this page $F$ is always the final result. (The lecture calls it $f$ here, and writes $z$ for $p$.) The **forward
# pass** computes the circles from left to right. In this course Python's own `+` and `*` of `variable`s make the
# circles.

# %%
x, y, r = variable(2, "x"), variable(3, "y"), variable(4, "r")
q = x + y
p = q + 1
F = p * r

print(f"q = {q.value:.0f}   p = {p.value:.0f}   F = {F.value:.0f}")

# %% [markdown]
# ## The chain rule, one piece at a time
#
# How does $F$ change when $x$ grows? From here on *the gradient of* $x$ is short for $\partial F/\partial x$: how fast
# the final result changes when $x$ grows. Everything in the graph has one, the values in between too.
#
# Take one circle at a time, and ask only for its **local gradient**: how fast does *its* output change with *its*
# input?
#
# $$\frac{\partial q}{\partial x} = 1, \qquad \frac{\partial p}{\partial q} = 1, \qquad
# \frac{\partial F}{\partial p} = r$$
#
# If $F$ moves $r$ times as fast as $p$, and $p$ as fast as $q$, and $q$ as fast as $x$, then the rates multiply:
#
# $$\frac{\partial F}{\partial x}
# = \frac{\partial F}{\partial p} \cdot \frac{\partial p}{\partial q} \cdot \frac{\partial q}{\partial x}
# = r \cdot 1 \cdot 1 = r$$
#
# The **backward pass** does this from right to left. It starts with $\partial F/\partial F = 1$. Every circle takes
# what arrives from the right, the **upstream gradient** $g = \partial F/\partial\,\text{output}$, multiplies it by its
# local gradients, and hands the products on to the left. A circle never needs to know the formula that it is part of.
#
# Here is that graph after its forward pass, with the values above the lines. Before you press **Backward one node**:
# which numbers will arrive at $x$, $y$ and $r$?

# %%
chain = GraphStepper()
chain.preset.value = "Lecture: (x + y + 1) · r"
chain

# %% [markdown]
# **Predict, then try.**
#
# 1. Press **Backward one node** until nothing is left. First comes the 1 at the right end, then each press hands the
#    gradient through one circle. Were you right? Why is $\partial F/\partial r$ the value of $p$?
# 2. Change $r$. Which gradients follow, and which stay?
# 3. Drag $x$ up or down in the picture. At the top, *gradient × change* stands beside what $F$ really did. Do they ever
#    differ here?
#
# <details><summary>What you should have seen</summary>
#
# 1. 4, 4 and 6. If $r$ grows by 1, there is one more $p$ in $p \cdot r$.
# 2. Those of $x$, $y$, $q$ and $p$ are $r$ itself. That of $r$ is $p$ and stays.
# 3. Never: along $x$ alone this $F$ is a straight line.
#
# </details>

# %%
F.backward()

print(f"∂F/∂p = {p.gradient:.0f}   ∂F/∂q = {q.gradient:.0f}   ∂F/∂r = {r.gradient:.0f}")
print(f"∂F/∂x = {x.gradient:.0f}   ∂F/∂y = {y.gradient:.0f}   and r = {r.value:.0f}")

# %% [markdown]
# ### Exercise: a chain of two
#
# $q = x + y$ is computed, then the product $q \cdot r$. From the right arrives `g`, the upstream gradient of that
# product. What is $\partial F/\partial x$? Replace the three dots, run the cell, then the check. Stuck?
# `hint("chain_two")` helps before you have failed; call it again for more.


# %%
def chain_two(g, x, y, r):
    """Return the gradient of x."""
    ...


# %%
check("chain_two", chain_two)

# %%
reveal("chain_two")

# %% [markdown]
# ## Why back?
#
# Rates can be multiplied from left to right too. Let $x$ grow at rate 1 and nothing else: then $q$ grows at rate 1, so
# does $p$, and $F$ grows at rate $r$. That is called *forward mode*. But it answers for $x$ alone; for $y$ and for $r$
# you begin again.

# %%
x, y, r = 2, 3, 4
for name, x_rate, y_rate, r_rate in [("x", 1, 0, 0), ("y", 0, 1, 0), ("r", 0, 0, 1)]:
    q_rate = x_rate + y_rate
    p_rate = q_rate
    F_rate = p_rate * r + (x + y + 1) * r_rate  # p · r: each rate times the other value
    print(f"one pass forward for {name}: F grows at rate {F_rate}")

# %% [markdown]
# Three inputs, three passes. Going back, *one* pass found all three, since everything starts at the one end that they
# share. The network of notebook 5 has a hundred thousand such inputs, its weights, and one result, its cost: that is
# why gradients travel **back**.
#
# ## Local gradients: the alphabet
#
# A network is made of a handful of operations. The last two in the table, **ReLU** and the **sigmoid** $\sigma$, are
# activations, the nonlinearity of notebook 1. One output of a layer, weighted sum and nonlinearity together, is
# called a *unit* or *neuron*. For each operation you need only its local gradients:
#
# | operation | ∂out/∂x | ∂out/∂y | in words |
# |---|---|---|---|
# | $x + y$ | 1 | 1 | hands on what arrives, to both |
# | $x \cdot y$ | $y$ | $x$ | swaps: each gets what arrives times the other's value |
# | $x^n$ | $n\,x^{n-1}$ | | the power rule; a root is the power ½ |
# | $\max(x, y)$ | 1 if $x \ge y$, else 0 | 1 if $y > x$, else 0 | a switch: all to the larger |
# | $\mathrm{ReLU}(x) = \max(x, 0)$ | 1 if $x > 0$, else 0 | | a gate: open (the ReLU is *on*) or shut (*off*) |
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
# `g` is the upstream gradient. Return the gradient of each input, in order. Some inputs may be arrays: then every entry
# has a gate of its own, and NumPy compares them all at once. It counts `True` as 1 and `False` as 0.

# %%
print(np.array([1, -2]) > 0)
print(1.0 * (np.array([1, -2]) > 0))


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
    """Return the gradients of x and of y, for max(x, y). At a tie, x gets all.

    Both may be arrays, so no `if`.
    """
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
# ## A quarter per layer
#
# The sigmoid's slope is never more than ¼. A **deep** network has many layers, and a nonlinearity after almost every
# one. How much of a gradient of 1 is left after ten sigmoids in a row? And after ten ReLUs whose inputs are above 0?

# %%
print("in a row    sigmoid       ReLU")
for layers in [1, 5, 10]:
    left = []
    for activation in [sigmoid, relu]:
        x = variable(1, "x")
        F = x
        for _ in range(layers):
            F = activation(F)
        F.backward()
        left.append(x.gradient)
    print(f"{layers:8}    {left[0]:.7f}     {left[1]:.0f}")

# %% [markdown]
# At most $(1/4)^{10}$, about a millionth. This is the **vanishing gradient**: the first layers of a deep sigmoid
# network often get almost no gradient, and hardly learn. A ReLU that is on passes the gradient whole, one reason why
# networks use it. (Between two activations stand weights, which multiply the gradient too. They can make up for some of
# the loss, or add to it.)
#
# ### Poll
#
# Think first, choose, then read what is said about the choice. *Count hands* is for a class.

# %%
poll("relu")

# %% [markdown]
# ## A larger example, with numbers
#
# Five inputs, four operations:
#
# $$F = \max(w_1 x_1 + w_2 x_2,\; x_3), \qquad x_1 = 2,\; w_1 = 3,\; x_2 = 1,\; w_2 = -2,\; x_3 = 3$$
#
# In the picture the two products are called $a_1$ and $a_2$, their sum $a_3$. Take a pencil: forward from left to
# right, then back. Only then step through it. **Forward one node** and **Backward one node** are the arrow keys → and ←
# when you have clicked the picture; values stand above the lines, gradients below, and the larger a gradient, the
# thicker its line. Below the picture the chain rule of the present step is written out.

# %%
stepper = GraphStepper()
stepper

# %% [markdown]
# **Predict, then try.**
#
# 1. Tick **Predict mode**: from then on you type each gradient before it is shown. If you are wrong, you hear which
#    factor is missing. Go through the whole example, then untick it.
# 2. Look at the thickness of the five inputs' lines. Which one would you move to raise $F$ most, and in which
#    direction?
# 3. Drag $w_1$ down in the picture, slowly. At the top, *gradient × change* is what the gradient at the start of your
#    drag has promised. Where does $F$ begin to do something else, and why?
# 4. Press **Reset**, then **All** twice. Raise $x_3$ to **5**. Which gradients become 0, and where is the path cut?
# 5. Set $x_3$ to exactly **4**, a tie, and tick *Compare with nudging*. What does nudging say, and why?
# 6. Choose **ReLU neuron** and lower $b$ to **0**. What can this neuron still learn from this example?
#
# <details><summary>What you should have seen</summary>
#
# 2. $x_1$, upwards: its gradient 3 is the largest in size. Per step, no other input moves $F$ as much.
# 3. Below $w_1 = 2.5$: there the sum falls below $x_3 = 3$, max switches over, and $F$ stays at 3. A gradient knows the
#    slope where you stand, not what comes further on.
# 4. $x_3$ wins, so it gets the 1. All that leads to the other side of max gets 0: $F$ would not notice if it moved a
#    little.
# 5. 0.5 for both inputs of max, $a_3$ and $x_3$: up counts and down does not. There is no slope here; a convention has
#    to choose. Ours gives 1 to $a_3$ and 0 to $x_3$.
# 6. Nothing: its sum is −0.5, the gate is shut, and the gradients of all its inputs are 0.
#
# </details>
#
# The same in Python:

# %%
w1, x1 = variable(3, "w1"), variable(2, "x1")
w2, x2 = variable(-2, "w2"), variable(1, "x2")
x3 = variable(3, "x3")
a1, a2 = w1 * x1, w2 * x2
a3 = a1 + a2
F = maximum(a3, x3)
F.backward()

print(f"forward   products {a1.value:.0f} and {a2.value:.0f}, sum {a3.value:.0f}, F = {F.value:.0f}")
gradients = ", ".join(f"{node.name} {node.gradient:.0f}" for node in (x1, w1, x2, w2, x3))
print(f"backward  {gradients}")

# %% [markdown]
# ## Note 1: the cache
#
# Step back through a × once more. The gradient of $w_1$ is upstream times $x_1$: a value from the *forward* pass. That
# is why the forward pass keeps its values, in what is called the **cache**; the picture frames those that the present
# step reads. A + needs none.
#
# Examples that go through the network together are a **batch**. For each of them every layer keeps its inputs. (A ReLU
# needs nothing more: its output, which is the next layer's input, is above 0 just where its slope is 1.) Is that much,
# compared with the weights?

# %%
print("layers                    numbers in    cache of a batch of")
print("                          the weights          1         64        1,024")
for sizes in [[784, 128, 10], [784, 128, 128, 128, 128, 10]]:
    weights = sum(parameter.size for parameter in Network(sizes).parameters)
    cache = [batch * sum(sizes[:-1]) for batch in (1, 64, 1024)]
    name = "-".join(map(str, sizes))
    print(f"{name:25} {weights:11,}  {cache[0]:9,}  {cache[1]:9,}  {cache[2]:11,}")

# %% [markdown]
# The cache grows with the batch, the weights do not. More layers enlarge both. For one example the weights are by far
# the larger part; for 1,024 it is the cache, nine times as large here. Predicting may forget each layer's values as
# soon as the next ones are known. Training may not: it needs them on the way back, so it takes more memory.
#
# ## Note 2: gradients add
#
# A variable that is used twice moves $F$ in two ways. Say $w_1$ is used in $a_1 = x_1 w_1$ and again in $a_2 = w_1
# x_2$, and $F = a_1 + a_2$. Each way brings back its own product, and the gradient is their **sum**, the multivariable
# chain rule:
#
# $$\frac{\partial F}{\partial w_1} = \frac{\partial F}{\partial a_1}\frac{\partial a_1}{\partial w_1}
# + \frac{\partial F}{\partial a_2}\frac{\partial a_2}{\partial w_1}$$
#
# So a backward pass has to *add* what arrives: `gradient = gradient + contribution`. (Not `+=`: NumPy would change the
# old array in place, and a + may have handed the same array to both of its inputs.) With a bare
# `gradient = contribution` the last path wins and the others are forgotten. As long as every variable is used only
# once, nobody notices. Here, in $F = x \cdot x + x$, one is used three times:

# %%
x = variable(3, "x")
F = x * x + x

for rule in ["add", "overwrite"]:
    for node in F.start_backward():  # every operation, last to first
        for parent, contribution in node.contributions(node.gradient):
            parent.gradient = parent.gradient + contribution if rule == "add" else contribution
    print(f"{rule:10} leaves {x.gradient:.0f}")
print(f"nudging    finds  {numerical_gradient(lambda x: x * x + x, 3.0):.4f}")

# %% [markdown]
# The three uses bring 1 (the sum), 3 (the left factor) and 3 (the right factor). Overwriting keeps one of the three.
#
# **A node waits.** It may hand its gradient on only when *all* its uses have reported, or it would hand on too little.
# That is why the backward pass takes the operations last to first: all uses of a value come after it in the forward
# pass, and so before it on the way back.

# %%
shared = GraphStepper()
shared.preset.value = "(x + y) · (x − y)"
shared

# %% [markdown]
# **Predict, then try.**
#
# 1. $F = (x + y)(x - y) = x^2 - y^2$. The gradient has come through the ×. Which gradients do you expect for $x = 3$
#    and $y = 2$? Press **Backward one node** twice and watch the contributions arrive.
# 2. Press **Undo** once. $x$ has a number already. Is it the gradient? What is it waiting for?
# 3. Choose *Lecture: w₁ used twice* and change $x_2$ until the gradient of $w_1$ is 0. Are its contributions 0?
#
# <details><summary>What you should have seen</summary>
#
# 1. $2x = 6$ and $-2y = -4$: for $x$ the sum 5 + 1, for $y$ the sum −5 + 1.
# 2. It is the 5 that came through the −. The use in the + has not reported yet.
# 3. At $x_2 = -2$: the two paths bring 2 and −2. Each moves $F$; together they cancel.
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
# A layer is a matrix product, $AB = C$: each entry of $C$ is a row of $A$ times a column of $B$. From here on a **d**
# in front is short for $\partial F/\partial$: $dC$ is the upstream gradient, a matrix with one number for each entry of
# $C$.
#
# First one entry, in numbers:
#
# $$A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}, \quad B = \begin{pmatrix} 2 & 0 \\ 1 & 3 \end{pmatrix}, \quad
# dC = \begin{pmatrix} 1 & -1 \\ 2 & 0 \end{pmatrix}$$
#
# $A_{11}$ is used twice: times 2 in $C_{11} = 1 \cdot 2 + 2 \cdot 1$, and times 0 in $C_{12} = 1 \cdot 0 + 2 \cdot 3$.
# Each use brings back upstream times the other factor, and Note 2 says add: $dA_{11} = 1 \cdot 2 + (-1) \cdot 0 = 2$.
#
# Now any entry, $A_{ik}$. It is used once in every entry of row $i$ of $C$: in $C_{ij}$ it is multiplied by $B_{kj}$.
# So $dA_{ik} = \sum_j dC_{ij} B_{kj}$, row $i$ of $dC$ times row $k$ of $B$, which is column $k$ of $B^T$. In the same
# way $dB_{kj} = \sum_i A_{ik}\, dC_{ij}$. As matrices:
#
# $$dA = dC \cdot B^T, \qquad dB = A^T \cdot dC$$
#
# Check the shapes: a gradient has the shape of its matrix. But shapes are not proof. You may meet $dB = dC \cdot A^T$
# somewhere (the slides of this lecture have it). With rectangular matrices it does not fit. With **square** ones it
# fits, runs, and is wrong. Nudging decides.

# %%
A, B = np.array([[1.0, 2], [3, 4]]), np.array([[2.0, 0], [1, 3]])
dC = np.array([[1.0, -1], [2, 0]])  # as if F were the sum of dC · C, entry by entry
nudged = numerical_gradient(lambda B: np.sum(dC * (A @ B)), B)

for name, dB in [("Aᵀ·dC ", A.T @ dC), ("dC·Aᵀ ", dC @ A.T), ("nudged", nudged)]:
    entries = "  ".join(f"{entry:5.1f}" for entry in dB.ravel())
    error = np.max(np.abs(dB - nudged))
    print(f"{name}  shape {dB.shape}  entries {entries}   largest error {error:.1f}")

# %% [markdown]
# Click an entry of $C$, $dA$ or $dB$ to see which row and which column feed it; click one of $A$ or $B$ to see where it
# is used.

# %%
matrices = Matrices()
matrices

# %% [markdown]
# **Predict, then try.**
#
# 1. Click an entry of $C$. How many entries of $A$ does it depend on? Then click an entry of $A$. In how many entries
#    of $C$ is it used, and how many terms has its gradient?
# 2. Choose *rectangular*. Which of the three products in the lower rows cannot be computed?
# 3. Choose *a column*: that is the $W x$ of notebook 1, for one example. Click an entry of $A$: why has its gradient a
#    single term?
#
# <details><summary>What you should have seen</summary>
#
# 1. A whole row. And one entry of $A$ is used in a whole row of $C$, so its gradient is a sum with one term for each
#    entry of that row.
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
# $$Z_1 = X W_1^T + b_1, \quad H = \max(0, Z_1), \quad Z_2 = H W_2^T + b_2$$
#
# The rows of $Z_2$ are the logits of notebook 1, and the result $F$ is now the cost: the mean cross-entropy of
# $\text{softmax}(Z_2)$.
#
# The $+\,b_1$ hands on what arrives. In the product $X W_1^T$ put $A = X$ and $B = W_1^T$ into Note 3: $dX = dZ_1 \cdot
# W_1$, and $dW_1^T = X^T \cdot dZ_1$. Transpose the second: $dW_1 = dZ_1^T \cdot X$. That is the $G^\mathsf{T} X$ of
# notebook 2, where $G$ was the upstream gradient $dZ$ of the scores. Both layers use these two lines; between them
# stands the ReLU's gate.
#
# Two pieces are left. **A bias serves every row**, so its gradient is the sum over the rows (Note 2). And for the
# scores notebook 2 used *prediction minus target*. Here is why. Take one example; let $z$ be its row of $Z_2$, and $y$
# its one-hot target. With the log-sum-exp of notebook 1 it costs $-\sum_i y_i z_i + \log \sum_j e^{z_j}$. The slope of
# that along $z_i$ is $-y_i + e^{z_i} / \sum_j e^{z_j} = \hat y_i - y_i$. The mean over $N$ examples divides by $N$.
# With one row for each example in $\hat Y$ and $Y$:
#
# $$dZ_2 = \frac{\hat Y - Y}{N}$$
#
# Here is such a network for a single example, without the biases, to keep the picture small. A small T transposes
# weights, and is a step of its own. The backward pass has just begun: $dZ_2$ has arrived.

# %%
layers = GraphStepper()
layers.preset.value = "Two-layer network, matrices"
layers

# %% [markdown]
# **Predict, then try.** From here on every gradient is a whole multiple of 0.88, so you can do it in your head. Write
# down, with shapes, then press **Backward one node**:
#
# 1. $dH = dZ_2 \cdot W_2$.
# 2. $dW_2 = dZ_2^T \cdot H$. Why is its second column 0?
# 3. $dZ_1$, behind the ReLU. Which unit is off?
# 4. $dW_1 = dZ_1^T \cdot X$. Which weights would not be changed by this example?
#
# <details><summary>What you should have seen</summary>
#
# 1. (0.88, −1.76), one row of two.
# 2. The rows are (1.76, 0) and (−1.76, 0), two by two. The second unit gave 0, so its weights did not count.
# 3. (0.88, 0): the second unit is off, its $Z_1$ is −1.
# 4. The rows are (0.88, 1.76) and (0, 0): the whole second row, the weights that lead to the unit that is off.
#
# </details>
#
# **The price.** A layer takes one matrix product on the way forward and two on the way back, for $dW$ and for $dX$. All
# three take the same number of multiplications. Only the first layer needs no $dX$: nobody wants to change the pixels.

# %%
for sizes in [[784, 128, 10], [784, 128, 128, 128, 10], [128] * 10]:
    products = [inputs * outputs for inputs, outputs in pairwise(sizes)]
    forward = sum(products)
    back = 2 * forward - products[0]
    name = "-".join(map(str, sizes))
    print(f"{name}: {(forward + back) / forward:.1f} forward passes for forward and back")

# %% [markdown]
# So the products of forward and back cost at most three forward passes, whatever the number of weights. What you
# measured at the top was more in small networks, where everything around the products takes most of the time.
#
# ### Exercises: from the cost back to the first weights
#
# In these exercises `G` is the upstream gradient, a matrix.


# %%
def logits_backward(probabilities, targets):
    """Return the gradient of the logits, for the mean cross-entropy of N rows of probabilities."""
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
def two_layer_backward(G, X, Z1, W2):
    """Return the gradients of W1, b1, W2, b2.

    G is the gradient of the logits Z2, and Z1 = X @ W1.T + b1 is what enters the ReLU.
    """
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
# Even this check has limits. Here are three: a ReLU at its kink, 0; a ReLU that is off, in $5 \max(x, 0)$, where a
# backward pass that forgets the upstream 5 is tried; and the slope of $100 w^2$ at $w = 3$ in float32, the shorter
# numbers that training often uses.

# %%
at_kink = numerical_gradient(lambda x: np.maximum(x, 0), 0.0)
when_off = numerical_gradient(lambda x: 5 * np.maximum(x, 0), -1.0)
forgetful = 1.0 * (-1.0 > 0)  # should be 5 times that
in_float32 = numerical_gradient(lambda w: np.float32(100) * np.float32(w) ** 2, 3.0)

print(f"kink      nudging {at_kink:.1f}, our convention 0: they differ, and neither is wrong")
print(f"off       nudging {when_off:.1f}, forgetful {forgetful:.1f}: they agree, and it is wrong")
print(f"float32   nudging {in_float32:.1f}, the slope is 600: here the check is too coarse")

# %% [markdown]
# So check away from kinks, with units that are on, and in float64.
#
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
# - $dA = dC \cdot B^T$, $dB = A^T \cdot dC$. Shapes can refute a formula, but not confirm it: nudge.
# - Nudging takes two forward passes per weight. Forward and back once are the work of a few, whatever the number of
#   weights, since all gradients start at the one result. Nudging is for checking.
# - Every sigmoid lets at most ¼ of a gradient through, a ReLU all or nothing.
#
# The source of what you used is short: [`graph.py`](../course_utils/graph.py) is the engine,
# [`operations.py`](../course_utils/operations.py) holds the local gradients, and
# [`network.py`](../course_utils/network.py) has the backward pass that you have just written.
#
# Next: [4 · Training](04_training.ipynb), where the gradients of small batches are put to work.
