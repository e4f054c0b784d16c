"""The figures as lines: name, value as text, definition. One list for the page and for the file."""

from __future__ import annotations

from dataclasses import dataclass

from intake.console.formats import span
from intake.insights.metrics import percentile_of
from intake.insights.service import Figures, Wanted


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: catalogue key (name `insights.<key>`, definition `insights.<key>_means`), text, raw value."""

    key: str
    text: str
    raw: float | None
    seconds: str = ""


def tiles(found: Figures, wanted: Wanted) -> list[Tile]:
    """Every single figure, in the order in which a supervisor reads them."""
    answering, secured = found.answering, found.secured_s
    within = span(wanted.within_s)
    return [
        Tile("offered", str(answering.offered), answering.offered),
        Tile("short", str(answering.short), answering.short, span(wanted.short_s)),
        _share("abandonment", answering.abandonment),
        _share("level", answering.level, within),
        _time("asa", answering.average_wait_s),
        _time("aht", found.handling_s),
        _time("secured", percentile_of(secured, 50)),
        _share("secured_in_time", found.secured_in_time),
        _share("contact_rate", found.contact_rate),
        _count("tries", found.tries_to_contact),
        _share("hold_to_callback", found.hold_to_callback),
        _time("p0_acknowledged", percentile_of(found.p0_acknowledged_s, 90)),
        _share("bridge", found.bridge_success),
    ]


def percent(value: float | None) -> str:
    """A share as text; a dash where nothing was counted."""
    return "–" if value is None else f"{value * 100:.0f} %"


def _share(key: str, value: float | None, seconds: str = "") -> Tile:
    return Tile(key, percent(value), value, seconds)


def _time(key: str, value: float | None) -> Tile:
    return Tile(key, "–" if value is None else span(value), value)


def _count(key: str, value: float | None) -> Tile:
    return Tile(key, "–" if value is None else f"{value:g}", value)
