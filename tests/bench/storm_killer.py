"""Kills one process of a running service after another, each kind as often as any other."""

from __future__ import annotations

import os
import random
import re
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from intake.cli.folder import Folder
from tests.eventually import eventually
from tests.journeys.deployment import Deployment
from tests.processes import command_of

# What is in each kind's command line, and whether a child of it is meant: the one that serves.
KINDS = {
    "web": (r"webhooks\.app:create_production_app", True),
    "urgent": (r"workers\.worker urgent", False),
    "routine": (r"workers\.worker routine", False),
    "clock": (r"workers\.clock", False),
    "redis": (r"(redis|valkey)-server", False),
    "postgres": (r"bin/postgres", False),
}


@dataclass
class Killer:
    """Knows the service's processes by their parents, and ends them without a word."""

    service: Deployment
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    _left: list[str] = field(default_factory=list)

    def kills(self, within: float) -> None:
        """One more, of a kind that is up; waits until it is back where it was killed before."""
        if not self._left:
            self._left = list(KINDS)
            self.chance.shuffle(self._left)
        kind = self._left.pop()
        process = eventually(lambda: self.process_of(kind), seconds=within, what=f"{kind} is up")
        os.kill(process, signal.SIGKILL)
        self.killed[kind] += 1
        eventually(lambda: self.process_of(kind) not in {None, process}, seconds=within, what=f"{kind} is up again")

    def process_of(self, kind: str) -> int | None:
        """The process to kill, if it is there."""
        words, child = KINDS[kind]
        holder = Folder(self.service.folder).holder()
        if holder is None:
            return None
        mine = [one for one in _children(holder.pid) if re.search(words, command_of(one))]
        if not mine or not child:
            return mine[0] if mine else None
        below = _children(mine[0])
        return below[0] if below else None


def _children(parent: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []
