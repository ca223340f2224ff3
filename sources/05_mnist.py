# %% [markdown]
# # 5 · MNIST: a network learns to read
#
# **You will be able to** take 70,000 images of handwritten digits through the whole workflow of machine learning: look
# at the data, split it, prove that the code learns, train while you change the learning rate and the batch size (how
# many images each step looks at), choose by validation, and open the test set once, at the end.
#
# **Time** about 75 minutes, with the exercises. **Before you start** you should have done notebook 4: batches, learning
# rates, and which data decide what. Nothing here needs the internet.
#
# Run a cell with Shift+Enter.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import plots
from course_utils.data import load_mnist, minibatches, scale
from course_utils.exercises import check, hint, open_test_set, progress, reveal  # noqa: F401
from course_utils.losses import accuracy, one_hot, softmax
from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.polls import poll
from course_utils.training import Trainer, early_stopping, evaluate

plt.style.use("course_utils.plots.course")

# %% [markdown]
# ## Look at the data first
#
# MNIST was put together in the 1990s from forms filled in by pupils and by employees of the US Census Bureau. Every
# image is 28 × 28 = 784 pixels; each pixel is a whole number from 0 (paper) to 255 (ink). The label says which digit
# was recorded for the image; a few labels are wrong. Here a row of 784 numbers is one image.

# %%
mnist = load_mnist()

print("training images  ", mnist.train.images.shape, mnist.train.images.dtype)
print("training labels  ", mnist.train.labels.shape, mnist.train.labels[:10])
print("validation images", mnist.validation.images.shape)

# %%
figure, ax = plt.subplots(figsize=(9, 4.4))
plots.show_images(ax, mnist.train.images[:50], columns=10)
plt.show()

# %% [markdown]
# Look closely. One of the four sevens is crossed (fourth row); one of the ones has a foot (third row), the others are a
# bare stroke. Among 50,000 there are some that you could not read yourself. No program will be right about all of them.
#
# Are all ten digits equally common? If one were much more frequent, then always guessing that one would look clever.

# %%
counts = np.bincount(mnist.train.labels)

for digit, count in enumerate(counts):
    print(f"digit {digit}: {count:5,} images, {count / counts.sum():.1%}")

# %% [markdown]
# Always answering "1" would be right 11 times in 100. That is the simplest baseline; here are the next two. The first
# compares an image $x$ with the mean image $m$ of each digit, and takes the nearest. Since $\|x - m\|^2 = \|x\|^2 -
# 2\,(x \cdot m - \|m\|^2 / 2)$, and $\|x\|^2$ is the same for all ten, the nearest is the one with the largest bracket.
# The second is notebook 2's model, one layer of scores and softmax, on all 784 pixels, trained on every image once.
# Both are judged by 10,000 images that they have not seen, which the next section is about.

# %%
train_images, train_labels = mnist.train
means = np.stack([train_images[train_labels == digit].mean(axis=0) for digit in range(10)]) / 255
nearest = scale(mnist.validation.images) @ means.T - np.sum(means**2, axis=1) / 2

options = {"batch_size": 100, "validation": mnist.validation}
linear = Trainer(Network([784, 10], dtype=np.float32), SGD(0.1), *mnist.train, **options)
list(linear.run(epochs=1))

print(f"nearest mean image  {accuracy(nearest, mnist.validation.labels):.2f}")
print(f"linear softmax      {linear.evaluate()[1]:.2f}")

