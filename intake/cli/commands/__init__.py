"""The commands: a few lines over a service each."""
