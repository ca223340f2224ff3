"""The demos of notebook 05: train on the digits, live, and draw digits of your own."""