# %% [markdown]
# So a network has to get well beyond 0.90 before its hidden layer is worth having.
#
# ## Split: three sets, three jobs
#
# | set | images | its job |
# |---|---|---|
# | **training** | 50,000 | the network learns its weights from these |
# | **validation** | 10,000 | you choose settings by these: on this page, learning rate, batch size and width |
# | **test** | 10,000 | tells you once, at the end, how good the result is |
#
# A network that has seen an image may simply remember it, so the score that counts comes from images it has never seen.
# And if you try twenty settings and keep the one that does best on some set, that set has helped you choose: its score
# flatters you. That is why there are three sets. `load_mnist` keeps the test set closed; you have to ask for it by
# name, and you will, once.
#
# Validation here is the last 10,000 of MNIST's 60,000 training images, as they stand in the file. They were not divided
# by writer, so the same writer may be in both parts. Only the writers of the test set are new.
#
# ## The network
#
# One example $x$ has 784 numbers. A layer multiplies by a matrix of weights $W$ and adds a vector of biases $b$. Our
# network has two layers, with a nonlinearity (ReLU) between them. Without it two layers could do no more than one: $W_2
# (W_1 x + b_1) + b_2$ is again one matrix times $x$ plus a vector.
#
# $$h = \max(0,\; W_1 x + b_1), \qquad z = W_2 h + b_2$$
#
# $h$ holds 128 *hidden units*. $z$ holds ten scores, the *logits*, one per digit; the largest is the network's answer.
# Softmax turns the logits into ten probabilities $\hat y$ that sum to 1. The cross-entropy $-\log \hat y_{\text{true}}$
# is the price of the probability that the network gave to the true digit. The **cost** is its mean over many examples.

# %%
network = Network([784, 128, 10], activation="relu", seed=0, dtype=np.float32)

for name, parameter in zip(["W1", "b1", "W2", "b2"], network.parameters, strict=True):
    print(f"{name}  shape {parameter.shape}  {parameter.size:7,} numbers")
print(f"{sum(parameter.size for parameter in network.parameters):,} numbers to learn")

# %% [markdown]
# Check something that you can work out on paper before you train anything. A network that knows nothing should give
# each of the ten digits a probability of about 1/10, and so cost about $-\log \tfrac{1}{10} = 2.30$; a little more,
# because random weights already prefer some digits, without any reason.

# %%
validation_targets = one_hot(mnist.validation.labels, 10)  # a 1 at the true digit, 0 elsewhere
untrained = Network([784, 128, 10], seed=0, dtype=np.float32)
cost, share_right = evaluate(untrained, mnist.validation.images, validation_targets)

print(f"cost before training {cost:.1f}; that of ten equal probabilities {-np.log(0.1):.1f}")
print(f"accuracy before training {share_right:.1f}")

# %% [markdown]
# ## First, learn 100 examples by heart
#
# Before you train on everything, prove that the code can learn at all. 101,770 numbers should be enough for 100 images.
# If the cost will not go to zero here at any sensible learning rate, there is a mistake in the code, and you find it
# early.
#
# (`Trainer` runs the loop of notebook 4, which you will read again in the next section. `SGD` takes the steps, by the
# rule of notebook 2, $w' = w - \alpha g$, and `batch_size` says how many images each step looks at. Here it is all 100,
# so an *epoch*, one pass over them, is one step of notebook 2's gradient descent; `report` describes epoch 200.)

# %%
few = mnist.train.images[:100], mnist.train.labels[:100]
hundred = Trainer(Network([784, 128, 10], seed=0, dtype=np.float32), SGD(0.5), *few, batch_size=100)
*_, report = hundred.run(epochs=200)
_, share_right = evaluate(hundred.network, mnist.validation.images, validation_targets)

print(f"cost on the 100 images            {report.train_cost:.2f}")
print(f"accuracy on the validation images {share_right:.1f}")

# %% [markdown]
# It knows the hundred by heart, and it is wrong about three in ten new images. That is **overfitting**: to remember is
# not to understand. The cure here is more data, and you have 500 times more.
#
# ## A training loop in six lines
#
# All of training is the loop of notebook 4: take a **batch**, a handful of images drawn at random; compute the cost and
# its gradients; let the **optimizer** turn them into a step, $w' = w - \alpha g$ for **SGD**, where $\alpha$ is the
# learning rate. The gradient of a batch is right only *on average*, as you measured there, but one pass over all 50,000
# images (an **epoch**) buys 1,563 such steps instead of one.
#
# The first line makes a new network, so that running the cell again trains for one epoch again, not for a second one.

# %%
network = Network([784, 128, 10], seed=0, dtype=np.float32)
optimizer = SGD(learning_rate=0.2)
shuffle = np.random.default_rng(0)

for images, labels in minibatches(*mnist.train, 32, shuffle):  # *: its images and its labels
    cost, gradients = network.cost_and_gradients(scale(images), one_hot(labels, 10))
    optimizer.update(network.parameters, gradients)

