"""Generated histories of the whole house (goal: 10,000; a different end under any weather 0, broken truths 0)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from hypothesis import given, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bench.report import Report
from tests.bench.towns import Piece, in_pieces, town
from tests.integration.callbacks.histories.machine import histories, profile
from tests.integration.callbacks.histories.weathers import WEATHERS, Story, played, stories

COUNT, QUICK = 10_000, 200
# Moves in a history; histories in a piece; and of how many one is played in all weathers instead.
MOVES, PIECE, ONE_IN = 20, 100, 2


@dataclass(frozen=True)
class Found:
    """What one piece came to."""

    histories: int
    plays: int
    # Hypothesis's own words on the history that fails; played again with the piece's seed.
    failures: tuple[str, ...] = ()


def measure(*, quick: bool, seed: int, count: int | None = None) -> Report:
    """Pieces with seeds of their own, side by side; half of them break anything, half compare the weathers."""
    count, begun = count or (QUICK if quick else COUNT), monotonic()
    sizes = [min(PIECE, count - done) for done in range(0, count, PIECE)]
    found = in_pieces(_piece, sizes, seed)
    report = Report()
    report.add("histories", "", [sum(each.histories for each in found)])
    report.add("plays", "", [sum(each.plays for each in found)])
    report.add("broken truths, or another end", "", [sum(len(each.failures) for each in found)])
    report.add("wall", "s", [monotonic() - begun])
    for place, each in enumerate(found):
        report.notes += [
            f"piece with seed {seed + place} (--seed {seed + place} --count {sizes[place]}): {words}"
            for words in each.failures
        ]
    report.notes.append(f"{len(sizes)} pieces; even seeds: {MOVES} moves of anybody and anything, truths after each;")
    report.notes.append(
        f"odd seeds: each story in the calm and {', '.join(WEATHERS)}: the same end. Goal: {COUNT:,} and 0"
    )
    return report


def _piece(piece: Piece) -> Found:
    return _weathers(piece) if piece.seed % ONE_IN else _anything(piece)


def _anything(piece: Piece) -> Found:
    with town(piece.url) as (house, crew):
        machine = seed(piece.seed)(histories(house, crew))
        chosen = settings(profile(piece.count, MOVES, shrink=False), derandomize=False)
        failures = _failures(lambda: run_state_machine_as_test(machine, settings=chosen))
    return Found(piece.count, piece.count, failures)


def _weathers(piece: Piece) -> Found:
    with town(piece.url) as (house, crew):

        @seed(piece.seed)
        @settings(profile(piece.count, 1, shrink=False), derandomize=False)
        @given(stories)
        def same(story: Story) -> None:
            calm = played(house, crew, story, "calm")
            for weather in WEATHERS:
                assert played(house, crew, story, weather) == calm, weather

        failures = _failures(same)
    return Found(piece.count, piece.count * (1 + len(WEATHERS)), failures)


def _failures(run: Callable[[], object]) -> tuple[str, ...]:
    try:
        run()
    except Exception as problem:
        notes = getattr(problem, "__notes__", [])
        return (" ".join(f"{type(problem).__name__}: {problem} {' '.join(notes)}".split())[:2_000],)
    return ()
