# %% [markdown]
# # 4 · Training: what decides whether a network learns
#
# **You will be able to** say why a network learns from handfuls of examples, choose a learning rate and a batch size
# together, write momentum, RMSProp and Adam, tell which data may decide what, stop training in time, write the whole
# training loop, and set up a network that solves a task you are given.
#
# **Time** about two hours, with the exercises; the missions at the end are a game of another hour. **Before you start**
# you need the cost of notebook 1, the step $w' = w - \alpha g$ of notebook 2, and you should know from notebook 3 where
# the gradient $g$ comes from. Nothing here needs a network connection.
#
# Each of the first five sections asks a question, and you measure the answer. Run a cell with Shift+Enter.

# %%
from itertools import islice

import matplotlib.pyplot as plt
import numpy as np

from course_utils import data, training
from course_utils.data import load_mnist, scale, toy_data
from course_utils.exercises import check, hint, progress, reveal  # noqa: F401 (hint is yours to call)
from course_utils.losses import logistic_cross_entropy, one_hot
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam, RMSProp
from course_utils.polls import poll
from course_utils.training import Trainer, evaluate

plt.style.use("course_utils.plots.course")

# %% [markdown]
# ## Why a handful?
#
# The cost of notebook 2 was a mean over *all* examples, and so is its gradient. With thousands of images that is much
# work for one step. A **batch** is a handful of examples drawn at random; its mean gradient is an estimate of the full
# one. Stepping by it is **stochastic gradient descent**, SGD, and $m$, the number of examples in it, is the **batch
# size**.
#
# $$g \approx \frac{1}{m} \sum_{i \,\in\, \text{batch}} g_i \qquad\qquad w' = w - \alpha\, g$$
#
# $g_i$ is the gradient of example $i$ alone. One pass through all examples, each used once, is an **epoch**.
#
# Is an estimate good enough? Use the same 20,000 images once, in one step and in 625 steps. (`Trainer` is this course's
# training loop; its `run` yields one report for each epoch.)

# %%
mnist = load_mnist()
many = mnist.train.images[:20_000], mnist.train.labels[:20_000]
new_digits = mnist.validation.images[:2000], mnist.validation.labels[:2000]


def digit_reader(seed=0):
    return Network([784, 128, 10], seed=seed, dtype=np.float32)


for batch_size in [20_000, 32]:
    options = {"batch_size": batch_size, "validation": new_digits}
    trainer = Trainer(digit_reader(), SGD(0.2), *many, **options)
    (report,) = trainer.run(epochs=1)
    print(f"steps: {trainer.steps:3}, new digits right: {report.validation_accuracy:.0%}")

# %% [markdown]
# Each image was used once in both, and 625 rough steps go much further than one exact step. But how rough are they?
# Compare directions: the cosine of the angle between a batch's gradient and the full one is 1 for the same direction, 0
# for a right angle, and below 0 where a step by the batch's gradient leads uphill. The full gradient is the mean over
# pieces of 1,000.


# %%
def gradient(network, images, labels):
    return network.cost_and_gradient_vector(scale(images), one_hot(labels, 10))[1]


def cosines(network):
    """Of the angles between the gradients of 200 batches of 32 and the full one."""
    pieces = data.minibatches(*many, 1000, np.random.default_rng(0))
    full = np.mean([gradient(network, *piece) for piece in pieces], axis=0)
    batches = islice(data.minibatches(*many, 32, np.random.default_rng(1)), 200)
    estimates = (gradient(network, *batch) for batch in batches)
    return np.array([g @ full / (np.linalg.norm(g) * np.linalg.norm(full)) for g in estimates])


# %%
for when, network in [("at the start", digit_reader()), ("after an epoch", trainer.network)]:
    cosine = cosines(network)
    print(f"{when:<15} mean cosine {cosine.mean():.1f}, share of batches that lead uphill {np.mean(cosine < 0):.1f}")