_, share_right = evaluate(network, mnist.validation.images, validation_targets)
print(f"validation accuracy after one epoch: {share_right:.2f}")

# %% [markdown]
# Read those lines again; you can read all the code that they call. `network.py` has under a hundred lines of code. From
# here on, `Trainer` runs the same loop and keeps the books.
#
# ## Train it live
#
# Press **Play** and move the sliders *while it runs*: learning rate, batch size and optimizer act on the very next
# step, and a mark on the curve shows the setting change. **Reset** goes back to the same start, with the settings as
# they now stand, so that the only difference between two runs is what you changed. **Pin** keeps a run on the plot to
# compare with the next.
#
# The other optimizers: *Momentum* keeps a share of the last step (notebook 2), *RMSProp* divides each weight's step by
# the recent size of its gradients, *Adam* does both.
#
# How to read the picture: the training curve looks back over the last 2,500 examples or so, and lags a little behind.
# The accuracy axis is stretched: from 90 to 99 % is about as far as from 0 to 90. In the middle are digits never
# trained on, in an orange frame if misread. At the right is what training has *changed* in the weights into some of the
# hidden units: $W - W_0$, the weights now minus those of the random start. After a reset it is empty; then strokes
# appear, blue where ink now speaks more for the unit than at the start, orange where it now speaks more against it. If
# hidden units are **dead**, giving 0 for each of 300 validation images, their number stands below the picture.

# %%
from course_utils.widgets import MnistTrainer

demo = MnistTrainer(mnist)
demo.advance(500)
demo

# %% [markdown]
# **Predict, then try.** Say your prediction aloud before you touch anything.
#
# 1. Press Reset, then Play. At a learning rate of 0.1 the cost falls. What happens if you drag it to **0.001** while it
#    runs? And then to **1**?
# 2. Press Reset and set the learning rate to **0.01**. Train with a batch size of **1** for a while, pin the run,
#    Reset, and train with **1024** at the same rate. Which makes more progress per *epoch*, and which shows more
#    *examples per second*? Then give each its own rate: 1,024 at a learning rate of 1, and 1 at 0.1. What happens?
# 3. Set the batch size back to **64** and press Reset. Play, and let the learning rate reach **10**. What does the demo
#    say, and can the network recover when you bring the rate back to 0.1 without a reset? Look at the number of dead
#    units for the reason.
# 4. Reset at a rate of 0.1, and pin a run with SGD. Reset, and choose **Adam** at the same learning rate. Then give
#    Adam 0.001.
#
# <details><summary>What you should have seen</summary>
#
# 1. At 0.001 the curve goes nearly flat: each step is a hundredth of what it was. At 1 the cost leaps up first; then it
#    may creep down again, jagged, with many of its hidden units dead (see 3).
# 2. At 0.01 single examples are far ahead per epoch: 50,000 steps against 49. With 1,024 the processor is used best.
#    That does not make small batches better: the steadier gradient of a large batch allows a larger rate. At 1, a batch
#    of 1,024 gets past 90 % in one epoch, where 0.01 left it near 50 %. At 0.1 a single example is too rough a guide
#    for so long a step: the cost stays high and jagged, and units die.
# 3. It diverges. Huge steps push most hidden units to where ReLU is 0 for every image. Their gradient is 0 there too,
#    so no learning rate brings them back: "dead" units. Reset does.
# 4. Adam divides each step by the size of recent gradients, so its learning rate means something else: 0.1 is far too
#    much, 0.001 is right.
#
# </details>
#
# ## Break it, a few seconds each
#
# You will meet broken training often. Break it yourself, one thing at a time, on 10,000 digits and for two epochs, and
# learn what each looks like: the training cost, the share of new digits that are right, and how many of the 128 hidden
# units are dead. For each of the five, say first what you expect.


# %%
def attempt(what, images, labels, new, activation="relu", rate=0.2, start=1.0):
    network = Network([784, 128, 10], activation, dtype=np.float32)
    network.vector *= start
    options = {"batch_size": 32, "validation": (new, mnist.validation.labels)}
    trainer = Trainer(network, SGD(rate), images, labels, **options)
    *_, report = trainer.run(epochs=2)
    some = scale(new[:1000]) if new.dtype == np.uint8 else new[:1000]
    dead = np.mean(np.all(network.activations(some)[1] == 0, axis=0))
    right = f"new digits right {report.validation_accuracy:.1f}"
    print(f"{what:<16} cost {report.train_cost:3.1f}, {right}, share of units dead {dead:.1f}")


