"""What a benchmark found: each figure with its spread, beside its floor and its goal."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One quantity over several rounds."""

    name: str
    unit: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def as_json(self) -> dict[str, object]:
        low, high = min(self.rounds), max(self.rounds)
        return {"median": round(self.median, 4), "min": round(low, 4), "max": round(high, 4), "unit": self.unit}

    def as_line(self) -> str:
        low, high = min(self.rounds), max(self.rounds)
        return f"{self.name:<42} {self.median:>12,.3f} {self.unit:<6} ({low:,.3f} to {high:,.3f})"


@dataclass
class Report:
    """All figures of one benchmark, and notes that a reader needs."""

    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, unit: str, rounds: Sequence[float]) -> None:
        self.figures.append(Figure(name, unit, tuple(rounds)))

    def as_json(self) -> dict[str, object]:
        return {"figures": {figure.name: figure.as_json() for figure in self.figures}, "notes": self.notes}

    def as_lines(self) -> list[str]:
        return [*(figure.as_line() for figure in self.figures), *self.notes]


def machine() -> str:
    """The processor and how many of it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models) or '?'} x {models[0] if models else platform.processor()}, Python {platform.python_version()}"
