"""A process that dies with us, and never outlives being told to stop."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake.cli.embedded import CannotStart

_PR_SET_PDEATHSIG = 1
_STOP_SECONDS = 20.0
_READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, as whom, and how it is asked to end."""

    name: str
    argv: tuple[str, ...]
    log: Path
    ready: Callable[[], bool]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    owner: tuple[int, int] | None = None
    keep_open: tuple[int, ...] = ()
    stdin: bytes | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    leaned_on: bool = False
    before: Callable[[], None] = field(default=lambda: None)


def _die_with_parent(stop: signal.Signals, parent: int) -> Callable[[], None]:
    # The library is opened here, before the fork: nothing but the call itself happens in the child.
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def in_child() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(stop))
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, its output appended to its log.

    Call from the main thread: the kernel ties a child to the thread that made it.
    """
    program.before()
    user, group = program.owner or (None, None)
    with program.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the command is ours, no shell
            program.argv,
            stdin=subprocess.PIPE if program.stdin is not None else subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=None if program.env is None else dict(program.env),
            cwd=program.cwd,
            user=user,
            group=group,
            extra_groups=None if program.owner is None else [],
            pass_fds=program.keep_open,
            start_new_session=True,
            preexec_fn=_die_with_parent(program.stop_signal, os.getpid()),
        )
    if program.stdin is not None and process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(program.stdin)
            process.stdin.close()
    return process


def wait_ready(program: Program, process: subprocess.Popen[bytes], seconds: float = _READY_SECONDS) -> None:
    """Return once it answers. Raises `CannotStart` when it ends first or stays mute."""
    end = time.monotonic() + seconds
    while not program.ready():
        if process.poll() is not None:
            raise CannotStart(f"{program.name} ended at once: {_last_line(program.log)} (more in {program.log})")
        if time.monotonic() > end:
            raise CannotStart(f"{program.name} does not answer after {seconds:.0f} s; see {program.log}")
        time.sleep(0.01)


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "it said nothing"


def stop(program: Program, process: subprocess.Popen[bytes], seconds: float = _STOP_SECONDS) -> None:
    """Ask it to end, wait, and end it if it does not."""
    if process.poll() is None:
        process.send_signal(program.stop_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
