"""How soon ten open boards show a new callback (goal: 1 s), and whether callers notice that they are open."""

from __future__ import annotations

import http.client
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from intake.staff import people
from intake.staff.sessions import Proof, open_session
from tests.bench import load
from tests.bench.report import Report
from tests.eventually import eventually
from tests.journeys.deployment import LINE, Deployment, running

BOARDS, ROUNDS, CALLERS = 10, 3, 60
_SHOWN = re.compile(r"/board/([0-9a-f-]{36})")


class Board:
    """What a supervisor's browser does: the page, the stream, and the lines again at every change."""

    def __init__(self, host: str, token: str) -> None:
        self.first_seen: dict[UUID, float] = {}
        self.refreshes = 0
        self._host, self._headers = host, {"Cookie": f"staff={token}"}
        self._over, self._open = Event(), Event()
        self._stream = http.client.HTTPConnection(host, timeout=30)
        self._thread = Thread(target=self._watch, daemon=True)

    def open(self) -> None:
        """Come back once the stream has said hello."""
        self._thread.start()
        if not self._open.wait(30):
            raise RuntimeError("a board got no stream")

    def close(self) -> None:
        """Turn the page."""
        self._over.set()
        if self._stream.sock is not None:
            self._stream.sock.shutdown(2)
        self._thread.join(10)

    def _watch(self) -> None:
        pages = http.client.HTTPConnection(self._host, timeout=30)
        self._look(pages, "/board")
        while not self._over.is_set():
            # A stream ends after some minutes and is taken up again, as a browser does.
            self._stream.request("GET", "/live", headers=self._headers)
            answer = self._stream.getresponse()
            if answer.status != http.client.OK:
                return
            while not self._over.is_set() and (line := answer.readline()):
                if line.startswith(b"event: "):
                    self._look(pages, "/board/live")
                    self._open.set()
            self._stream.close()
        pages.close()

    def _look(self, pages: http.client.HTTPConnection, path: str) -> None:
        pages.request("GET", path, headers=self._headers)
        answer = pages.getresponse()
        page = answer.read().decode()
        if answer.status != http.client.OK:
            raise RuntimeError(f"a board got {answer.status}")
        now, self.refreshes = time.time(), self.refreshes + 1
        for found in _SHOWN.findall(page):
            self.first_seen.setdefault(UUID(found), now)


def measure(*, quick: bool, seed: int) -> Report:
    """Single calls, each timed on every board; then waves of callers by turns without boards and with ten."""
    report, numbers, chance = Report(), load.numbers(), random.Random(seed)
    # No more single calls than people on duty can be rung for: with nobody free the script asks one question less.
    rounds, callers, calls = (1, 20, 3) if quick else (ROUNDS, CALLERS, 6)
    found: dict[bool, list[load.Storm]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as service:
        load.everybody_ready(service)
        tokens = _supervisors(service)
        # First, while the board has room: behind fifty others that wait, a new one is on its second page.
        with _boards(service, tokens) as boards:
            latest = [_one_call(service, next(numbers), boards) for _ in range(calls)]
        load.wave(service, [next(numbers) for _ in range(20)], chance)
        for number in range(rounds * 2):
            watched = bool(number % 2) != bool(number // 2 % 2)  # without, with, with, without, …
            with _boards(service, tokens if watched else []):
                found[watched].append(load.wave(service, [next(numbers) for _ in range(callers)], chance))
    _tell(report, found, latest, callers)
    return report


def _tell(report: Report, found: dict[bool, list[load.Storm]], latest: list[float], callers: int) -> None:
    report.add("new callback on the last of ten boards", "ms", [one * 1000 for one in latest])
    ratios = {}
    for percent in (50, 99):
        alone, watched = ([storm.at(percent) * 1000 for storm in found[key]] for key in (False, True))
        report.add(f"callers' p{percent}, no board open", "ms", alone)
        report.add(f"callers' p{percent}, {BOARDS} boards open", "ms", watched)
        ratios[percent] = statistics.median(watched) / statistics.median(alone)
    report.add("callers' errors", "", [storm.errors for storms in found.values() for storm in storms])
    report.notes += [f"p{percent} with boards / without: {ratio:.2f}" for percent, ratio in ratios.items()]
    report.notes.append(f"waves of {callers} callers at once; goals: 1000 ms at most, and both ratios about 1")


def _supervisors(service: Deployment) -> list[str]:
    """Ten people with a session each."""
    vault, now = service.vault, datetime.now(UTC)
    with service.database.begin() as connection:
        new = [
            people.NewPerson(f"board{n}-{uuid4().hex[:6]}@example.org", "Bo Ard", ("supervisor",), None, ("en",))
            for n in range(BOARDS)
        ]
        made = [people.add(connection, vault, one, "cli:bench", now) for one in new]
        return [open_session(connection, one, Proof("password", True), now) for one in made]


@contextmanager
def _boards(service: Deployment, tokens: list[str]) -> Iterator[list[Board]]:
    host = str(service.addresses["console"]).removeprefix("http://")
    opened = [Board(host, token) for token in tokens]
    for board in opened:
        board.open()
    try:
        yield opened
    finally:
        for board in opened:
            board.close()


def _one_call(service: Deployment, number: str, boards: list[Board]) -> float:
    """Seconds from the promise to the moment when the last board shows it."""
    before = _promised(service)
    keys: list[dict[str, Any]] = [{"after": 0.5, "presses": key} for key in load.KEYS]
    service.network.phone(number).dials(LINE, script=[*keys, {"after": 0.2, "hangs_up": True}])

    def latest() -> float | None:
        new = dict(_promised(service).items() - before.items())
        seen = [board.first_seen.get(each) for board in boards for each in new]
        known = [at for at in seen if at is not None]
        return max(known) - max(new.values()) if new and len(known) == len(seen) else None

    found = eventually(latest, seconds=60, what="a new callback on every board")
    assert found is not None
    return found


def _promised(service: Deployment) -> dict[UUID, float]:
    with service.database.begin() as connection:
        query = text("SELECT id, extract(epoch FROM promised_at)::float FROM callbacks WHERE promised_at IS NOT NULL")
        return {row[0]: row[1] for row in connection.execute(query)}
