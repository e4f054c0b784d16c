"""Servers that outlived the process that started them are found by where they work, and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_PROC = Path("/proc")


def living_in(folder: Path, names: frozenset[str]) -> Iterator[int]:
    """Processes whose program is one of `names` and that work inside `folder`.

    A pid file can name a stranger after a restart of the machine; the working folder cannot. The name keeps
    us from ending somebody's shell that happens to stand there.
    """
    wanted = str(folder.resolve())
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            program = os.path.basename(os.readlink(entry / "exe")).removesuffix(" (deleted)")
            if program in names and os.readlink(entry / "cwd") == wanted:
                yield int(entry.name)


def marked(mark: str) -> Iterator[int]:
    """Processes, other than this one, that were started with `mark` in their environment."""
    wanted = mark.encode()
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                yield int(entry.name)


def end_all(folder: Path, names: frozenset[str], polite: signal.Signals, seconds: float = 10.0) -> int:
    """End every server in the folder, politely first; returns how many there were."""
    return _end(lambda: list(living_in(folder, names)), polite, seconds)


def end_marked(mark: str, seconds: float = 20.0) -> int:
    """End every process with this mark, politely first; returns how many there were."""
    return _end(lambda: list(marked(mark)), signal.SIGTERM, seconds)


def _end(find: Callable[[], list[int]], polite: signal.Signals, seconds: float) -> int:
    found = find()
    for signum in (polite, signal.SIGKILL):
        for pid in find():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)
        end = time.monotonic() + seconds
        while find() and time.monotonic() < end:
            time.sleep(0.02)
    return len(found)
