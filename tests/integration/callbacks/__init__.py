"""Callbacks over a real database, with a carrier of paper."""
