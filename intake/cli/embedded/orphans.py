"""Servers that outlived the process that started them are found by where they work, and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
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


def end_all(folder: Path, names: frozenset[str], polite: signal.Signals, seconds: float = 10.0) -> int:
    """End every such process, politely first; returns how many there were."""
    found = list(living_in(folder, names))
    for signum in (polite, signal.SIGKILL):
        for pid in living_in(folder, names):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)
        end = time.monotonic() + seconds
        while any(living_in(folder, names)) and time.monotonic() < end:
            time.sleep(0.02)
    return len(found)