# %%
images, labels, new = mnist.train.images[:10_000], mnist.train.labels[:10_000], mnist.validation.images
unscaled = [images.astype(np.float32), labels, new.astype(np.float32)]

attempt("healthy", images, labels, new)
attempt("no ReLU", images, labels, new, activation="linear")
attempt("zero start", images, labels, new, start=0)
attempt("no scaling", *unscaled)
attempt("rate × 100", images, labels, new, rate=20)
attempt("labels shuffled", images, np.random.default_rng(2).permutation(labels), new)
del unscaled  # which is large

# %% [markdown]
# | symptom | cause to look for |
# |---|---|
# | learns, but its cost does not come down as far as it should | no nonlinearity between the layers |
# | cost at 2.3, all units at 0 | every weight began at 0: the units give 0, and $W_2 = 0$ passes nothing back |
# | cost at 2.3, all units dead | inputs up to 255 times too large: steps so long that the units die |
# | cost above 2.3, all units dead | the learning rate: lower it by factors of ten |
# | cost near 2.3, units alive, new digits no better than chance | labels and images do not belong together |
#
# 2.3 is the cost of ten equal probabilities, $-\log \tfrac{1}{10}$: a network that knows nothing. One in which nothing
# but the last biases can learn, and one that is taught nonsense, end at the same cost. The dead units tell them apart.
#
# ## Choose by validation
#
# How long a step, how many images in a batch, how wide a hidden layer? Try each, and compare on the **validation** set.
# On the training set a network could look good by remembering; the test set must stay closed.
#
# One run is not enough. It begins at random weights and meets the images in a random order, and with other ones, that
# is, with another **seed**, it ends elsewhere. So give each setting three seeds: how far their results lie apart shows
# how much of a result is luck. A difference smaller than that ranks nothing.
#
# Say first which of 0.03, 0.1, 0.3 and 1 will be the best learning rate after one epoch in batches of 32, and which one
# the seeds will disagree about most.


# %%
def train(epochs, width=128, learning_rate=0.3, batch_size=32, seed=0):
    network = Network([784, width, 10], seed=seed, dtype=np.float32)
    data = dict(batch_size=batch_size, seed=seed, validation=mnist.validation)
    trainer = Trainer(network, SGD(learning_rate), *mnist.train, **data)
    return trainer, list(trainer.run(epochs))


def tries(**settings):
    return [train(1, seed=seed, **settings)[1][-1].validation_accuracy for seed in range(3)]


# %%
rates = {rate: tries(learning_rate=rate) for rate in [0.03, 0.1, 0.3, 1]}
batches = {32: rates[0.3], 100: tries(batch_size=100), 1000: tries(batch_size=1000)}
batches["1000\nrate 1"] = tries(batch_size=1000, learning_rate=1)
widths = {32: tries(width=32), 128: rates[0.3], 256: tries(width=256)}

# %%
figure, axes = plt.subplots(1, 3, figsize=(9, 3.6), sharey=True)
tried = {"learning rate": rates, "batch size": batches, "hidden units": widths}
for ax, (name, results) in zip(axes, tried.items(), strict=True):
    plots.draw_tries(ax, results)
    ax.set_xlabel(name)
axes[0].set(ylabel="validation accuracy", ylim=(0.87, 0.98))
plt.show()

# %% [markdown]
# Each dot is a run, each bar the mean of three. Read from left to right.
#
# - **Learning rate.** 0.3 is ahead of 0.1, and far ahead of 0.03. Was it the one you said? At 1 the seeds disagree
#   most: hidden units die there, as in the demo.
# - **Batch size.** At one rate a smaller batch takes more steps in an epoch, and is ahead after one. That is not quite
#   fair to the large ones, whose steadier gradient may allow a larger rate: at 1, batches of 1,000 get a little further
#   in two runs of three, and the third falls behind. Learning rate and batch size are one choice, not two.
# - **Width.** 32 hidden units are too few. From 128 to 256 the mean rises by less than the seeds of 128 lie apart, and
#   there are twice as many weights to compute with. Three seeds are too few to rank these two.
#
# So take a rate of 0.3, batches of 32, and 128 hidden units, the smaller of two that you cannot tell apart. What is
# best after one epoch need not be best after twelve: that is a price of choosing in a hurry.
#
# Now train for longer, eight epochs. Near the end large steps only shake the weights about, so finish with four epochs
# at a tenth of the learning rate, a schedule as in notebook 4. `early_stopping` watches all twelve, and leaves the
# weights of the epoch with the lowest validation cost.


