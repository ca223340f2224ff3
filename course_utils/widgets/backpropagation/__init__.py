"""The demos of notebook 03: step through a graph, matrix products, why not numerically."""
