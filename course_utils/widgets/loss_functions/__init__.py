"""The demos of notebook 01: scores become a loss, accuracy beside cost, what a probability costs, two losses race."""
