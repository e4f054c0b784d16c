"""The simulated network against a scripted product, the carrier's own SDK as client and as verifier."""
