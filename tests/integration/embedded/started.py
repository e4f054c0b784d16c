"""`helpline` as a person starts it: a process of its own, on free ports, in a folder of the test."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from intake.cli.embedded import orphans
from intake.settings import Settings
from intake.settings.fields import environment_name
from tests.eventually import eventually

HELPLINE = str(Path(sys.executable).parent / "helpline")
PORTS = ("--port", "0", "--console-port", "0", "--simulator-port", "0")


def bare_environment() -> dict[str, str]:
    """This process's environment without any setting of ours."""
    ours = {environment_name(name) for name in Settings.model_fields} | {"HELPLINE_DATA_DIR"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def helpline(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [HELPLINE, *arguments, "--data-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, env=bare_environment(), timeout=60, check=False)


@dataclass
class Up:
    """A running `helpline up`."""

    folder: Path
    process: subprocess.Popen[str] = field(init=False)
    said: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [HELPLINE, "up", "--json", *PORTS, "--data-dir", str(self.folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=bare_environment(),
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(40)
            self.process.stdout.close()
            raise AssertionError("it ended before it was ready; what it said is above")
        self.said = json.loads(line)

    def answers(self, process: str, path: str) -> int | None:
        """The status of a page of one of its processes."""
        address = urlsplit(self.said[process])
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def children(self) -> set[int]:
        """Its processes, the servers not among them."""
        return set(orphans.marked(f"_HELPLINE_UP_IN={self.folder}"))

    def servers(self) -> set[int]:
        """Its PostgreSQL and Redis."""
        names = frozenset({"postgres", "valkey-server", "redis-server"})
        data = orphans.living_in(self.folder / "postgres" / "data", names)
        return {*data, *orphans.living_in(self.folder / "redis", names)}

    def end(self, signum: int) -> int:
        """Send it a signal and wait for its end, and for that of everything that it started."""
        self.process.send_signal(signum)
        code = self.process.wait(40)
        assert self.process.stdout is not None
        self.process.stdout.close()
        eventually(lambda: not self.children() and not self.servers(), seconds=25, what="nothing is left behind")
        return code
