"""The main job without a person: simulated people call, text, answer; what was recorded is held against it."""