# %% [markdown]
# At the start the examples have so much in common that the mean of 32 goes roughly the right way. Later, when most
# digits are read well, every batch has its own few mistakes to complain of, and some batches lead uphill. Still SGD
# works, because the estimate is right **on average**: what is common to all batches adds up, and what is accidental
# cancels.
#
# In the demo a line is fitted to 100 points. There are two weights, so you see the cost as a map of long ellipses, and
# three descents from one start: one with all examples in each step, one with batches of $m$, one with single examples.
# Learning rate and $m$ act while it runs; **Count**, another order, and another start (by a click or the arrow keys)
# begin anew.

# %%
from course_utils.widgets import PathsOfDescent

paths = PathsOfDescent()
paths

# %% [markdown]
# **Predict, then try.** Say your prediction aloud before you touch anything; being wrong is how you learn most.
#
# 1. Set **Gradients** to *at the start*. Each arrow is $-0.25\, g$ of one batch; the black one is that of all examples.
#    How do the arrows change from $m = 1$ to $m = 32$, and around what do they gather?
# 2. Set $m$ back to 8, and Play. Which of the three paths is smooth, and which two never come to rest?
# 3. Set **Count** to *examples used*, so that all three do the same work, and Reset. Which is near the bottom first?
# 4. While it runs, lower α to 0.01. What becomes of the path of single examples?
#
# <details><summary>What you should have seen</summary>
#
# 1. Around the black one. Their distance from it falls like $1/\sqrt{m}$, so four times as many examples halve it: in
#    slopes, from 2.4 for one example to 0.8 for eight and 0.4 for 32 (a little less than the rule says, for they are
#    drawn without putting back).
# 2. The full batch's is smooth. The other two circle around the bottom at α = 0.1, the single examples in wider
#    circles: near the bottom the full gradient is almost 0, and what is left is noise.
# 3. After 100 examples the full batch has made one step, and it is 1.5 above the minimum; the batches of eight are 0.2
#    above it, and the single examples 0.01.
# 4. Its circles shrink. The noise of a step is α times the noise of the gradient, so smaller steps come closer: here
#    from some 0.02 above the minimum, on average, to some 0.0005.
#
# </details>
#
# ### Exercise: batches
#
# Write the generator that hands out an epoch: every example once, in a new random order, label and image together.
# `generator` is a random generator of NumPy: `generator.permutation(n)` has the numbers from 0 to n − 1 in a random
# order. The last batch holds what is left over. `yield` hands a pair on and comes back for the next.


# %%
def minibatches(images, labels, batch_size, generator):
    """Yield pairs (images, labels) of batch_size examples each, the last with what is left over."""
    ...


# %%
check("minibatches", minibatches)

# %%
reveal("minibatches")

# %% [markdown]
# ## How long a step?
#
# A noisy gradient wants short steps, a steady one allows long ones. And a step that is too long does harm that no later
# step repairs. A ReLU unit that gives 0 for every image has a gradient of 0 as well, so it stays at 0 for ever: it is a
# **dead unit**.
#
# Train twelve networks on 2,000 digits, for four epochs each, and draw a map. In each field stands the share of new
# digits that are right, and how many of the 128 hidden units are dead on these. Which rate do you expect to be best for
# batches of 4, and which for batches of 512?


# %%
def trained(learning_rate, batch_size):
    options = {"batch_size": batch_size, "validation": new_digits}
    trainer = Trainer(digit_reader(), SGD(learning_rate), *few, **options)
    *_, report = trainer.run(epochs=4)
    _, hidden, _ = trainer.network.activations(scale(new_digits[0]))
    return report.validation_accuracy, np.sum(np.all(hidden == 0, axis=0))


few = mnist.train.images[:2000], mnist.train.labels[:2000]
rates, sizes = [0.03, 0.1, 0.3, 1], [4, 32, 512]
results = np.array([[trained(rate, size) for rate in rates] for size in sizes])

# %%
figure, ax = plt.subplots(figsize=(7, 3.4))
ax.imshow(results[:, :, 0], cmap="Blues", vmin=0, vmax=1.4, aspect="auto")
for row, column in np.ndindex(3, 4):
    accuracy, dead = results[row, column]
    ax.text(column, row, f"{accuracy:.0%}\n{dead:.0f} dead", ha="center", va="center", color="black")
ax.set_xticks(range(4), rates)
ax.set_yticks(range(3), sizes)
ax.set(xlabel="learning rate α", ylabel="batch size m", title="new digits right after four epochs")
plt.show()

