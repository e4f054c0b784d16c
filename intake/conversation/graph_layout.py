"""Where each step stands in the drawing: a row by distance from the greeting, a column that shortens arrows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.conversation.check_routes import ENTRANCES
from intake.conversation.script import Script

BOX_WIDTH = 220
BOX_HEIGHT = 64
_COLUMN = BOX_WIDTH + 70
_ROW = BOX_HEIGHT + 110


@dataclass(frozen=True)
class Spot:
    """The upper left corner of a box, and its targets from left to right."""

    x: float
    y: float
    targets: tuple[str, ...] = ()

    def out(self, target: str) -> float:
        """Where on the lower edge (0 to 1) the arrow to a target leaves."""
        return (self.targets.index(target) + 1) / (len(self.targets) + 1)

    def drop(self, target: str) -> float:
        """How much lower its label stands, so that labels of one box do not cover each other."""
        return 13.0 * (self.targets.index(target) % 4)


def layout(script: Script, arrows: Iterable[tuple[str, str]]) -> dict[str, Spot]:
    """A spot for every step."""
    pairs = list(arrows)
    rows = _rows(script, pairs)
    columns = _columns(rows, pairs)
    spots: dict[str, Spot] = {}
    for name, row in rows.items():
        ahead = {target for source, target in pairs if source == name}
        ordered = tuple(sorted(ahead, key=lambda target: (columns[target], target)))
        spots[name] = Spot(columns[name] * _COLUMN, row * _ROW, ordered)
    return spots


def _rows(script: Script, pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Breadth first from the greeting, then from the other entrances."""
    rows: dict[str, int] = {}
    for start in (script.first, "C10_CRISIS", *ENTRANCES, *script.steps):
        if start in rows or start not in script.steps:
            continue
        rows[start] = 0 if start != "C10_CRISIS" else 3
        ahead = [start]
        while ahead:
            name = ahead.pop(0)
            for source, target in pairs:
                if source == name and target not in rows and target in script.steps:
                    rows[target] = rows[name] + 1
                    ahead.append(target)
    return rows


def _columns(rows: dict[str, int], pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Boxes of a row in the order of their sources' columns, centred; the core path stays in the middle."""
    by_row: dict[int, list[str]] = {}
    for name, row in rows.items():
        by_row.setdefault(row, []).append(name)
    widest = max(len(names) for names in by_row.values())
    columns: dict[str, float] = {}
    for row in sorted(by_row):
        names = sorted(by_row[row], key=lambda name: (_pull(name, pairs, columns, widest / 2), name))
        left = (widest - len(names)) / 2
        columns |= {name: left + place for place, name in enumerate(names)}
    return columns


def _pull(name: str, pairs: list[tuple[str, str]], columns: dict[str, float], middle: float) -> float:
    sources = [columns[source] for source, target in pairs if target == name and source in columns]
    return sum(sources) / len(sources) if sources else middle
