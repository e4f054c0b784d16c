"""The rules of the simulated network, without a network."""
