"""The demos of notebook 05: train on the digits, live, and look at what a network gets wrong."""
