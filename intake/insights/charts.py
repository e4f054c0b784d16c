"""Where the marks of a chart go: plain numbers, drawn by a template as SVG attributes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the heat map: a place, a count, and a level of colour from 0 (none) to 5 (the most)."""

    day: int
    hour: int
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its value and its width in percent of the longest."""

    name: str
    value: float
    percent: float


def heat(counts: Mapping[tuple[int, int], int]) -> list[Cell]:
    """All 168 hours, Monday first."""
    most = max(counts.values(), default=0)
    found = []
    for day in range(7):
        for hour in range(24):
            count = counts.get((day, hour), 0)
            level = 0 if not count else max(1, round(count / most * LEVELS))
            found.append(Cell(day, hour, count, level))
    return found


def bars(values: Sequence[tuple[str, float]], longest: float | None = None) -> list[Bar]:
    """Bars in the order given; `longest` is the value of a full bar, the largest one if not said."""
    full = longest if longest is not None else max((value for _, value in values), default=0)
    return [Bar(name, value, min(100.0, value / full * 100) if full else 0.0) for name, value in values]


def steps(values: Sequence[float], top: float, height: float = 40.0, width: float = 10.0) -> str:
    """The points of a stepped line for an SVG polyline, `width` for each value, `height` for `top`."""
    points = []
    for place, value in enumerate(values):
        y = height - (value / top * height if top else 0)
        points += [f"{place * width:g},{y:g}", f"{(place + 1) * width:g},{y:g}"]
    return " ".join(points)


def reached(funnel: Mapping[tuple[str, str], int], order: Sequence[str]) -> dict[str, int]:
    """How many came at least as far as each stage."""
    places = {stage: place for place, stage in enumerate(order)}
    totals = dict.fromkeys(order, 0)
    for (_, stage), count in funnel.items():
        for earlier in order[: places.get(stage, 0) + 1]:
            totals[earlier] += count
    return totals
