"""{WHEN}: how soon a person will call, as a range that is never better than what usually happens.

Short enough for a text of 160 characters (28 at most), in letters that such a text has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from intake.callbacks.windows import DAY_PARTS, Window

Language = Literal["en", "es"]

# The longest wording; the text that carries it has this much room.
LONGEST = 28
# Handling time of a call back (domain 7.3) and the time that it takes somebody to pick up and read.
_CALL_SECONDS, _PICK_UP_SECONDS = 1500.0, 240.0
# Ranges in minutes; the upper end is what is promised.
_RANGES = ((2, 5), (5, 15), (15, 30), (30, 60), (60, 120), (120, 240))
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    # No accents that a plain text (GSM 03.38) lacks; weekends never come up.
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sabado", "domingo"),
}
_PARTS = {
    "morning": {"en": "between 8 and noon", "es": "de 8 a 12"},
    "afternoon": {"en": "between noon and 5", "es": "de 12 a 5"},
    "evening": {"en": "between 5 and 8 pm", "es": "de 5 a 8 de la tarde"},
}


@dataclass(frozen=True)
class Outlook:
    """What the forecast is made from. Times are aware; `zone` is the caller's."""

    now: datetime
    zone: str
    # Somebody reached by then if all goes as planned (rules.schedule).
    due_at: datetime
    window: Window | None
    # Office hours only (P4 for work).
    office: bool
    # Callbacks that are owed before this one, and professionals on duty to make them.
    ahead: int
    on_duty: int
    # The 90th percentile of recent waits at this hour of the week; None without a history.
    usual_seconds: float | None = None


def words(outlook: Outlook, language: Language) -> str:
    """What follows "A person will call": a chosen part of a day, a day's office hours, or a range."""
    if outlook.window is not None:
        part = _part(outlook.window, outlook.zone)
        return f"{_day(outlook, outlook.window.opens, language)}, {_PARTS[part][language]}"
    if outlook.office:
        hours = "from 9 to 5" if language == "en" else "de 9 a 5"
        return f"{_day(outlook, outlook.due_at, language)}, {hours}"
    return _range(_seconds(outlook), language)


def _seconds(outlook: Outlook) -> float | None:
    """On the late side: those ahead are called in rounds, and nobody is faster than the class or than usual.

    None when nobody is on duty: then no time can honestly be named.
    """
    if outlook.on_duty == 0:
        return None
    rounds = outlook.ahead // outlook.on_duty
    planned = (outlook.due_at - outlook.now).total_seconds()
    return max(planned, rounds * _CALL_SECONDS + _PICK_UP_SECONDS, outlook.usual_seconds or 0.0)


def _range(seconds: float | None, language: Language) -> str:
    found = next((pair for pair in _RANGES if seconds is not None and seconds <= pair[1] * 60), None)
    if found is None:
        return "as soon as we can" if language == "en" else "lo antes posible"
    low, high = found
    if low >= 60:
        low, high = low // 60, high // 60
        return f"in {low} to {high} hours" if language == "en" else f"en {low} a {high} horas"
    return f"in {low} to {high} minutes" if language == "en" else f"en {low} a {high} minutos"


def _part(window: Window, zone: str) -> str:
    opens = window.opens.astimezone(ZoneInfo(zone)).time()
    return next(name for name, hours in DAY_PARTS.items() if hours[0] == opens)


def _day(outlook: Outlook, at: datetime, language: Language) -> str:
    """Today, tomorrow or the weekday, where the caller is."""
    where = ZoneInfo(outlook.zone)
    day = at.astimezone(where).date()
    away = (day - outlook.now.astimezone(where).date()).days
    if away <= 1:
        names = ("today", "tomorrow") if language == "en" else ("hoy", "mañana")
        return names[max(away, 0)]
    name = _WEEKDAYS[language][day.weekday()]
    return f"on {name}" if language == "en" else f"el {name}"