# %%
def fast_then_slow(trainer):
    yield from trainer.run(epochs=8)
    trainer.optimizer.learning_rate = 0.03
    yield from trainer.run(epochs=4)


# %%
trainer, _ = train(epochs=0)
reports = list(early_stopping(fast_then_slow(trainer), trainer.network, patience=6))

for report in [reports[7], reports[-1]]:
    costs = f"training cost {report.train_cost:.1g}, accuracy {report.validation_accuracy:.2f}"
    print(f"epoch {report.epoch:2}, learning rate {report.learning_rate:<4}: {costs}")

# %% [markdown]
# Read the curves. After one epoch the training cost lies *above*: it is the mean over the whole epoch, the clumsy
# beginning included, while the validation cost is measured at its end. Soon they cross and part. The validation cost
# goes up now and then, at epoch 3 for one. That is no reason to stop: with steps this long it goes up and down from
# epoch to epoch. After epoch 8, where the learning rate drops, both step down; from there the validation cost stands
# still, while the training cost goes on falling. Now the network mostly learns its training images by heart. A little
# of that is normal. Had the validation cost made no new low for six epochs, `early_stopping` would have ended it there.

# %%
epochs = [report.epoch for report in reports]
figure, ax = plt.subplots(figsize=(8, 4))
costs, new_costs = zip(*[(r.train_cost, r.validation_cost) for r in reports], strict=True)
plots.draw_learning_curve(ax, epochs, costs, label="training")
plots.draw_learning_curve(ax, epochs, new_costs, label="validation", validation=True)
ax.set(xlabel="epoch", title="Cost", yscale="log")
ax.legend()
plt.show()

# %% [markdown]
# ## Open the test set, once
#
# You have made all your choices. Now, and only now, ask for the test set. The seal notes in your progress file when you
# opened it and for which network, so that a second look can be told from the first.

# %%
test = open_test_set(mnist, trainer.network)
_, share_right = evaluate(trainer.network, test.images, one_hot(test.labels, 10))

print(f"test accuracy {share_right:.2f}")

# %% [markdown]
# 98 of 100 digits, by writers the network has never met, from a few hundred lines of NumPy. With $n = 10\,000$ test
# images chance alone moves a share $p$ by about $2\sqrt{p(1-p)/n} = 0.003$, so write 0.98 ± 0.003 (a 95 % interval, if
# the images are independent). That interval is for *this network*: the luck of the seed is not in it. If you now went
# back, changed a setting and looked at the test set again, it would have become a second validation set, and its number
# would flatter you a little more each time.

# %%
poll("a_tenth_better")

# %% [markdown]
# ## What it gets wrong
#
# Accuracy is one number: it does not say *which* digit is taken for which. The **confusion matrix** does. Row $i$,
# column $j$ holds how many digits $i$ were answered $j$: what is right stands on the diagonal, and every mistake beside
# it, in the row of the true digit.
#
# ### Exercise: the confusion matrix


# %%
def confusion_matrix(labels, answers, n_classes):
    """Return counts, shape (n_classes, n_classes): row i, column j for class i answered j."""
    ...


# %%
check("confusion_matrix", confusion_matrix)

# %%
reveal("confusion_matrix")

# %% [markdown]
# The demo shows the validation digits, for a threshold is a setting too, and you are going to choose one. The mistakes
# are shaded, and what is right is not. Click a cell, or use the arrow keys on the picture, to see its digits, the most
# confident answers first. **Most confident mistakes** goes back to those of all cells. **Sure at least** keeps back
# every answer whose probability is lower; the curve shows what share of the digits is then still answered, and what
# share of these is right.

# %% slideshow={"slide_type": "skip"}
import sklearn.metrics  # noqa: F401 (scikit-learn counts the mistakes; to load it takes some seconds)

