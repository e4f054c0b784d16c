"""The promise to call someone."""