# %% [markdown]
# Larger batches bear larger rates. Batches of 4 are best at 0.1 here, those of 32 and of 512 at 0.3, and at 1 nearly
# all units of the first die. Batches of 512 make only four steps an epoch, so at 0.03 they have hardly begun. At 1 they
# lose units, too. (One run each: a difference of a hundredth says nothing.)
#
# ### End with small steps
#
# The circles around the bottom shrink with the learning rate. So: begin with long steps to get there, and end with
# short ones. Such a plan is a **schedule**. Here three networks train for five epochs, once with a constant rate, and
# once with a tenth of it in the last epoch.


# %%
def last_costs(seed, last_rate):
    options = {"batch_size": 32, "validation": new_digits, "seed": seed}
    trainer = Trainer(digit_reader(seed), SGD(0.3), *few, **options)
    *_, fourth = trainer.run(epochs=4)
    trainer.optimizer.learning_rate = last_rate
    (fifth,) = trainer.run(epochs=1)
    return f"  {fourth.validation_cost:.2f} → {fifth.validation_cost:.2f}"


for last_rate in [0.3, 0.03]:
    print(f"last epoch at {last_rate:<4}", *(last_costs(seed, last_rate) for seed in range(3)))

# %% [markdown]
# That is the cost of new digits, after four epochs and after five. With long steps to the end it rises or falls as the
# noise will have it; with short ones it falls from each of the three starts.
#
# **Predict, then try**, in the demo above: set **Count** to *steps*, $m$ to 8 and α to 1, and Play. Which of the three
# diverges? When the demo stops for it, set α to 0.1, and Play again. Then Reset, and look for the α at which the next
# one diverges.
#
# <details><summary>What you should have seen</summary>
#
# The single examples diverge at α = 1: some of them are so curved that this is beyond their own $2/L$, and their steps
# overshoot more than the steps of the others gather in. The full batch does so above 1.23, its $2/L$, and the batches
# of eight near there. Brought back in time, all come home: a bowl has no dead units.
#
# </details>
#
# ## Which optimizer?
#
# SGD forgets every gradient at once. Other **optimizers** remember something of the earlier ones, for each weight
# apart.
#
# **Momentum** keeps a velocity $v$ and steps along it: $\;v' = \mu v + g, \quad w' = w - \alpha v'$. What points the
# same way again and again adds up; what changes sign cancels.
#
# **RMSProp** keeps the mean square $s$ of recent gradients, and divides by its root: $\;s' = \rho s + (1 - \rho) g^2,
# \quad w' = w - \alpha\, g / (\sqrt{s'} + \varepsilon)$. So steep and flat directions move at a similar pace.
#
# $\mu$ and $\rho$ are 0.9 as a rule; $\varepsilon$, some $10^{-8}$, only keeps from dividing by 0. Three times a fresh
# weight gets 60 gradients: always 1; 1 and −1 by turns; always 100. How long is the last step, in units of α?

# %%
histories = {"steady": np.ones(60), "zig-zag": (-1.0) ** np.arange(60), "100 times": np.full(60, 100.0)}

print("last step / α    SGD  momentum   RMSProp      Adam")
for name, gradients in histories.items():
    lengths = []
    for optimizer in [SGD(0.01), SGD(0.01, momentum=0.9), RMSProp(0.01), Adam(0.01)]:
        w = np.zeros(1)
        for g in gradients:
            before = w.copy()
            optimizer.update([w], [np.array([g])])
        lengths.append(abs(w - before)[0] / 0.01)
    print(f"{name:<10}" + "".join(f"{length:10.2f}" for length in lengths))

# %% [markdown]
# With a steady slope a momentum of 0.9 makes steps **ten times as long**, $1/(1 - \mu)$, and in a zig-zag half as long.
# RMSProp steps by α whatever the gradient's size: a hundred times the gradient, the same step. **Adam** does both: it
# keeps a mean $\bar g$ of the gradients and a mean square $s$, each corrected for having begun at 0.
#
# So a learning rate means something else to each of them, and to compare two optimizers at one rate is to compare two
# rates. First write all three.
#
# ### Exercise: momentum
#
# `velocity` is $v$ from the step before. Return the new $w$ and the new $v$, and leave the arrays given as they are.


