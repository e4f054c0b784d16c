"""Processes are killed, one after another, while people call and text (goal: 500; lost, rung twice, silent 0)."""

from __future__ import annotations

import random
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from intake.callbacks import ledger
from intake.settings import Settings, load
from intake.wiring import utc_now
from tests.bench.report import Report
from tests.bench.storm_callers import Callers
from tests.bench.storm_killer import KINDS, Killer
from tests.bench.storm_truths import Faults, found
from tests.eventually import eventually
from tests.journeys.deployment import BACKUP, CREW, CRISIS, Deployment, running

KILLS, QUICK = 500, 20
SPEED = 6.0
# So many people are on the line or about to call at any time.
AT_ONCE = 6
_BACK_SECONDS, _REST_SECONDS = 60.0, 240.0
_TAKES = (
    {"hears": "press 1", "presses": "1"},
    {"hears": "off the line", "presses": "1", "optional": True},
    {"hears": "When you are ready", "presses": "1", "optional": True},
    {"hears": "how did it go", "presses": "1"},
)


def measure(*, quick: bool, seed: int, count: int | None = None) -> Report:
    """Kill so many processes, let everything come to rest, and look for whoever was let down."""
    count = count or (QUICK if quick else KILLS)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **_PACE) as service:
        _people(service)
        killer, callers = Killer(service, random.Random(seed)), Callers(service, random.Random(seed + 1))
        begun = monotonic()
        with _calling(callers):
            for place in range(count):
                # Somebody new for each process that is killed.
                eventually(lambda place=place: len(callers.begun) > place, seconds=_BACK_SECONDS, what="a caller")
                killer.kills(_BACK_SECONDS)
        seconds = monotonic() - begun
        left = _comes_to_rest(service)
        return _report(killer.killed, callers, Faults(left, found(service, callers)), seconds)


# Nobody is kept from the next call by the last one, and what was missed is found soon.
_PACE = {"HELPLINE_LOST_CALL_SECONDS": "10", "HELPLINE_WRAP_SECONDS": "4", "HELPLINE_RETRY_SECONDS": "3,5"}


def _people(service: Deployment) -> None:
    network = service.network
    network.runs_at(SPEED)
    for number, *_ in CREW.values():
        network.phone(number).ignores_texts().ignores_calls().follows(*_TAKES, answer_after=1.0)
    network.phone(BACKUP).ignores_texts().ignores_calls().follows(
        {"hears": "press", "presses": "1"}, {"after": 5, "hangs_up": True}
    )
    network.phone(CRISIS).ignores_calls().follows({"after": 5, "hangs_up": True})


@contextmanager
def _calling(callers: Callers) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=callers.keep_calling, args=(AT_ONCE, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _comes_to_rest(service: Deployment) -> Counter[str]:
    """Wait until nothing is owed any more; what is left after that is lost."""
    settings = load(service.folder)
    service.network.settles(within=_REST_SECONDS)

    def nothing_open() -> bool:
        try:
            return not any(one["ended_at"] is None for one in service.conversations()) and not _owed(service)
        except SQLAlchemyError:
            return False

    try:
        eventually(nothing_open, seconds=_REST_SECONDS, what="an end of everything")
    except AssertionError:
        return Counter({f"still open: {one}": 1 for one in _owed(service)}) + _ledger(service, settings)
    return _ledger(service, settings)


def _owed(service: Deployment) -> list[str]:
    return [f"{one['class']} {one['state']}" for one in service.callbacks() if one["closed_reason"] is None]


def _ledger(service: Deployment, settings: Settings) -> Counter[str]:
    with service.database.begin() as connection:
        return +Counter(dict(ledger.counts(connection, settings, utc_now())))


def _report(killed: Counter[str], callers: Callers, faults: Faults, seconds: float) -> Report:
    report = Report()
    for kind in KINDS:
        report.add(f"killed: {kind}", "", [killed[kind]])
    report.add("killed", "", [killed.total()])
    report.add("people who called or wrote", "", [len(callers.begun)])
    for name in Faults.KINDS:
        report.add(name, "", [faults.count(name)])
        report.notes += [f"{name}: {each}" for each in faults.named(name)[:20]]
    report.add("wall", "s", [seconds])
    report.notes.append(f"goal: {KILLS} killed; lost, rung twice, silent, against a permission: 0")
    report.notes.append("web is killed as its serving process; gunicorn's own process keeps the door open meanwhile")
    return report