# %%
from course_utils.widgets import Mistakes

mistakes = Mistakes(trainer.network, mnist.validation)
mistakes

# %% [markdown]
# **Look, and judge for yourself.**
#
# 1. Which mistake is the most frequent? Say it first, then find the darkest cell. Then add each cell to its mirror
#    image at the diagonal: which *two digits* are confused most often? Is it the same pair?
# 2. How sure is the network of its worst mistake? Would you have read that digit as its label says?
# 3. Raise the threshold until at most one answer in a thousand is wrong. What share of the digits is still answered?
#
# ### Exercise: an answer only where it is sure
#
# A **threshold** lets a network decline what is unclear. It does not help where the network is sure and wrong. Where
# the highest probability is below it, the answer is −1, "I do not know". At the threshold itself the class is still the
# answer. Return one whole number for each row.


# %%
def predict_with_reject(probabilities, threshold):
    """Return the most likely class of each row, −1 where it is less likely than the threshold."""
    ...


# %%
check("predict_with_reject", predict_with_reject)

# %%
reveal("predict_with_reject")

# %% [markdown]
# ## What it has learned: which pixels speak for a digit
#
# Begin with the model of one layer. It has one weight for each pixel and each digit, so what it has learned is a
# picture for each digit, $W - W_0$ as in the demo above: blue where ink speaks more for the digit than at the start,
# orange where it speaks more against it. Pixels that never have ink, such as the corners, have not changed at all.

# %%
start = Network([784, 10], dtype=np.float32)  # as `linear` was before it learned
figure, ax = plt.subplots(figsize=(9, 4))
plots.show_signed(ax, linear.network.layers[0][0] - start.layers[0][0], columns=5)
plt.show()

# %% [markdown]
# With a hidden layer there is no single picture for each digit, but for *one given image* there is. For that image each
# hidden unit is either above 0 or not. Those that are not pass on 0; those that are pass on a plain weighted sum of the
# pixels. So the logit of a digit $c$ is a weighted sum too, $z_c = \sum_i s_i x_i + {}$a part from the biases, where
# $s_i$ is the slope of $z_c$ with respect to pixel $i$: the backward pass of notebook 3 gives it. The product $s_i x_i$
# is what pixel $i$ **says** about $c$. A pixel without ink says nothing.


# %%
def says(network, image, digit):
    (W1, b1), (W2, b2) = network.layers
    is_above_zero = W1 @ image + b1 > 0
    slopes = (W2[digit] * is_above_zero) @ W1
    biases = b2[digit] + W2[digit] @ (is_above_zero * b1)
    assert np.isclose(slopes @ image + biases, network.forward(image)[digit], atol=1e-3)
    return slopes * image


