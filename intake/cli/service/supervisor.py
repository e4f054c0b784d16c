"""Keeps processes running: one that ends is started again, and all end together."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from intake.cli.embedded.program import Program, spawn, stop, wait_ready

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 10.0
_HEALTHY_SECONDS = 10.0


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = _FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    """Starts programs in order and ends them in the opposite one. Use it from the main thread only."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` gets one line about every process that had to be started again."""
        self._tell = tell
        self._children: list[_Child] = []

    def begin(self, programs: Iterable[Program]) -> None:
        """Start them, all at once, and wait for none."""
        self._children += [_Child(program, spawn(program), time.monotonic()) for program in programs]

    def wait(self) -> None:
        """Wait until each answers. Raises `CannotStart`."""
        for child in self._children:
            wait_ready(child.program, child.process)

    def watch(self, ended: threading.Event) -> None:
        """Start again what ends by itself, until told to end."""
        while not ended.wait(0.1):
            for child in self._children:
                self._look_after(child, time.monotonic())

    def _look_after(self, child: _Child, now: float) -> None:
        if child.process.poll() is None:
            return
        if child.again_at is None:
            if now - child.started > _HEALTHY_SECONDS:
                child.pause = _FIRST_PAUSE
            child.again_at = now + child.pause
            self._tell(f"{child.program.name} ended ({child.process.returncode}), again in {child.pause:g} s")
            child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        elif now >= child.again_at:
            child.process, child.started, child.again_at = spawn(child.program), now, None

    def stop(self) -> None:
        """End all: those that lean on others first, and those that nobody leans on side by side."""
        for layer in _layers(self._children):
            enders = [threading.Thread(target=stop, args=(child.program, child.process)) for child in layer]
            for ender in enders:
                ender.start()
            for ender in enders:
                ender.join()
        self._children.clear()


def _layers(children: list[_Child]) -> list[list[_Child]]:
    """The servers last: what is at work still writes to them."""
    leaning = [child for child in children if not child.program.leaned_on]
    return [leaning, [child for child in children if child.program.leaned_on]]