# %%
def momentum_step(w, g, velocity, learning_rate, momentum):
    """Return w and the velocity after one step."""
    ...


# %%
check("momentum_step", momentum_step)

# %%
reveal("momentum_step")

# %% [markdown]
# ### Exercise: RMSProp
#
# `squares` is $s$ from the step before, and `decay` is $\rho$. Again, leave the arrays given as they are.


# %%
def rmsprop_step(w, g, squares, learning_rate, decay, epsilon):
    """Return w and the mean squares after one step."""
    ...


# %%
check("rmsprop_step", rmsprop_step)

# %%
reveal("rmsprop_step")

# %% [markdown]
# ### Exercise: Adam
#
# Adam's two means, with a $\beta$ of its own for each:
#
# $$\bar g' = \beta_1 \bar g + (1 - \beta_1)\, g, \qquad s' = \beta_2 s + (1 - \beta_2)\, g^2$$
#
# Both begin at 0, so after $t$ steps they are too small, by the factors $1 - \beta_1^t$ and $1 - \beta_2^t$. Divide by
# these before you step; what you hand on to the next step stays uncorrected.
#
# $$w' = w - \alpha\, \frac{\bar g' / (1 - \beta_1^t)}{\sqrt{s' / (1 - \beta_2^t)} + \varepsilon}$$
#
# In the code `mean` is $\bar g$ and `squares` is $s$; `t` counts the steps, and is 1 at the first. Return the new $w$,
# mean and squares, and leave the arrays given as they are.


# %%
def adam_step(w, g, mean, squares, t, learning_rate, beta1, beta2, epsilon):
    """Return w, the mean and the mean squares after step number t."""
    ...


# %%
check("adam_step", adam_step)

# %%
reveal("adam_step")

# %% [markdown]
# ### The race
#
# Now race them, **each with its own best rate**. A search over 19 rates from 0.001 to 1 finds, on each surface, the one
# that needs the fewest steps from eight starts. The lines below the picture say how often each came first from 20 other
# starts. So predict before you run the cell:
#
# 1. Which of the four will win most often on the stretched bowl? Will it be SGD?
# 2. The bowl *turned by 45°* is the same bowl, seen from another side. Who will lose most by it?
# 3. Does one of them win on all six surfaces?

# %%
from course_utils.widgets import OptimizerRace

race = OptimizerRace()
race

# %% [markdown]
# Choose the surfaces one after the other, and read the lines; race on each from some starts, too. Were you right?
#
# 4. **Predict, then try.** While a race runs, drag SGD's rate up. How far can it go on the stretched bowl?
#
# <details><summary>What you should have seen</summary>
#
# 1. RMSProp, from 13 of 20 starts. Along the steep direction SGD must keep α below $2/L$, and along the flat one that
#    is too little. RMSProp divides each weight's step by the size of that weight's own slopes.
# 2. RMSProp: from 13 wins to none, and from 74 steps to 190 in the median. It divides weight by weight, and now the
#    steep direction lies between the two weights. SGD and momentum know no weights, only directions: they need about as
#    many steps as before.
# 3. None. Here momentum is first most often on the turned bowl and on Rosenbrock, SGD on the plateau, the saddle and
#    the two valleys, where there is nothing to cancel and momentum flies past the goal.
# 4. To 0.12: the largest curvature is $L = 16$, and $2/L = 0.125$.
#
# </details>
#
# ## Which data decide?
#
# Learning rate, batch size, number of units: what you choose, and training does not, is a **hyperparameter**. You try
# some values and keep the best. The best on which data? First say what you think.

# %%
poll("data_splits")

# %% [markdown]
# Now the experiment. Four rates, five epochs on 2,000 digits: the share of digits that are right, of those that the
# network has learned from, and of 2,000 others.

# %%
for rate in [0.1, 0.01, 0.001, 0.0001]:
    trainer = Trainer(digit_reader(), SGD(rate), *few, batch_size=32, validation=new_digits)
    *_, report = trainer.run(epochs=5)
    _, seen = evaluate(trainer.network, few[0], one_hot(few[1], 10))
    print(f"rate {rate:<6}  learned from {seen:.2f}  validation {report.validation_accuracy:.2f}")

