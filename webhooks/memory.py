"""Remembers the last few legs that something went wrong for, by SID, in this process only."""

from __future__ import annotations

import threading
from collections import OrderedDict


class Memory:
    """A bounded set of names; the oldest is forgotten first."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()
        self._guard = threading.Lock()

    def seen(self, name: str) -> bool:
        """Whether the name was given before; from now on it was."""
        with self._guard:
            known = name in self._names
            self._names[name] = None
            self._names.move_to_end(name)
            if len(self._names) > self._most:
                self._names.popitem(last=False)
            return known
