"""The demos of notebook 02: nudge one weight, the straight line's promise, descend."""
