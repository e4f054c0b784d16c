"""From the key that asks for a call back to the creation of the professional's call at the carrier."""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from intake.settings import load
from intake.wiring import House, wire
from tests.bench.report import Report
from tests.eventually import eventually
from tests.journeys.deployment import CREW, LINE, Deployment, running

# English, nobody in danger, for me, a call back, this number, a message, as soon as you can; then the ZIP code,
# whose last key is the one that is waited for.
KEYS, LAST = ("1", "2", "1", "2", "1", "1", "1"), "94110"
# Callers type and listen so much faster than life; what is measured runs on the wall's clock.
SPEED = 20.0
GOAL_P50, GOAL_P99 = 50.0, 300.0
_AREAS = tuple(area for area in range(203, 300) if area not in (211,))
# Most of what waits at any time waits for its hour or for its next try.
_WAITING = text(
    """
    INSERT INTO callbacks (id, origin, class, reason, state, language, promised_at, created_at, due_at,
        window_opens_at, window_closes_at, next_action_at)
    SELECT gen_random_uuid(), 'requested', CASE WHEN n % 3 = 0 THEN 'P2' ELSE 'P3' END, 'bench',
        CASE WHEN n % 3 = 0 THEN 'waiting' ELSE 'due' END, 'en', now(), now() - n * interval '1 second',
        now() + interval '1 day', now() + interval '20 hours', now() + interval '1 day',
        now() + interval '20 hours' + n * interval '1 second'
    FROM generate_series(1, :many) AS n
    """
)


@dataclass(frozen=True)
class Bench:
    """The running service, and its use cases for what a person would do on a page."""

    service: Deployment
    house: House
    somebody: UUID
    numbers: Any


def measure(*, quick: bool, seed: int) -> Report:
    """One caller after another, first with nothing else waiting, then with ten thousand."""
    report, calls = Report(), 15 if quick else 150
    folder = tempfile.TemporaryDirectory()
    with folder, running(Path(folder.name), HELPLINE_SWEEP_SECONDS="10", HELPLINE_OFFER_RING_SECONDS="18") as service:
        house = wire(load(service.folder))
        with service.database.begin() as connection:
            somebody = connection.execute(text("SELECT id FROM staff WHERE email = 'yan@example.org'")).scalar_one()
        numbers = cycle(f"+1{area}55501{place:02}" for area in _AREAS[seed:] for place in range(100))
        bench = Bench(service, house, somebody, numbers)
        service.network.runs_at(SPEED)
        for number, *_ in CREW.values():
            service.network.phone(number).does_not_answer().ignores_texts().ignores_calls()
        for _ in range(5):
            _one(bench)
        for many in (0, 10_000):
            with service.database.begin() as connection:
                connection.execute(_WAITING, {"many": many})
            _tell(report, many, [_one(bench) for _ in range(calls)])
        house.database.close()
    report.notes.append(f"{calls} callers each, one at a time; goal: p50 {GOAL_P50:.0f} ms, p99 {GOAL_P99:.0f} ms")
    report.notes.append("web, urgent worker, Redis, PostgreSQL and network are processes of their own on this machine")
    return report


def _one(bench: Bench) -> float:
    """Milliseconds from the last key's webhook, as it left, to the call, as it was created."""
    network, wire_ = bench.service.network, bench.service.network.wire
    caller = network.phone(next(bench.numbers)).ignores_texts().ignores_calls().dials(LINE)
    for key in KEYS:
        caller.presses(key)
    since = wire_.get("/tape?last=1")["next"]
    caller.presses(LAST)

    def rung() -> dict[str, Any] | None:
        entries = wire_.get(f"/tape?since={since}&limit=10000")["tape"]
        return next((one for one in entries if one["kind"] == "rest" and one["url"].endswith("/Calls.json")), None)

    ring = eventually(rung, seconds=30, what="a professional's call")
    tape = wire_.get(f"/tape?since={since}&limit=10000")["tape"]
    key = next(one for one in tape if one["kind"] == "webhook" and one["params"].get("Digits") == LAST)
    caller.hangs_up()
    _called_off(bench)
    return (_left(ring) - _left(key)) * 1_000


def _left(entry: dict[str, Any]) -> float:
    """When a request left (a webhook) or arrived (at the carrier); seconds."""
    return float(datetime.fromisoformat(entry["time"]).timestamp()) - float(entry["seconds"])


def _called_off(bench: Bench) -> None:
    """Nothing is owed and nobody rings any more, so that the next caller finds the same people free."""
    with bench.service.database.begin() as connection:
        owed = "SELECT id FROM callbacks WHERE ended_at IS NULL AND reason <> 'bench'"
        for callback_id in connection.execute(text(owed)).scalars():
            bench.house.callback_acts.cancel(callback_id, bench.somebody, "person_cancelled")

    def quiet() -> bool:
        with bench.service.database.begin() as connection:
            live = connection.execute(text("SELECT count(*) FROM offers WHERE ended_at IS NULL")).scalar_one()
        up = [one for one in bench.service.network.calls() if one["status"] in {"queued", "ringing", "in-progress"}]
        return not live and not up

    eventually(quiet, seconds=60, what="every phone has stopped")


def _tell(report: Report, waiting: int, milliseconds: list[float]) -> None:
    cut = statistics.quantiles(milliseconds, n=100, method="inclusive")
    for name, value in (("p50", cut[49]), ("p90", cut[89]), ("p99", cut[98]), ("longest", max(milliseconds))):
        report.add(f"{waiting:,} waiting: {name}", "ms", [value])
