"""The demos of notebook 05: train on the digits, live, look at what goes wrong, and draw digits of your own."""
