"""A PostgreSQL and a Redis of our own, for one machine with nothing installed."""

from __future__ import annotations


class CannotStart(Exception):
    """A server or a folder cannot be used; the message is one line and says what to do."""
