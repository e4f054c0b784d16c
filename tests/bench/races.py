"""Two accepts in the same instant, ten thousand times, against a real PostgreSQL (goal: double 0)."""

from __future__ import annotations

from collections import Counter
from time import monotonic

from tests.bench.report import Report
from tests.bench.towns import PROCESSES, Piece, in_pieces, town
from tests.integration.callbacks.racing import RACES, Race, run_races

# How many of each kind for ten thousand of the first.
_ACCEPTS = ("two_accepts", "page_and_phone", "phone_and_text")
_OTHERS = tuple(name for name in RACES if name not in _ACCEPTS)
COUNT = 10_000


def measure(*, quick: bool, seed: int, count: int | None = None) -> Report:
    """Races of two accepts, of an accept against the page and against a text, and a share of all other kinds."""
    count = count or (400 if quick else COUNT)
    begun = monotonic()
    found = in_pieces(_races, [count // PROCESSES] * PROCESSES, seed)
    report, races, bad = Report(), Counter[str](), Counter[str]()
    for each in found:
        races.update(each[0])
        bad.update(each[1])
    for name, times in sorted(races.items()):
        report.add(name, "races", [times])
        report.add(f"  {name}: double", "", [bad[name]])
    report.add("all", "races", [races.total()])
    report.add("double, raised or broken", "", [bad.total()])
    report.add("wall", "s", [monotonic() - begun])
    report.notes.append("each race: two threads behind one barrier, each on a connection of its own; goal: double 0")
    return report


def _races(piece: Piece) -> tuple[Counter[str], Counter[str]]:
    races, bad = Counter[str](), Counter[str]()
    with town(piece.url) as (house, crew):
        race = Race(house, crew)
        try:
            for name, times in _shares(piece.count).items():
                tally = run_races(race, name, times)
                races[name] += tally.races
                bad[name] += tally.doubles + tally.raised.total() + tally.broken.total()
        finally:
            race.close()
    return races, bad


def _shares(count: int) -> dict[str, int]:
    others = {**dict.fromkeys(_ACCEPTS[1:], count // 10), **dict.fromkeys(_OTHERS, count // 100)}
    return {"two_accepts": count, **{name: times for name, times in others.items() if times}}
