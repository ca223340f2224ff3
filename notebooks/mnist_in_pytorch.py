"""The training of notebook 05, before it opens the test set, in PyTorch: the same network, batches and learning rates.

A comment that begins with "ours" says what stands in that place in the course. Ours also goes back to the best of the
twelve epochs; this keeps the last. Run it in a notebook with `%run mnist_in_pytorch.py`, or in a terminal.
"""

try:
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset
except ImportError:
    how = "`uv pip install torch` in the course's folder, or, with conda, `pip install torch`"
    raise SystemExit(f"This needs PyTorch, which is not installed: {how}.") from None

from course_utils.data import load_mnist


def tensors(examples):
    """Images as floats from 0 to 1 and labels as whole numbers. Ours: scale(images); PyTorch needs no one_hot."""
    return torch.tensor(examples.images) / 255, torch.tensor(examples.labels, dtype=torch.long)


def make_network():
    """Ours: Network([784, 128, 10], activation="relu", dtype=np.float32)."""
    network = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    for layer in network[::2]:  # a start like ours: nn.Linear's own has smaller weights, and biases other than 0
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    return network


def main(schedule=((8, 0.3), (4, 0.03)), seed=0):
    """Train for each (epochs, learning rate) of a schedule, print the validation accuracy, and return it."""
    torch.set_num_threads(1)  # these matrices are small: several threads can spend their time waiting for each other
    torch.manual_seed(seed)  # ours: seed=0
    mnist = load_mnist()
    network = make_network()
    loss = nn.CrossEntropyLoss()  # ours: softmax_cross_entropy, with the mean over the batch
    optimizer = torch.optim.SGD(network.parameters(), lr=schedule[0][1])  # ours: SGD(learning_rate)
    batches = DataLoader(TensorDataset(*tensors(mnist.train)), batch_size=32, shuffle=True)  # ours: minibatches(…)

    for epochs, learning_rate in schedule:
        optimizer.param_groups[0]["lr"] = learning_rate  # ours: optimizer.learning_rate = …
        for _ in range(epochs):  # ours: trainer.run(epochs)
            for images, labels in batches:
                cost = loss(network(images), labels)  # ours: cost, gradients = network.cost_and_gradients(…)
                optimizer.zero_grad()  # ours: not needed, since the gradients are new each time
                cost.backward()
                optimizer.step()  # ours: optimizer.update(parameters, gradients)

    images, labels = tensors(mnist.validation)
    with torch.no_grad():  # no graph is kept for what is not trained on
        accuracy = (network(images).argmax(dim=1) == labels).float().mean().item()  # ours: accuracy(outputs, labels)
    print(f"validation accuracy {accuracy:.2f}")
    return accuracy


if __name__ == "__main__":
    main()