def in_blocks(images, side=4):
    sums = images.reshape(-1, 28 // side, side, 28 // side, side).sum(axis=(2, 4))
    return sums.repeat(side, axis=1).repeat(side, axis=2)


# %% [markdown]
# Single pixels are hard to read, so add them up in blocks of 4 × 4. Below are the first validation images of the ten
# digits, as outlines, and what their blocks say about the digit that they are. Each picture has a scale of its own.

# %%
firsts = [np.argmax(mnist.validation.labels == digit) for digit in range(10)]
shown = scale(mnist.validation.images[firsts])
speak = np.stack([says(trainer.network, image, digit) for digit, image in enumerate(shown)])

figure, ax = plt.subplots(figsize=(9, 4))
plots.show_signed(ax, in_blocks(speak), columns=5, outlines=shown)
plt.show()

# %% [markdown]
# **Look closely.**
#
# 1. Orange ink lowers the digit's own logit. In which digits is a whole piece of a stroke orange? In which is nearly
#    all ink blue?
# 2. Softmax compares logits, so look at a difference. Below is, of the first 1,000 validation digits, the one that the
#    network misreads with the greatest confidence. Blue ink speaks more for the answer, orange ink more for the label.
#    Which piece of the digit decides?

# %%
some = scale(mnist.validation.images[:1000])
labels, probabilities = mnist.validation.labels[:1000], softmax(trainer.network.forward(some))
answers = probabilities.argmax(axis=1)
worst = np.argmax(np.where(answers == labels, 0, probabilities.max(axis=1)))
image, label, answer = some[worst], labels[worst], answers[worst]
difference = says(trainer.network, image, answer) - says(trainer.network, image, label)

figure, ax = plt.subplots(figsize=(6, 3.2))
plots.show_signed(ax, in_blocks(difference), columns=1, outlines=image[np.newaxis])
ax.set_title(f"blue: for {answer}, the answer\norange: for {label}, the label")
plt.show()

# %% [markdown]
# This says what the network *does* with an image, and not that it does so for a good reason.
#
# ## Draw your own digit
#
# MNIST's digits were not photographed as they stood. Each was scaled so that it fits into a box of 20 × 20 pixels, and
# placed into 28 × 28 so that its **centre of mass**, the mean place of its ink, lies in the middle. A digit of yours
# must be brought into that form, or it is not what the network has learned to read.
#
# ### Exercise: into the box
#
# `drawing` is 0 on paper, above it for ink. Cut out the box around the ink. Scale it so that its longer side is 20
# pixels, where each new pixel is the mean of those it covers (in the check, a whole number of old ones). Lay it into 28
# × 28 so that its centre of mass is as near to row 14 and column 14, counted from 0, as whole pixels allow. The darkest
# ink becomes 255; no ink gives zeros. It is a long one: `hint("fit_into_box")` helps.


# %%
def fit_into_box(drawing):
    """Return a square grey drawing, shape (n, n), as MNIST has it: 784 bytes."""
    ...


# %%
check("fit_into_box", fit_into_box)

# %%
reveal("fit_into_box")

# %% [markdown]
# Draw with the mouse, a finger or a pen; with the keyboard, the arrow keys move the pen and the space bar puts it down
# and up. On the right is what the network sees, and what it says.

# %%
from course_utils.widgets import DrawDigit

pad = DrawDigit(trainer.network)
pad

# %% [markdown]
# **Predict, then try.**
#
# 1. Draw a 4 in a corner, small. Then switch **Centre and scale** off. What does the network see, and say?
# 2. Draw a letter, or a face. How sure can it be of something that is no digit?
# 3. Clear the pad. What does the demo say, and why must it ask for that itself?
#
# <details><summary>What you should have seen</summary>
#
# 1. With it on, a 4 in the middle. With it off, a small one in the corner, which is unlike all that it has seen.
# 2. Often very sure. Its probabilities say how it divides 1 among ten digits, and not whether this is a digit at all.
# 3. "Nothing is drawn yet": the demo has to ask for that itself, since softmax gives ten probabilities for anything.
#
# </details>

# %%
poll("sure_of_a_letter")

# %% [markdown]
# ## With your own parts
#
# Whatever passed its check in this course was kept beside the notebooks, in the folder `your_parts`: open one of its
# files and you find your function. Take six of them: softmax and cost from notebook 1, the backward pass from notebook
# 3, batches and momentum from notebook 4. Each is checked once more, and for one that is missing, or does not pass, the
# library's stands in. (Nothing kept? Run the cells of your notebooks 1, 3 and 4 again.)

# %%
from course_utils.exercises import yours_or_ours

your_softmax = yours_or_ours("softmax")
your_cost = yours_or_ours("cost")
your_logits_backward = yours_or_ours("logits_backward")
your_two_layer_backward = yours_or_ours("two_layer_backward")
your_minibatches = yours_or_ours("minibatches")
your_momentum_step = yours_or_ours("momentum_step")

# %% [markdown]
# Now there is no `Network`, no `Trainer` and no optimizer of ours. This is the loop around your parts: the way forward,
# the way back, a step.


# %%
def your_forward(parameters, images):
    W1, b1, W2, b2 = parameters
    X = scale(images)
    Z1 = X @ W1.T + b1
    return X, Z1, your_softmax(np.maximum(Z1, 0) @ W2.T + b2)


def your_epoch(parameters, velocities, targets, learning_rate, generator):
    for images, y in your_minibatches(mnist.train.images, targets, 100, generator):
        X, Z1, probabilities = your_forward(parameters, images)
        G = your_logits_backward(probabilities, y)
        gradients = your_two_layer_backward(G, X, Z1, parameters[2])
        for i, g in enumerate(gradients):
            w, velocity = parameters[i], velocities[i]
            parameters[i], velocities[i] = your_momentum_step(w, g, velocity, learning_rate, 0.9)


# %% [markdown]
# With momentum 0.9 a steady slope adds up to steps ten times as long. A rate of 0.1 is therefore like one of 1 without,
# which batches of 100, three times as large as before, just bear. Six epochs, and two at a tenth of the rate.

# %%
generator = np.random.default_rng(0)
W1 = generator.normal(0, np.sqrt(2 / 784), (128, 784))
W2 = generator.normal(0, np.sqrt(2 / 128), (10, 128))
parameters = [w.astype(np.float32) for w in (W1, np.zeros(128), W2, np.zeros(10))]
velocities = [np.zeros_like(w) for w in parameters]
targets = one_hot(mnist.train.labels, 10).astype(np.float32)

for learning_rate in 6 * [0.1] + 2 * [0.01]:
    your_epoch(parameters, velocities, targets, learning_rate, generator)

parts = np.split(mnist.validation.images, 10)
probabilities = np.concatenate([your_forward(parameters, images)[-1] for images in parts])
print(f"validation cost {your_cost(probabilities, validation_targets):.1f}")
print(f"validation accuracy {accuracy(probabilities, mnist.validation.labels):.2f}")

# %% [markdown]
# If the six lines that `yours_or_ours` printed say "yours", then this network reads 98 of 100 new digits with your
# softmax and cost, your backward pass, your batches and your momentum. Only the loop around them was given.
#
# ## Beside the professionals
#
# A number means little alone. scikit-learn's `MLPClassifier` is a well-kept implementation of the same thing. Give both
# the same network, optimizer, batch size, number of epochs and a learning rate that suits both, and compare them on the
# validation set. (`partial_fit` takes the images in portions, so that they never all have to be held as floats. The
# random start and the order of the images differ, so do not expect the same digits behind the point.)

# %%
from sklearn.neural_network import MLPClassifier

ours, _ = train(epochs=3, learning_rate=0.05)

same = {"solver": "sgd", "momentum": 0, "alpha": 0, "batch_size": 32, "learning_rate_init": 0.05}
theirs, generator = MLPClassifier([128], random_state=0, **same), np.random.default_rng(0)
for _ in range(3):
    for images, labels in minibatches(*mnist.train, 1600, generator):
        theirs.partial_fit(scale(images), labels, classes=np.arange(10))
answers = np.concatenate([theirs.predict(scale(images)) for images in parts])

print(f"validation accuracy, ours         {ours.evaluate()[1]:.2f}")
print(f"validation accuracy, scikit-learn {np.mean(answers == mnist.validation.labels):.2f}")

# %% [markdown]
# Within a hundredth of each other, in one run each. Which one is quicker? In a terminal, in the course's folder, `make
# bench` measures it on your machine, with batches of 128.
#
# The same training in PyTorch, which most people use, is in [mnist_in_pytorch.py](mnist_in_pytorch.py), with a comment
# on each line that you know from here. What does it do that we do not? It differentiates whatever program you write,
# where we have written each backward pass by hand; it computes on graphics processors; and it has layers for images,
# which look at neighbouring pixels together. For our network, 784 pixels might as well be shuffled: it does not know
# which of them are neighbours.
#
# ## What you know now
#
# - Look at the data, and know the score of mere guessing (11 %) before you celebrate yours.
# - Training images teach, validation images choose, test images judge, once.
# - A network that cannot learn 100 examples by heart has a bug, or a learning rate that is far off.
# - All of training is: batch, cost, gradients, step. Learning rate and batch size steer it while it runs; too large a
#   rate can leave most hidden units dead, and no smaller rate brings them back.
# - A confusion matrix says what an accuracy hides, and a threshold lets a network decline unclear cases.
# - Your own data must come in the form of the data that it has learned from.
# - Plain NumPy on a laptop reads 98 of 100 handwritten digits after seconds of training.

# %%
progress("05_mnist")

# %% [markdown]
#
# This is the last notebook of the course. The source of everything you used is in [`course_utils`](../course_utils/):
# read `losses.py`, `network.py`, `optimizers.py`, `data.py` and `training.py`, in that order.
