"""Saved scenarios: what people did on their phones, as a file that can be played again."""