# %% [markdown]
# Here both columns would choose the same rate. But on the digits that it has learned from its score is six in a hundred
# too high, and a network that learns by heart can win there with nothing else. So not by the training data: they are
# what the weights are fitted to.
#
# And why not the test data? They are new, too. But a score on $n$ examples is partly luck: where the truth is an
# accuracy of $p$, scores lie around it with a standard deviation of $\sigma = \sqrt{p(1-p)/n}$. The *best of $k$
# scores* is the luckiest one. Even if all $k$ settings are equally good, it is too high, on average by at most
#
# $$\sigma \sqrt{2 \ln k}$$
#
# Here $k$ equally good networks, each right on 90 % of all digits, are judged by 100 examples each, and each right or
# wrong by chance alone; that is done 2,000 times. (Networks that make the same mistakes on one test set go up and down
# together, and the best of them flatters less.)

# %%
n, p, generator = 100, 0.9, np.random.default_rng(0)

for k in [1, 5, 20, 100]:
    scores = generator.binomial(n, p, size=(2000, k)) / n
    flattery = scores.max(axis=1).mean() - p
    limit = np.sqrt(p * (1 - p) / n) * np.sqrt(2 * np.log(k))
    print(f"best of {k:3}: on average {flattery:.3f} too high; the formula says at most {limit:.3f}")

# %% [markdown]
# In the demo it is done again and again: $k$ equally good settings, the best test score is chosen, and the chosen
# setting is judged once more by fresh examples. Move $k$ and $n$ while it plays. Points are percentage points there.

# %%
from course_utils.widgets import ChoosingOnTheTestSet

choosing = ChoosingOnTheTestSet()
choosing

# %% [markdown]
# **Predict, then try.**
#
# 1. With $k = 4$ and $n = 100$: how far is the best score above 90 % on average, and the chosen setting's on fresh
#    examples?
# 2. Try sixteen times as many settings. Does the gap become sixteen times as large?
# 3. Back to four settings. Judge by 10,000 examples instead of 100. What becomes of the gap?
#
# <details><summary>What you should have seen</summary>
#
# 1. About 3 points for the best score, and about none afresh: nothing was wrong with the setting, only with the score
#    that had chosen it.
# 2. No. At $k = 64$ it is about 6 points, twice as much: it grows ever more slowly, about like $\sqrt{\ln k}$. (More
#    than 10 points it cannot be here: no score is above 100 %.)
# 3. A tenth is left of it, 0.3 points, for $\sigma$ falls like $1/\sqrt n$. Large test sets flatter little.
#
# </details>
#
# Hence three sets. The **training** set is what weights are fitted to. The **validation** set is what you choose by,
# and its score for the winner is a little too good. The **test** set stays closed until everything is chosen, and tells
# the truth once.
# ### Scaling, with the training set's numbers only
#
# What is computed from the data before training decides, too. A weight's slope grows with the size of its feature, so
# features of very different size make a cost as stretched as the bowls of notebook 2. Therefore each is shifted and
# scaled to mean 0 and standard deviation 1: with the mean and the deviation of the **training** set, for the other sets
# stand for data that nobody has seen yet. Here the second feature is around 50.

# %%
generator = np.random.default_rng(0)
points = np.stack([generator.normal(0, 1, 400), generator.normal(50, 30, 400)], axis=1)
labels = (points[:, 0] + (points[:, 1] - 50) / 30 > 0).astype(int)
mean, deviation = points[:300].mean(axis=0), points[:300].std(axis=0)

for name, inputs in [("as they are", points), ("scaled", (points - mean) / deviation)]:
    for rate in [0.001, 0.01, 0.1, 1]:
        train, validation = (inputs[:300], labels[:300]), (inputs[300:], labels[300:])
        network = Network([2, 1], loss=logistic_cross_entropy)
        trainer = Trainer(network, SGD(rate), *train, batch_size=10, validation=validation)
        *_, report = trainer.run(epochs=10)
        print(f"{name:<12} rate {rate:<6} validation accuracy {report.validation_accuracy:.1f}")

