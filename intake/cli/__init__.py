"""The helpline command, a few lines over a service each."""
