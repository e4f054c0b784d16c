"""From `helpline up` until a first call is answered: in an empty folder, and again (goals: 10 s and 4 s)."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import Report
from tests.journeys.deployment import CALLER, HELPLINE, LINE
from webhooks.simulator.people import Network

ROUNDS = 5


@dataclass(frozen=True)
class Start:
    """Seconds until the caller heard us, and processor seconds of every process, its end included."""

    wall: float
    processor: float


def measure(*, quick: bool, seed: int) -> Report:
    """Each round has a folder of its own: started and called, ended, started and called again."""
    report = Report()
    rounds = [_round() for _ in range(1 if quick else ROUNDS)]
    for place, when in enumerate(("in an empty folder", "again")):
        report.add(f"{when}: first call answered", "s", [each[place].wall for each in rounds])
        report.add(f"{when}: processor time of all processes", "s", [each[place].processor for each in rounds])
    report.notes.append("goals: 10 s in an empty folder, 4 s again; a call through the simulator, which is started too")
    report.notes.append("half of the processor time is the least that two processors could need, however quiet")
    return report


def _round() -> tuple[Start, Start]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = Path(folder) / "data"
        return _start(place), _start(place)


def _start(folder: Path) -> Start:
    before, began = _spent(), time.monotonic()
    with _up(folder) as simulator:
        phone = Network(simulator).phone(CALLER)
        phone.dials(LINE).hears("Harbor Path", within=30)
        wall = time.monotonic() - began
        phone.hangs_up()
    return Start(wall, _spent() - before)


@contextmanager
def _up(folder: Path) -> Iterator[str]:
    ports = ("--port", "0", "--console-port", "0", "--simulator-port", "0")
    command = [HELPLINE, "up", "--json", "--data-dir", str(folder), *ports]
    # An installed program has its compiled code beside it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, **quiet) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["simulator"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