# %% [markdown]
# As they are, no rate gets beyond 0.7; scaled, all but the smallest reach 1.0.
#
# ### Exercise: the split
#
# Shuffle first: data often come sorted, and a test set of nines alone would tell little. No example may be in two sets.


# %%
def train_validation_test_split(images, labels, fractions, generator):
    """Return three pairs (images, labels), cut by fractions such as (0.8, 0.1, 0.1)."""
    ...


# %%
check("train_validation_test_split", train_validation_test_split)

# %%
reveal("train_validation_test_split")

# %% [markdown]
# ## When to stop?
#
# Until the cost no longer changes much, one may say, or after a fixed number of epochs. Neither asks how the network
# does on *new* data. Two things can go wrong there.
#
# **Underfitting**: the network cannot even follow the training data; both costs stay high. **Overfitting**: it follows
# them too well, noise included; the training cost falls on while the validation cost rises again. Here is one network
# that is too small and one that is large, on 60 points of a plane: those inside a circle against those around it, some
# labels wrong. There are two classes and one output, so the loss is `logistic_cross_entropy`, the cross-entropy of
# notebook 1 for that case; tanh is an activation that runs from −1 to 1.


# %%
def circle(n, hidden, **penalty):
    points, labels = toy_data("circle", n + 500, noise=35, seed=1)
    network = Network([2, *hidden, 1], "tanh", seed=1, loss=logistic_cross_entropy)
    train, validation = (points[:n], labels[:n]), (points[n:], labels[n:])
    return Trainer(network, Adam(0.01), *train, batch_size=10, validation=validation, seed=1, **penalty)


# %%
def costs(reports):
    reports = list(reports)
    lowest = min(reports, key=lambda report: report.validation_cost)
    last = reports[-1]
    return (
        f"training {last.train_cost:.2f}, validation {last.validation_cost:.2f}; "
        f"lowest {lowest.validation_cost:.2f} in epoch {lowest.epoch}"
    )


print("two hidden units  ", costs(circle(60, [2]).run(epochs=150)))
print("16 and 16 of them ", costs(circle(60, [16, 16]).run(epochs=150)))

# %% [markdown]
# The large one was best long before the end. Three cures are at hand:
#
# - **Early stopping**: keep the weights of the lowest validation cost, and stop when there has been no new low for a
#   number of epochs, the **patience**.
# - **L2**: a penalty that pulls each weight $w$ towards 0 at every step, by $\alpha \lambda w$, where λ is its rate: to
#   be large has to be earned. (**L1** pulls every weight by the same $\alpha\lambda$, however small it is, so weights
#   that help little come to 0.)
# - **More data**, the best, where it can be had.

# %%
trainer = circle(60, [16, 16])
stopped = list(training.early_stopping(trainer.run(epochs=150), trainer.network, patience=10))
cost, accuracy = trainer.evaluate()

print(f"early stopping      ended after epoch {len(stopped)}; kept: validation {cost:.2f}")
print("L2 at a rate of 0.3 ", costs(circle(60, [16, 16], penalty="L2", penalty_rate=0.3).run(epochs=150)))
print("600 points          ", costs(circle(600, [16, 16]).run(epochs=150)))

# %% [markdown]
# All of this live, on 50 noisy points of XOR. (XOR: two classes, one where $x_1$ and $x_2$ have the same sign.) The
# star marks the epoch whose weights early stopping keeps with this patience, the dashed line where it stops. On the
# right are the network now, and the one that is kept. The L2 rate acts while it runs.

# %%
from course_utils.widgets import WhenToStop

when_to_stop = WhenToStop()
when_to_stop

