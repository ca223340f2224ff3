# ruff: noqa: D103, B905, SIM103 – written as students write
"""Answers to the exercises as students write them, all of them right, and inputs that a right answer must cope with.

Each answer is a function named after its exercise, then `__` and its style. Their mutants are the mistakes that
`check_mutants` tries.
"""

import math

import numpy as np

from course_utils.data import minibatches
from course_utils.exercises.mnist import drawing
from course_utils.exercises.training.data import examples, new_generator
from course_utils.exercises.training.loop import stopping_case, training_case
from course_utils.gradients import gradient_step
from course_utils.losses import cross_entropy

# fmt: off


def one_hot__loop(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for i in range(len(labels)):
        rows[i, labels[i]] = 1
    return rows


def one_hot__enumerate(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        rows[i][label] = 1
    return rows


def one_hot__pairs_of_indices(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    rows[np.arange(len(labels)), labels] = 1
    return rows


def one_hot__eye(labels, n_classes):
    return np.eye(n_classes)[labels]


def one_hot__comparison(labels, n_classes):
    return (labels[:, None] == np.arange(n_classes)).astype(float)


def one_hot__lists(labels, n_classes):
    rows = []
    for label in labels:
        row = []
        for k in range(n_classes):
            row.append(1 if k == label else 0)
        rows.append(row)
    return rows


def softmax__keepdims(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)


def softmax__loop(logits):
    result = np.zeros(logits.shape)
    for i in range(len(logits)):
        e = np.exp(logits[i] - max(logits[i]))
        result[i] = e / sum(e)
    return result


def softmax__lists(logits):
    rows = []
    for row in logits:
        largest = max(row)
        exponentials = [math.exp(z - largest) for z in row]
        total = sum(exponentials)
        rows.append([e / total for e in exponentials])
    return rows


def softmax__new_axis(logits):
    e = np.exp(logits - logits.max(axis=1)[:, None])
    return e / e.sum(axis=1)[:, np.newaxis]


def softmax__transposed(logits):
    e = np.exp((logits.T - logits.max(axis=1)).T)
    return (e.T / e.sum(axis=1)).T


def softmax__einsum(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.einsum("ij,i->ij", e, 1 / e.sum(axis=1))


def softmax__log_sum_exp(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def cross_entropy__pick(probabilities, targets):
    true = np.sum(targets * probabilities, axis=-1)
    return -np.log(true)


def cross_entropy__loop(probabilities, targets):
    losses = []
    for p, y in zip(probabilities, targets):
        loss = 0
        for i in range(len(y)):
            if y[i] > 0:
                loss = loss - y[i] * np.log(p[i])
        losses.append(loss)
    return np.array(losses)


def cross_entropy__argmax(probabilities, targets):
    classes = targets.argmax(axis=1)
    return -np.log(probabilities[np.arange(len(classes)), classes])


def cross_entropy__where(probabilities, targets):
    terms = np.where(targets == 1, np.log(probabilities), 0)
    return -terms.sum(axis=1)


def cross_entropy__mask(probabilities, targets):
    return -np.log(probabilities[targets == 1])


def cross_entropy__max(probabilities, targets):
    return -np.log((targets * probabilities).max(axis=1))


def cross_entropy__einsum(probabilities, targets):
    return -np.log(np.einsum("ij,ij->i", targets, probabilities))


def cost__mean(probabilities, targets):
    return np.mean(cross_entropy(probabilities, targets))


def cost__sum(probabilities, targets):
    return cross_entropy(probabilities, targets).sum() / len(targets)


def cost__loop(probabilities, targets):
    total = 0
    for p, y in zip(probabilities, targets):
        total = total - np.log(np.sum(p * y))
    return total / len(probabilities)


def cost__whole(probabilities, targets):
    true = (targets * probabilities).sum(axis=1)
    return -np.log(true).mean()


def accuracy__mean(scores, labels):
    predicted = np.argmax(scores, axis=1)
    return np.mean(predicted == labels)


def accuracy__loop(scores, labels):
    hits = 0
    for i in range(len(labels)):
        if np.argmax(scores[i]) == labels[i]:
            hits = hits + 1
    return hits / len(labels)


def accuracy__zip(scores, labels):
    right = [row.argmax() == label for row, label in zip(scores, labels)]
    return sum(right) / len(right)


def accuracy__by_hand(scores, labels):
    hits = 0
    for row, label in zip(scores, labels):
        best = 0
        for k in range(len(row)):
            if row[k] > row[best]:
                best = k
        hits += best == label
    return hits / len(scores)


def centred_difference__one_line(f, x, step):
    return (f(x + step) - f(x - step)) / (2 * step)


def centred_difference__in_steps(f, x, step):
    above = f(x + step)
    below = f(x - step)
    rise = above - below
    run = 2 * step
    return rise / run


def centred_difference__mean_of_two_slopes(f, x, step):
    up = (f(x + step) - f(x)) / step
    down = (f(x) - f(x - step)) / step
    return (up + down) / 2


def numerical_gradient__copies(f, x, step):
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up = x.copy()
        up[index] += step
        down = x.copy()
        down[index] -= step
        slopes[index] = (f(up) - f(down)) / (2 * step)
    return slopes


def numerical_gradient__put_back(f, x, step):
    x = np.array(x, dtype=float)
    slopes = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        before = x[index]
        x[index] = before + step
        above = f(x)
        x[index] = before - step
        below = f(x)
        x[index] = before
        slopes[index] = (above - below) / 2 / step
    return slopes


def numerical_gradient__one_hot_nudge(f, x, step):
    if np.ndim(x) == 0:
        return (f(x + step) - f(x - step)) / (2 * step)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[index] = step
        slopes[index] = (f(x + nudge) - f(x - nudge)) / (2 * step)
    return slopes


def linear_approximation__sum(value, gradient, change):
    return value + np.sum(gradient * change)


def linear_approximation__loop(value, gradient, change):
    promised = value
    for g, c in zip(np.ravel(gradient), np.ravel(change)):
        promised = promised + g * c
    return promised


def linear_approximation__vdot(value, gradient, change):
    return value + np.vdot(gradient, change)


def linear_approximation__flat(value, gradient, change):
    return value + gradient.flatten() @ change.flatten()


def gradient_step__plain(point, gradient, learning_rate):
    return point - learning_rate * gradient


def gradient_step__copy(point, gradient, learning_rate):
    new = point.copy()
    new -= learning_rate * gradient
    return new


def gradient_step__add(point, gradient, learning_rate):
    return np.add(point, -learning_rate * gradient)


def descend__for(gradient, start, learning_rate, steps, tolerance):
    point = np.array(start, dtype=float)
    points = [point]
    for _ in range(steps):
        slopes = gradient(point)
        if np.linalg.norm(slopes) < tolerance:
            break
        point = point - learning_rate * slopes
        points.append(point)
    return points


def descend__while(gradient, start, learning_rate, steps, tolerance):
    points = [np.array(start, dtype=float)]
    while len(points) < steps + 1:
        slopes = gradient(points[-1])
        if np.sqrt(np.sum(slopes**2)) < tolerance:
            return points
        points.append(gradient_step(points[-1], slopes, learning_rate))
    return points


def descend__copies(gradient, start, learning_rate, steps, tolerance):
    point = np.array(start, dtype=float)
    points = [point.copy()]
    taken = 0
    while taken < steps and np.linalg.norm(gradient(point)) >= tolerance:
        point -= learning_rate * gradient(point)
        points.append(point.copy())
        taken += 1
    return points


def chain_two__chain(g, x, y, r):
    dq = g * r
    dx = dq * 1
    return dx


def chain_two__plain(g, x, y, r):
    return g * r


def add_backward__plain(g, x, y):
    return g, g


def add_backward__local(g, x, y):
    dx = g * 1
    dy = g * 1
    return dx, dy


def add_backward__list(g, x, y):
    return [1 * g, 1 * g]


def multiply_backward__plain(g, x, y):
    return g * y, g * x


def multiply_backward__named(g, x, y):
    dx = g * y
    dy = g * x
    return dx, dy


def multiply_backward__array(g, x, y):
    return np.array([y * g, x * g])


def max_backward__mask(g, x, y):
    return g * (x >= y), g * (x < y)


def max_backward__where(g, x, y):
    dx = np.where(x >= y, g, 0)
    dy = np.where(x >= y, 0, g)
    return dx, dy


def max_backward__rest(g, x, y):
    mask = x >= y
    return g * mask, g * (1 - mask)


def relu_backward__mask(g, x):
    return g * (x > 0)


def relu_backward__where(g, x):
    return np.where(x > 0, g, 0)


def relu_backward__index(g, x):
    dx = g.copy()
    dx[x <= 0] = 0
    return dx


def relu_backward__loop(g, x):
    dx = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            dx[index] = g[index]
    return dx


def sigmoid_backward__plain(g, x):
    s = 1 / (1 + np.exp(-x))
    return g * s * (1 - s)


def sigmoid_backward__quotient(g, x):
    e = np.exp(-x)
    return g * e / (1 + e) ** 2


def sigmoid_backward__steps(g, x):
    s = (1 + np.exp(-x)) ** -1
    local = s - s**2
    return local * g


def accumulate__get(gradients, name, contribution):
    gradients[name] = gradients.get(name, 0) + contribution
    return gradients


def accumulate__if(gradients, name, contribution):
    if name in gradients:
        gradients[name] = gradients[name] + contribution
    else:
        gradients[name] = contribution
    return gradients


def accumulate__new_dictionary(gradients, name, contribution):
    result = dict(gradients)
    if name not in result:
        result[name] = 0
    result[name] = result[name] + contribution
    return result


def matmul_backward__plain(dC, A, B):
    return dC @ B.T, A.T @ dC


def matmul_backward__named(dC, A, B):
    dA = np.dot(dC, np.transpose(B))
    dB = np.dot(np.transpose(A), dC)
    return dA, dB


def matmul_backward__einsum(dC, A, B):
    return np.einsum("im,km->ik", dC, B), np.einsum("ik,im->km", A, dC)


def matmul_backward__loops(dC, A, B):
    dA = np.zeros(A.shape)
    dB = np.zeros(B.shape)
    for i in range(A.shape[0]):
        for k in range(A.shape[1]):
            for j in range(B.shape[1]):
                dA[i, k] += dC[i, j] * B[k, j]
                dB[k, j] += dC[i, j] * A[i, k]
    return dA, dB


def bias_backward__sum(G):
    return G.sum(axis=0)


def bias_backward__loop(G):
    total = np.zeros(G.shape[1])
    for row in G:
        total = total + row
    return total


def bias_backward__ones(G):
    return np.ones(len(G)) @ G


def bias_backward__columns(G):
    return [sum(G[:, k]) for k in range(G.shape[1])]


def logits_backward__plain(probabilities, targets):
    return (probabilities - targets) / len(targets)


def logits_backward__loop(probabilities, targets):
    n = len(probabilities)
    result = np.zeros(probabilities.shape)
    for i in range(n):
        result[i] = (probabilities[i] - targets[i]) / n
    return result


def logits_backward__argmax(probabilities, targets):
    result = probabilities.copy()
    result[np.arange(len(targets)), targets.argmax(axis=1)] -= 1
    return result / targets.shape[0]


def two_layer_backward__plain(G, X, Z1, W2):
    H = np.maximum(Z1, 0)
    dW2 = G.T @ H
    db2 = G.sum(axis=0)
    dH = G @ W2
    dZ1 = dH * (Z1 > 0)
    dW1 = dZ1.T @ X
    db1 = dZ1.sum(axis=0)
    return dW1, db1, dW2, db2


def two_layer_backward__where(G, X, Z1, W2):
    H = np.where(Z1 > 0, Z1, 0)
    dZ1 = np.where(Z1 > 0, np.dot(G, W2), 0)
    return [np.dot(dZ1.T, X), np.sum(dZ1, axis=0), np.dot(G.T, H), np.sum(G, axis=0)]


def two_layer_backward__einsum(G, X, Z1, W2):
    H = Z1 * (Z1 > 0)
    dZ1 = np.einsum("nk,kh->nh", G, W2) * (Z1 > 0)
    return np.einsum("nh,ni->hi", dZ1, X), dZ1.sum(0), np.einsum("nk,nh->kh", G, H), G.sum(0)


def gradients_agree__plain(computed, nudged):
    difference = np.max(np.abs(computed - nudged))
    size = np.max(np.abs(computed) + np.abs(nudged))
    return difference <= 1e-6 * size


def gradients_agree__if(computed, nudged):
    difference = abs(computed - nudged).max()
    if difference <= 1e-6 * (abs(computed) + abs(nudged)).max():
        return True
    return False


def gradients_agree__loop(computed, nudged):
    largest = 0
    size = 0
    for a, b in zip(computed.ravel(), nudged.ravel()):
        largest = max(largest, abs(a - b))
        size = max(size, abs(a) + abs(b))
    return largest <= 1e-6 * size
# fmt: on


def minibatches__one_order(images, labels, batch_size, generator):
    order = generator.permutation(len(images))
    for start in range(0, len(images), batch_size):
        chosen = order[start : start + batch_size]
        yield images[chosen], labels[chosen]


def minibatches__list(images, labels, batch_size, generator):
    order = np.arange(len(labels))
    generator.shuffle(order)
    images, labels = images[order], labels[order]
    batches = []
    for start in range(0, len(labels), batch_size):
        batches.append((images[start : start + batch_size], labels[start : start + batch_size]))
    return batches


def minibatches__while(images, labels, batch_size, generator):
    order = list(generator.choice(len(images), size=len(images), replace=False))
    while order:
        chosen, order = order[:batch_size], order[batch_size:]
        yield images[chosen], labels[chosen]


def minibatches__one_by_one(images, labels, batch_size, generator):
    x, y = [], []
    for i in generator.permutation(len(images)):
        x.append(images[i])
        y.append(labels[i])
        if len(x) == batch_size:
            yield np.array(x), np.array(y)
            x, y = [], []
    if x:
        yield np.array(x), np.array(y)


def minibatches__argsort(images, labels, batch_size, generator):
    order = np.argsort(generator.random(len(images)))
    cuts = range(batch_size, len(images), batch_size)
    for chosen in np.split(order, cuts):
        yield images[chosen], labels[chosen]


def minibatches__comprehension(images, labels, batch_size, generator):
    places = generator.permutation(np.arange(len(images)))
    parts = [places[i : i + batch_size] for i in range(0, len(places), batch_size)]
    return [[images[part], labels[part]] for part in parts]


def train_validation_test_split__cuts(images, labels, fractions, generator):
    order = generator.permutation(len(images))
    first = round(fractions[0] * len(images))
    second = first + round(fractions[1] * len(images))
    train, validation, test = order[:first], order[first:second], order[second:]
    return (images[train], labels[train]), (images[validation], labels[validation]), (images[test], labels[test])


def train_validation_test_split__loop(images, labels, fractions, generator):
    order = np.arange(len(images))
    generator.shuffle(order)
    parts, start = [], 0
    for fraction in fractions:
        end = start + round(fraction * len(images))
        parts.append((images[order[start:end]], labels[order[start:end]]))
        start = end
    return parts


def train_validation_test_split__shuffled_copies(images, labels, fractions, generator):
    n = len(images)
    order = generator.choice(n, n, replace=False)
    images, labels = images[order], labels[order]
    a = int(n * fractions[0] + 0.5)
    b = a + int(n * fractions[1] + 0.5)
    return [(images[:a], labels[:a]), (images[a:b], labels[a:b]), (images[b:], labels[b:])]


def early_stopping__line_by_line(reports, network, patience):
    lowest = np.inf
    waited = 0
    best = network.vector.copy()
    for report in reports:
        if report.validation_cost < lowest:
            lowest = report.validation_cost
            best = network.vector.copy()
            waited = 0
        else:
            waited += 1
        yield report
        if waited >= patience:
            break
    network.vector[:] = best


def early_stopping__parameters(reports, network, patience):
    lowest, waited, best = float("inf"), 0, None
    for report in reports:
        yield report
        waited = waited + 1
        if report.validation_cost < lowest:
            lowest, waited = report.validation_cost, 0
            best = [parameter.copy() for parameter in network.parameters]
        if waited == patience:
            break
    for parameter, kept in zip(network.parameters, best):
        parameter[:] = kept


def early_stopping__list(reports, network, patience):
    costs, weights, passed_on = [], [], []
    for report in reports:
        passed_on.append(report)
        costs.append(report.validation_cost)
        weights.append(network.vector.copy())
        if len(costs) - 1 - np.argmin(costs) >= patience:
            break
    network.vector[:] = weights[int(np.argmin(costs))]
    return passed_on


def early_stopping__return(reports, network, patience):
    best_cost, best, since = None, np.array(network.vector), 0
    for report in reports:
        yield report
        if best_cost is None or report.validation_cost < best_cost:
            best_cost, best, since = report.validation_cost, np.array(network.vector), 0
            continue
        since += 1
        if since == patience:
            np.copyto(network.vector, best)
            return
    np.copyto(network.vector, best)


def train__two_loops(network, optimizer, images, targets, batch_size, epochs, generator):
    costs = []
    for _ in range(epochs):
        total = 0
        for x, y in minibatches(images, targets, batch_size, generator):
            cost, gradients = network.cost_and_gradients(x, y)
            optimizer.update(network.parameters, gradients)
            total += cost * len(x)
        costs.append(total / len(images))
    return costs


def train__average(network, optimizer, images, targets, batch_size, epochs, generator):
    means = []
    while len(means) < epochs:
        costs, sizes = [], []
        for x, y in minibatches(images, targets, batch_size, generator):
            cost, gradients = network.cost_and_gradients(x, y)
            optimizer.update(network.parameters, gradients)
            costs.append(cost)
            sizes.append(len(x))
        means.append(np.average(costs, weights=sizes))
    return means


def train__by_hand(network, optimizer, images, targets, batch_size, epochs, generator):
    costs = np.zeros(epochs)
    for epoch in range(epochs):
        order = generator.permutation(len(images))
        for start in range(0, len(images), batch_size):
            chosen = order[start : start + batch_size]
            cost, gradients = network.cost_and_gradients(images[chosen], targets[chosen])
            optimizer.update(network.parameters, gradients)
            costs[epoch] += cost * len(chosen) / len(images)
    return costs


def train__vector(network, optimizer, images, targets, batch_size, epochs, generator):
    costs = []
    for _ in range(epochs):
        seen = []
        for x, y in list(minibatches(images, targets, batch_size, generator)):
            cost, gradient = network.cost_and_gradient_vector(x, y)
            optimizer.update([network.vector], [gradient])
            seen += [cost] * len(x)
        costs.append(sum(seen) / len(seen))
    return costs


def momentum_step__one_line_each(w, g, velocity, learning_rate, momentum):
    velocity = momentum * velocity + g
    return w - learning_rate * velocity, velocity


def momentum_step__names(w, g, velocity, learning_rate, momentum):
    kept = velocity * momentum
    new_velocity = kept + g
    step = learning_rate * new_velocity
    new_w = w - step
    return [new_w, new_velocity]


def momentum_step__copies(w, g, velocity, learning_rate, momentum):
    w = np.array(w, dtype=float)
    velocity = np.array(velocity, dtype=float)
    velocity *= momentum
    velocity += g
    w -= learning_rate * velocity
    return w, velocity


def rmsprop_step__one_line_each(w, g, squares, learning_rate, decay, epsilon):
    squares = decay * squares + (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(squares) + epsilon), squares


def rmsprop_step__names(w, g, squares, learning_rate, decay, epsilon):
    new_squares = squares * decay + np.square(g) * (1 - decay)
    size = new_squares**0.5 + epsilon
    step = learning_rate * (g / size)
    return w - step, new_squares


def rmsprop_step__towards(w, g, squares, learning_rate, decay, epsilon):
    new = squares + (1 - decay) * (g * g - squares)
    return (w - learning_rate / (np.sqrt(new) + epsilon) * g, new)


def rmsprop_step__copies(w, g, squares, learning_rate, decay, epsilon):
    s = np.array(squares, dtype=float)
    s *= decay
    s += (1 - decay) * g**2
    w = np.array(w, dtype=float)
    w -= learning_rate * g / (np.sqrt(s) + epsilon)
    return w, s


def adam_step__line_by_line(w, g, mean, squares, t, learning_rate, beta1, beta2, epsilon):
    mean = beta1 * mean + (1 - beta1) * g
    squares = beta2 * squares + (1 - beta2) * g**2
    m_hat = mean / (1 - beta1**t)
    s_hat = squares / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon), mean, squares


def adam_step__as_the_library(w, g, mean, squares, t, learning_rate, beta1, beta2, epsilon):
    m = beta1 * mean + (1 - beta1) * g
    s = beta2 * squares + (1 - beta2) * np.square(g)
    step_size = learning_rate / (1 - beta1**t)
    share = 1 - beta2**t
    w = w - step_size * m / (np.sqrt(s / share) + epsilon)
    return [w, m, s]


def adam_step__copies(w, g, mean, squares, t, learning_rate, beta1, beta2, epsilon):
    w, m, s = np.array(w, dtype=float), np.array(mean, dtype=float), np.array(squares, dtype=float)
    m *= beta1
    m += (1 - beta1) * g
    s *= beta2
    s += (1 - beta2) * g * g
    w -= learning_rate * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)) ** 0.5 + epsilon)
    return w, m, s


def confusion_matrix__loop(labels, answers, n_classes):
    counts = np.zeros((n_classes, n_classes))
    for i in range(len(labels)):
        counts[labels[i], answers[i]] += 1
    return counts


def confusion_matrix__lists(labels, answers, n_classes):
    counts = [[0] * n_classes for _ in range(n_classes)]
    for label, answer in zip(labels, answers):
        counts[label][answer] = counts[label][answer] + 1
    return counts


def confusion_matrix__each_cell(labels, answers, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(n_classes):
        for j in range(n_classes):
            counts[i, j] = np.sum((labels == i) & (answers == j))
    return counts


def confusion_matrix__add_at(labels, answers, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    return counts


def confusion_matrix__bincount(labels, answers, n_classes):
    pairs = n_classes * labels + answers
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_matrix__one_hot_product(labels, answers, n_classes):
    rows = np.eye(n_classes)
    return rows[labels].T @ rows[answers]


def predict_with_reject__where(probabilities, threshold):
    highest = probabilities.max(axis=1)
    return np.where(highest >= threshold, probabilities.argmax(axis=1), -1)


def predict_with_reject__index(probabilities, threshold):
    classes = np.argmax(probabilities, axis=1)
    classes[np.max(probabilities, axis=1) < threshold] = -1
    return classes


def predict_with_reject__loop(probabilities, threshold):
    answers = []
    for row in probabilities:
        k = np.argmax(row)
        if row[k] < threshold:
            k = -1
        answers.append(k)
    return answers


def predict_with_reject__by_hand(probabilities, threshold):
    answers = np.zeros(len(probabilities))
    for i in range(len(probabilities)):
        best = 0
        for k in range(probabilities.shape[1]):
            if probabilities[i, k] > probabilities[i, best]:
                best = k
        answers[i] = best if probabilities[i, best] >= threshold else -1
    return answers


def predict_with_reject__product(probabilities, threshold):
    is_sure = probabilities.max(axis=1) >= threshold
    return is_sure * (probabilities.argmax(axis=1) + 1) - 1


def fit_into_box__blocks(drawing):
    image = np.zeros((28, 28))
    rows = np.flatnonzero(drawing.any(axis=1))
    columns = np.flatnonzero(drawing.any(axis=0))
    if len(rows) == 0:
        return image.ravel()
    box = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    k = max(box.shape) // 20
    h, w = box.shape[0] // k, box.shape[1] // k
    box = box.reshape(h, k, w, k).mean(axis=(1, 3))
    top = round(14 - np.average(np.arange(h), weights=box.sum(axis=1)))
    left = round(14 - np.average(np.arange(w), weights=box.sum(axis=0)))
    image[top : top + h, left : left + w] = np.round(255 * box / box.max())
    return image.reshape(784)


def fit_into_box__loop(drawing):
    result = np.zeros((28, 28), dtype=np.uint8)
    if not drawing.any():
        return result.flatten()
    where = np.argwhere(drawing > 0)
    top, left = where.min(axis=0)
    bottom, right = where.max(axis=0) + 1
    box = drawing[top:bottom, left:right] / drawing.max()
    k = max(box.shape) // 20
    small = np.zeros((box.shape[0] // k, box.shape[1] // k))
    for i in range(small.shape[0]):
        for j in range(small.shape[1]):
            small[i, j] = np.mean(box[i * k : i * k + k, j * k : j * k + k])
    y, x = np.indices(small.shape)
    down = int(np.round(14 - (y * small).sum() / small.sum()))
    over = int(np.round(14 - (x * small).sum() / small.sum()))
    result[down : down + small.shape[0], over : over + small.shape[1]] = np.rint(255 * small)
    return result.flatten()


def answers():
    """All of them: pairs of an exercise's name and a right function."""
    return [(name.partition("__")[0], function) for name, function in globals().items() if "__" in name.strip("_")]


# Valid inputs


def inputs(name, seed=0):
    """Many valid inputs of one exercise: random ones, and those at the edges."""
    random = np.random.default_rng(seed)
    return [case for _ in range(12) for case in INPUTS[name](random)]


def _sizes(random):
    return int(random.integers(1, 5)), int(random.integers(2, 6))


def _one_hot(random):
    n, classes = _sizes(random)
    yield random.integers(0, classes, n), classes
    yield random.integers(0, classes - 1, n), classes


def _softmax(random):
    n, classes = _sizes(random)
    yield (random.normal(size=(n, classes)),)
    yield (random.normal(scale=5, size=(classes, classes)),)
    yield (random.normal(scale=500, size=(n, classes)),)
    yield (random.integers(-3, 4, (n, classes)),)
    yield (random.normal(size=(n, classes)) + random.choice([-2000, 2000], (n, 1)),)
    yield (np.full((n, classes), random.normal()),)


def _predictions(random, n, classes):
    z = random.normal(scale=2, size=(n, classes))
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True), np.eye(classes)[random.integers(0, classes, n)]


def _logits(random):
    n, classes = _sizes(random)
    yield _predictions(random, n, classes)
    yield _predictions(random, classes, classes)
    p, y = _predictions(random, n, classes)
    yield p, y.astype(int)


def _cross_entropy(random):
    *first, (p, y) = _logits(random)
    yield from [*first, (p, y)]
    y = y.astype(float)
    p = p * ((y == 1) | (random.random(p.shape) < 0.5))  # zeros, but not at the true class
    yield p / p.sum(axis=1, keepdims=True), y
    yield y.copy(), y
    yield np.roll(y, 1, axis=1), y


def _accuracy(random):
    n, classes = _sizes(random)
    for scores in (
        random.normal(size=(n, classes)),
        random.permuted(np.arange(classes * n).reshape(n, classes), axis=1),
    ):
        labels = random.integers(0, classes, n)
        yield scores, labels
        yield scores, np.where(random.random(n) < 0.7, scores.argmax(axis=1), labels)


def _cube(x):
    return float(np.sum(np.power(x, 3)))


def _mixed(x):
    x = np.ravel(x)
    return float(np.sum(np.sin(x)) + x[0] * x[-1] + 0.5 * x[0] ** 3)


def _centred_difference(random):
    for x in (float(random.normal()), 3 * float(random.normal()), int(random.integers(-3, 4))):
        yield _polynomial, x, float(random.choice([0.5, 0.3, 0.1, 0.01]))


def _polynomial(x):
    return x**4 - 2 * x**3 + 3 * x + 1


def _numerical_gradient(random):
    n, m = _sizes(random)
    for x in (
        float(random.normal()),
        int(random.integers(-3, 4)),
        random.normal(size=n),
        random.normal(size=(n, m)),
        random.integers(-3, 4, m),
        random.integers(-3, 4, (n, m)),
    ):
        yield (_cube, _mixed)[int(random.integers(2))], x, float(random.choice([0.5, 0.1, 0.01]))


def _linear_approximation(random):
    n, m = _sizes(random)
    yield float(random.normal()), random.normal(size=m), random.normal(size=m)
    yield float(random.normal()), random.normal(size=(n, m)), random.normal(size=(n, m))
    yield float(random.normal()), random.normal(size=(m, m)), random.normal(size=(m, m))
    yield int(random.integers(-5, 5)), random.integers(-3, 4, m), random.normal(size=m)


def _gradient_step(random):
    n, m = _sizes(random)
    rate = float(random.choice([1.0, 0.3, 0.1, 0.01]))
    yield random.normal(size=m), random.normal(size=m), rate
    yield random.normal(size=(n, m)), random.normal(size=(n, m)), rate


def _descend(random):
    for tolerance in (0.0, 0.2, 1.0):
        slopes, centre = random.uniform(0.5, 3, 2), random.normal(size=2)
        yield (
            lambda w, s=slopes, c=centre: s * (w - c),
            random.normal(size=2),
            0.3,
            int(random.integers(0, 9)),
            tolerance,
        )
        yield lambda w, s=slopes: s * w, random.integers(-3, 4, 2), 0.3, int(random.integers(0, 30)), tolerance


def _numbers(n, shapes=((),)):
    def cases(random):
        for shape in shapes:
            yield tuple(random.normal(size=(n, *shape)).round(2))
            yield tuple(random.integers(-3, 4, (n, *shape)))

    return cases


def _max(random):
    yield tuple(float(x) for x in random.normal(size=3).round(2))
    x, y = random.integers(-2, 3, (2, 6)).astype(float)
    yield random.normal(size=6), x, y
    yield 2.0, 3.0, 3.0


def _relu(random):
    n, m = _sizes(random)
    yield random.normal(size=(n, m)), random.integers(-2, 3, (n, m)).astype(float)
    yield random.normal(size=m), random.normal(size=m)
    yield random.integers(-3, 4, m), random.integers(-2, 3, m)


def _accumulate(random):
    shared = random.normal(size=3)
    for gradients in ({}, {"x": float(random.normal())}, {"x": 2, "y": -1.5}, {"y": 1.0, "w": 3.0}):
        yield gradients, "x", float(random.normal())
    yield {"a": shared, "x": shared, "y": shared}, "x", random.normal(size=3)
    yield {"a": shared}, "x", random.normal(size=3)


def _matmul(random):
    n, m = _sizes(random)
    for sizes in ((n, int(random.integers(1, 5)), m), (m, m, m)):
        yield tuple(random.normal(size=(sizes[i], sizes[j])) for i, j in ((0, 2), (0, 1), (1, 2)))


def _bias(random):
    n, m = _sizes(random)
    yield (random.normal(size=(n, m)),)
    yield (random.normal(size=(m, m)),)
    yield (random.integers(-3, 4, (n, m)),)


def _two_layers(random):
    (n, hidden), (inputs, classes) = _sizes(random), _sizes(random)
    for sizes in ((n, inputs, hidden, classes), (hidden,) * 4):
        G, X, Z1, W2 = (random.normal(size=(sizes[i], sizes[j])) for i, j in ((0, 3), (0, 1), (0, 2), (3, 2)))
        yield G, X, np.round(2 * Z1), W2


def _gradients_agree(random):
    size = float(random.choice([1e-8, 1e-3, 1.0, 1e4]))
    a = size * random.normal(size=int(random.integers(1, 7)))
    for error in (0, 1e-9, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 1e-3, 0.5):
        b = a.copy()
        b[random.integers(a.size)] += random.choice([-1, 1]) * error * np.abs(a).max() * 2 * 1.07
        yield a, b
        yield b, a
    yield a, -a
    yield a, 0 * a
    yield 0 * a, 0 * a


def _minibatches(random):
    for n, size in ((14, 4), (16, 4), (15, 1), (14, 99), (int(random.integers(14, 30)), int(random.integers(4, 12)))):
        yield *examples(n), size, new_generator()


def _train_validation_test_split(random):
    eighths = int(random.integers(4, 6))
    last = int(random.integers(1, 8 - eighths))
    for n, fractions in ((20, (0.8, 0.1, 0.1)), (32, (eighths / 8, 1 - (eighths + last) / 8, last / 8))):
        yield *examples(n), fractions, new_generator()


def _early_stopping(random):
    for patience in (1, 2, 3):
        yield stopping_case(patience, *random.integers(1, 9, int(random.integers(1, 9))).tolist())
        yield stopping_case(patience, *(random.permutation(8) + 0.5).tolist())


def _train(random):
    for n, size, epochs in ((14, 4, 2), (15, 5, 3), (13, 50, 2), (22, int(random.integers(5, 11)), 1)):
        yield training_case(n, size, epochs)


def _momentum_step(random):
    n, m = _sizes(random)
    for shape in ((), (m,), (n, m)):
        yield *random.normal(size=(3, *shape)), float(random.uniform(0.01, 1)), float(random.choice([0, 0.5, 0.9]))


def _rmsprop_step(random):
    n, m = _sizes(random)
    for shape in ((), (m,), (n, m)):
        w, g, s = random.normal(size=(3, *shape))
        yield w, g, s**2, *random.uniform(0.01, 1, 3)
    yield w, 0 * g, 0 * s, *random.uniform(0.01, 1, 3)


def _adam_step(random):
    for w, g, s, rate, share, epsilon in _rmsprop_step(random):
        mean, t = random.normal(size=w.shape), int(random.integers(1, 6))
        yield w, g, mean, s, t, rate, share, float(random.uniform(0.01, 0.99)), epsilon
    yield w, g, 0 * w, 0 * w, 1, 0.1, 0.9, 0.999, 1e-8


def _confusion_matrix(random):
    classes = int(random.integers(2, 6))
    for n in (1, classes, 30):
        labels, answers = random.integers(0, classes, (2, n))
        yield labels, answers, classes
        yield labels, np.where(random.random(n) < 0.7, labels, answers), classes + 1


def _predict_with_reject(random):
    n, classes = _sizes(random)
    for rows in (n, classes, 8):
        p, _ = _predictions(random, rows, classes)
        yield p, float(random.uniform(0, 1))
        yield p, float(p.max(axis=1)[random.integers(rows)])  # one of them is at the threshold
    eighths = random.multinomial(8, np.full(classes, 1 / classes), 8) / 8  # in which there are ties
    for threshold in (0.0, 0.25, 0.375, 0.5, 0.625, 1.0):
        yield eighths, threshold


def _fit_into_box(random):
    for times in (1, 2, 3):
        n = 20 * times + int(random.integers(0, 9))
        paper = drawing(_ink(random), n, *random.integers(0, n - 20 * times + 1, 2), times)
        yield (paper,)
        yield (paper.T / 7,)
    yield (np.zeros((28, 28)),)


def _ink(random):
    """Ink 20 pixels high, with its centre of mass where it is clear which pixel is the nearest."""
    while True:
        ink = random.integers(0, 7, (20, int(random.integers(8, 21))))
        ink[[0, -1], 0], ink[0, -1] = 7, 3  # 255/7 is far from whole, and so are its multiples
        starts = [14 - np.average(np.arange(n), weights=ink.sum(axis=1 - axis)) for axis, n in enumerate(ink.shape)]
        if all(abs(start % 1 - 0.5) > 0.05 for start in starts):
            return ink


INPUTS = {
    "one_hot": _one_hot,
    "softmax": _softmax,
    "cross_entropy": _cross_entropy,
    "cost": _cross_entropy,
    "accuracy": _accuracy,
    "centred_difference": _centred_difference,
    "numerical_gradient": _numerical_gradient,
    "linear_approximation": _linear_approximation,
    "gradient_step": _gradient_step,
    "descend": _descend,
    "chain_two": _numbers(4),
    "add_backward": _numbers(3),
    "multiply_backward": _numbers(3),
    "max_backward": _max,
    "relu_backward": _relu,
    "sigmoid_backward": _numbers(2, [(), (3,), (2, 3)]),
    "accumulate": _accumulate,
    "matmul_backward": _matmul,
    "bias_backward": _bias,
    "logits_backward": _logits,
    "two_layer_backward": _two_layers,
    "gradients_agree": _gradients_agree,
    "minibatches": _minibatches,
    "train_validation_test_split": _train_validation_test_split,
    "early_stopping": _early_stopping,
    "train": _train,
    "momentum_step": _momentum_step,
    "rmsprop_step": _rmsprop_step,
    "adam_step": _adam_step,
    "confusion_matrix": _confusion_matrix,
    "predict_with_reject": _predict_with_reject,
    "fit_into_box": _fit_into_box,
}
