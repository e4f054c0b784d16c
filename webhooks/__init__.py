"""What the phone network tells us."""