# %% [markdown]
# **Predict, then try.**
#
# 1. Play until it stops, and compare the two maps. Then play on to epoch 150. What do the two costs do?
# 2. Reset, set the patience to 1, and play. Which epoch is kept, and was that the best?
# 3. Choose 2 + 2 hidden units, and a patience of 20 again. Does it stop at a good place? Play on and see.
# 4. With 16 + 16 units, try an L2 rate of 1, and then 800 points without L2. Which helps?
#
# <details><summary>What you should have seen</summary>
#
# 1. It stops after epoch 38 and keeps epoch 18, with a validation cost of 0.34. Later the training cost goes below
#    0.01, while the validation cost rises above 0.8: the border winds around single points.
# 2. Epoch 16: one epoch without a new low was enough to stop it, and epoch 18 would have been a little better. A short
#    patience takes every wobble for the end.
# 3. No. It keeps epoch 33 with 0.64; 100 epochs later the small network reaches 0.48. It was on a plateau, not at the
#    end. A small network learns slowly, and needs more patience.
# 4. Both. With L2 at a rate of 1 the validation cost is still near its lowest after 150 epochs, 0.30; with 800 points
#    the lowest is 0.26, and it hardly rises.
#
# </details>
#
# ### Exercise: early stopping
#
# `reports` is what `trainer.run` yields, one for each epoch, with its `validation_cost`. Pass each one on with `yield`.
# The weights are `network.vector`, one array that goes on changing, so keep a copy of the best, and put them back in
# place at the end, `network.vector[:] = best`, also when the reports end before the patience does.


# %%
def early_stopping(reports, network, patience):
    """Pass reports on, stop after `patience` of them without a new low, and put the best weights back."""
    ...


# %%
check("early_stopping", early_stopping)

# %%
reveal("early_stopping")

# %% [markdown]
# ## The whole loop
#
# Everything is there. The lecture writes training as six steps, and here they are as code, with the parts that you have
# written or read in notebooks 1 to 4:

# %%
network = Network([784, 128, 10], seed=0, dtype=np.float32)
optimizer, generator = Adam(0.001), np.random.default_rng(0)

for epoch in range(2):  # 6. repeat
    for images, labels in data.minibatches(*few, 32, generator):  # 1. sample a batch
        x, targets = scale(images), one_hot(labels, 10)
        cost, gradients = network.cost_and_gradients(x, targets)  # 2. forward, 3. cost, 4. back
        optimizer.update(network.parameters, gradients)  # 5. update the weights
    _, accuracy = evaluate(network, new_digits[0], one_hot(new_digits[1], 10))
    print(f"epoch {epoch + 1}: {accuracy:.1f} of new digits right")

# %% [markdown]
# ### Exercise: the loop
#
# Write it yourself, for any network, optimizer and data. The `images` are scaled already, and `targets` has a row for
# each, as the network's outputs have. Keep the books as well: the mean cost of each epoch's examples, where each batch
# counts with its cost from before its update, and by how many examples it holds. Take `data.minibatches`.


# %%
def train(network, optimizer, images, targets, batch_size, epochs, generator):
    """Train for so many epochs, and return a list: the mean cost of each epoch's examples."""
    ...


# %%
check("train", train)

# %%
reveal("train")

# %% [markdown]
# ### The workflow
#
# Around the loop goes the workflow, again in six steps:
#
# | | step | here |
# |---|---|---|
# | 1 | split the data | `data.train_validation_test_split(images, labels, (0.8, 0.1, 0.1), generator)` |
# | 2 | choose an architecture | `Network([784, 128, 10], "relu")` |
# | 3 | choose the hyperparameters | `Adam(learning_rate=0.001)`, `batch_size=32` |
# | 4 | train, and look at the validation cost each epoch | `for report in trainer.run(epochs=20)` |
# | 5 | overfitting or underfitting? | `report.train_cost` beside `report.validation_cost` |
# | 6 | change something, and repeat from 2 | the test set stays closed, until you repeat no more |
#
# Notebook 5 goes through them, whole, with 60,000 digits.
#
# ## A complete example
#
# The playground has most of this notebook on one screen, and you can change it **while it trains**: learning rate,
# batch size, noise, penalty, single weights, the points themselves. On the left the features, in the middle what each
# unit has learned (point at one to enlarge it), on the right what the network says of every place of the plane. A line
# is as thick as its weight is large, blue where the weight is positive, orange and dashed where it is negative.

# %%
from course_utils.widgets import Playground

playground = Playground()
playground

