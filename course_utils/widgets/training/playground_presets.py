"""What the playground can be set up for: settings, and one sentence on what to look for."""

PRESETS = {
    "TensorFlow Playground's start": (
        {},
        "A circle in a ring, two features, hidden layers of 4 and 2. Press Play: which hidden unit draws which line?",
    ),
    "XOR with few units": (
        {"dataset": "xor", "hidden": [2], "learning_rate": 0.1},
        "Blue where x₁ and x₂ have one sign. Are two hidden units enough? Is it the same after New start?",
    ),
    "The spiral": (
        {"dataset": "spiral", "hidden": [8], "learning_rate": 0.03, "features": ["x1", "x2", "sin x1", "sin x2"]},
        "How small can the network be that still follows the spiral? Try features, layers and the optimizer.",
    ),
    "A start of zeros": (
        {"start": "zeros", "hidden": [3], "learning_rate": 0.1},
        "Every weight is 0, and so is every gradient but that of the last bias. Give some weights a value by hand.",
    ),
    "A rate that diverges": (
        {"dataset": "plane", "activation": "relu", "hidden": [8], "learning_rate": 0.003},
        "A regression has no tanh at its end to hold the cost. Raise the learning rate while it runs: how far?",
    ),
    "Useless features": (
        {
            "features": ["x1", "x2", "x1^2", "x2^2", "x1 x2", "sin x1", "sin x2"],
            "hidden": [],
            "learning_rate": 0.1,
            "penalty": "L1",
        },
        "Two of the seven features are enough for the circle. Raise the penalty rate: which links reach exactly 0?",
    ),
    "Too few noisy points": (
        {"dataset": "gauss", "n": 200, "train_percent": 15, "noise": 40, "hidden": [8, 8], "learning_rate": 0.1},
        "Watch the validation cost while the training cost falls. Which cure helps: L2, more points, fewer units?",
    ),
    "Three classes": (
        {"dataset": "three", "hidden": [], "learning_rate": 0.1},
        "Three outputs, one for each class; the largest decides. What do the borders look like without a hidden layer?",
    ),
    "Your own points": (
        {"dataset": "yours", "hidden": [4], "learning_rate": 0.1},
        "Choose what a click does under Inside, and place points while it trains.",
    ),
}
