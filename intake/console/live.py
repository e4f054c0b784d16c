"""One look at the database a process tells every open page that something has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar, cast

from sqlalchemy.exc import SQLAlchemyError

T = TypeVar("T")
Look = Callable[[], str]
_KEEP_ALIVE = ": still here\n\n"
# A line this often keeps the connection open, and finds out that nobody listens any more.
_QUIET_S = 15.0
# What was read serves others for a moment only; and only so many different things are kept.
_FRESH_S = 0.5
_SHARED_MOST = 50


class Hub:
    """Watches while somebody listens. `every_s` bounds how late a page learns of a change; `room` how many
    pages listen at once, since each holds a thread (the others ask by themselves every few seconds)."""

    def __init__(self, look: Look, *, every_s: float = 0.25, room: int = 40, stay_s: float = 300.0) -> None:
        self._look = look
        self._every_s = every_s
        self._room = room
        self._stay_s = stay_s
        self._changed = threading.Condition()
        self._version = 0
        self._listeners = 0
        self._closed = False
        self._watcher: threading.Thread | None = None
        self._read_once = threading.Lock()
        self._shared: dict[Hashable, tuple[int, float, object]] = {}

    def share(self, key: Hashable, read: Callable[[], T]) -> T:
        """What one page has just read, for all pages that ask for the same after the same change: ten open boards
        are told at once and read once. Never for what depends on who looks."""
        with self._read_once:
            version, read_at, found = self._shared.get(key, (-1, 0.0, None))
            if version != self._version or time.monotonic() - read_at > _FRESH_S:
                if len(self._shared) > _SHARED_MOST:
                    self._shared.clear()
                version, read_at, found = self._version, time.monotonic(), read()
                self._shared[key] = version, read_at, found
        return cast(T, found)

    def enter(self) -> bool:
        """Take a place among the listeners; False if there is none left."""
        with self._changed:
            if self._closed or self._listeners >= self._room:
                return False
            self._listeners += 1
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="console-live", daemon=True)
                self._watcher.start()
            return True

    def leave(self) -> None:
        """Give the place back; the last one out stops the watch."""
        with self._changed:
            self._listeners -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every stream and the watch, and wait for the last look to be over."""
        with self._changed:
            self._closed = True
            watcher = self._watcher
            self._changed.notify_all()
        if watcher is not None:
            watcher.join(timeout=5)

    def events(self) -> Iterator[str]:
        """Server-sent events for one listener that has entered, for some minutes; then it comes again."""
        seen = self._version
        ends = time.monotonic() + self._stay_s
        yield "retry: 500\nevent: hello\ndata: 1\n\n"
        # By time, not by the number of changes: a busy night must not end the streams over and over.
        while time.monotonic() < ends:
            changed, seen = self._wait(seen)
            if self._closed:
                return
            yield f"event: change\ndata: {seen}\n\n" if changed else _KEEP_ALIVE

    def _wait(self, seen: int) -> tuple[bool, int]:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version != seen, timeout=_QUIET_S)
            return self._version != seen, self._version

    def _watch(self) -> None:
        last: str | None = None
        while True:
            found = self._read()
            with self._changed:
                if found is not None and found != last:
                    self._version += last is not None
                    last = found
                    self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or not self._listeners, timeout=self._every_s)
                if self._closed or not self._listeners:
                    self._watcher = None
                    return

    def _read(self) -> str | None:
        try:
            return self._look()
        except SQLAlchemyError:
            # The database is away: pages show what they have, and the next look may find it again.
            return None
