"""What the demos of all lessons are built from."""
