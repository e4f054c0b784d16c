"""What the machine says of processes, any of which may end while it is asked."""

from __future__ import annotations

from pathlib import Path


def command_of(process: int) -> str:
    """The command line that a process was started with; empty once it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
