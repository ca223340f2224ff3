"""The demos of notebook 04: how a network is trained, and a playground to try it in."""
