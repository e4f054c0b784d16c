"""The carrier's REST API, as far as a helpline uses it."""
