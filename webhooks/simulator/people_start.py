"""Starts a network as a process of its own for as long as a test needs it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from webhooks.simulator.people import Network

STOP_SECONDS = 10


@contextmanager
def running(config: dict[str, Any], deadline: float = 10.0) -> Iterator[Network]:
    """A network with this config (see config.py; port 0 by default); the token is in a file, not in `ps`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.json")
        path.touch(mode=0o600)
        path.write_text(json.dumps({"port": 0, **config}), "utf-8")
        command = [sys.executable, "-m", "webhooks.simulator", "--config", str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise RuntimeError("the simulated network did not start")
            yield Network(json.loads(line)["address"], deadline)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
            if process.stdout:
                process.stdout.close()
