"""Wait for a condition, never for a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_STEP = threading.Event()  # never set: waiting on it yields the processor between two looks


def eventually(look: Callable[[], T | None], *, seconds: float = 10.0, what: str = "") -> T:
    """The first truthy answer of `look`; AssertionError with its last answer when none comes in time."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what or look} (last: {seen!r})")
        _STEP.wait(0.01)


def steadily(look: Callable[[], object], *, seconds: float = 0.3, what: str = "") -> None:
    """`look` stays truthy all this time: for "nothing more happens"."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        assert seen, f"it changed: {what or look} (now: {seen!r})"
        _STEP.wait(0.01)
