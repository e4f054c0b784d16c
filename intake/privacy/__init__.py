"""Seal, find again, audit, forget."""
