"""The demo of notebook 05: train on the digits, live."""