# %% [markdown]
# **Predict, then try.**
#
# 1. The circle lies in a ring. At a learning rate of 0.1, how many hidden units in one layer does it need? Type 1, 2, 3
#    into **Hidden layers**, and give each 100 epochs.
# 2. Leave **Hidden layers** empty and choose the features $x_1^2$ and $x_2^2$ alone. Is there anything left to do for a
#    hidden layer?
# 3. Go back to the first setting (**Try**: *TensorFlow Playground's start*), and set the activation to *linear* (**All
#    settings**, *Network*). What do four and two units do now?
# 4. Back again. When it has solved the circle, raise the **noise** to 50 while it runs (**All settings**, *Data*). Can
#    it get them all?
#
# <details><summary>What you should have seen</summary>
#
# 1. Three. Each unit draws one line across the plane, and it takes three lines to close a triangle around the circle.
#    Here one unit reached 65 % of the validation points, two 85 %, three all of them.
# 2. No. $w_1 x_1^2 + w_2 x_2^2 + b = 0$ is an ellipse: after 20 epochs all points are right. What you compute from the
#    data can replace a layer.
# 3. As much as none. Sums of sums are sums: one straight line, and about 55 % right.
# 4. No, some 78 %: the noise has changed the class of about a quarter of the points, and no smooth border parts them
#    now. It goes on learning all the same, from the new classes.
#
# </details>
#
# Under **All settings**, *Inside*, choose a **Point** to see its numbers on the links, and a **Neuron** to see its one
# weighted sum written out, with the gradient of each weight as in notebook 3; a click on a link lets you change its
# weight by hand. Then print the program that does the training of the demo; `playground.code("pytorch")` is the same in
# PyTorch, and both, run, print the training cost that the demo shows.

# %%
print(playground.code())

# %% [markdown]
# ### Missions
#
# Six tasks. Set the playground up, train, and then check: `playground.train` does the same training again, from the
# random start and with the points of other seeds, and the mission is solved if three of five reach the goal, on points
# that no network has seen. `hint` and `reveal` help as always.
#
# **XOR with three units.** From $x_1$ and $x_2$ alone, with at most three hidden units: 95 % of fresh points.

# %%
check("few_units_for_xor", playground.train)

# %%
reveal("few_units_for_xor")

# %% [markdown]
# **The spiral with three units.** Any features, at most three hidden units: 90 % of fresh points.

# %%
check("small_network_for_spiral", playground.train)

# %%
reveal("small_network_for_spiral")

# %% [markdown]
# **Break the symmetry.** Choose the start *zeros*, and see that nothing is learned. Then give at most three weights a
# value by hand, before the first step, and let it solve the circle from $x_1$ and $x_2$: 95 %.

# %%
check("break_the_symmetry", playground.train)

# %%
reveal("break_the_symmetry")

# %% [markdown]
# **The rate that diverges.** On *plane*, find a learning rate with which the training diverges within 50 epochs, while
# a third of it brings the cost of fresh points below 0.03 in the same time.

# %%
check("rate_that_diverges", playground.train)

# %%
reveal("rate_that_diverges")

# %% [markdown]
# **Useless features.** Choose all seven features for the circle, and between L1 and L2 the penalty that takes five of
# them away, to below a hundredth of the largest weight: 95 %.

# %%
check("kill_a_feature", playground.train)

# %%
reveal("kill_a_feature")

# %% [markdown]
# **Overfit, and cure it.** On *gauss* with a noise of 40 and few points, find a network whose cost on fresh points is,
# without a penalty, more than twice its training cost, and a penalty that lowers this cost by a quarter, with 85 % of
# fresh points right. (Train with the penalty; the check takes it away to compare.)

# %%
check("overfit_and_cure", playground.train)

# %%
reveal("overfit_and_cure")

# %% [markdown]
#
# ## What you know now
#
# - A batch's gradient is right on average, and its noise falls like $1/\sqrt{m}$. Many rough steps beat few exact ones.
# - Learning rate and batch size belong together. Long steps first, short ones at the end; dead units do not come back.
# - Momentum adds up what is steady, RMSProp and Adam measure the gradient by its own recent size. Each needs its own
#   rate, and none always wins.
# - Training data fit the weights, validation data choose, test data judge, once. The best of $k$ scores flatters.
# - Stop by validation, and keep the best weights. L2 and more data also help against overfitting.
# - Batch, forward, cost, back, update, repeat.

# %%
progress("04_training")

# %% [markdown]
# Next: [5 · MNIST](05_mnist.ipynb), the whole workflow on 60,000 digits.
