"""How neural networks learn: the small NumPy library behind the notebooks."""
