"""How times and codes look on a page, in the reader's language and time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from intake.console.language import has, one_or_many, t
from intake.console.viewer import moment_now, reader_zone


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(reader_zone()))


def clock_time(at: datetime) -> Markup:
    """The hour and minute, with the day if it is not today."""
    local, today = _local(at), _local(moment_now()).date()
    text = hour(at)
    if local.date() != today:
        text = f"{day(at)} {text}"
    return _time(at, text)


def hour(at: datetime) -> str:
    """The hour and minute on the reader's wall clock, without the day; a full hour is said shortly."""
    local = _local(at)
    if not _twelve_hours():
        return local.strftime("%H:%M")
    return local.strftime("%-I:%M %p" if local.minute else "%-I %p").lower()


def between(start: datetime, end: datetime) -> Markup:
    """From one moment to another, always with the day; the second day only if it is another one."""
    same = _local(start).date() == _local(end).date()
    later = hour(end) if same else f"{day(end)} {hour(end)}"
    return _time(start, f"{day(start)} {hour(start)}") + Markup(" – ") + _time(end, later)


def _time(at: datetime, text: str, kind: str = "") -> Markup:
    # Written out: a page has a hundred of these, and Markup.format is slow.
    moment = at.isoformat(timespec="seconds")
    return Markup(f'<time{kind} datetime="{moment}">{escape(text)}</time>')  # noqa: S704


def day(at: datetime) -> str:
    """The day in words: Tue 24 Nov."""
    local = _local(at)
    return t(
        "shell.day_form",
        weekday=t(f"shell.weekday_{local.isoweekday()}"),
        day=local.day,
        month=t(f"shell.month_{local.month}"),
    )


def date(at: datetime) -> str:
    """The day with its year, for what is looked up years later."""
    return f"{day(at)} {_local(at).year}"


def _twelve_hours() -> bool:
    return t("shell.clock") == "12"


def span(seconds: float) -> str:
    """A length of time in its largest sensible unit: 40 s, 12 min, 3 h, 5 days."""
    whole = max(0, int(seconds))
    if whole < 60:
        return t("shell.seconds", count=whole)
    if whole < 5400:
        return t("shell.minutes", count=round(whole / 60))
    if whole < 172_800:
        return t("shell.hours", count=round(whole / 3600))
    return one_or_many("shell.days", round(whole / 86_400))


def left(at: datetime) -> Markup:
    """How long until `at`, or how long since; a script keeps it ticking."""
    seconds = (at - moment_now()) / timedelta(seconds=1)
    if seconds >= 0:
        text, mood = t("shell.left", span=span(seconds)), "ahead"
    else:
        text, mood = t("shell.late", span=span(-seconds)), "late"
    return _time(at, text, f' class="left left-{mood}"')


def ago(at: datetime) -> Markup:
    """How long ago `at` was."""
    text = t("shell.ago", span=span((moment_now() - at).total_seconds()))
    return _time(at, text)


def word(code: object, group: str) -> str:
    """The text of a code (`codes.<group>.<code>`); a code that has no text yet is shown as it is."""
    key = f"codes.{group}.{code}"
    return t(key) if has(key) else str(code).replace("_", " ")


def initials(name: str) -> str:
    """A name where there is room for two letters."""
    return "".join(part[0] for part in name.split()[:2]).upper()


def rung_why(kept: str) -> str:
    """Why somebody was rung, in words: `codes.rung.<code>` for each code that the rule left."""
    parts = (part.partition("=") for part in kept.split(";") if part)
    return "; ".join(_rung_why(code, *figures.partition("/")[::2]) for code, _, figures in parts)


def _rung_why(code: str, load: str, others: str) -> str:
    key = f"codes.rung.{code}"
    return t(key, load=load, others=others) if has(key) else word(code, "tier")


def phone(number: str) -> str:
    """One of our own lines as people write it. Never for a caller's number: that stays masked."""
    return f"({number[2:5]}) {number[5:8]}-{number[8:]}" if number.startswith("+1") else number


def actor(code: str, names: Mapping[UUID, str]) -> str:
    """Who an entry of the audit trail is about: a name for staff, else a word for the code's kind."""
    kind, _, rest = code.partition(":")
    if kind == "staff" and len(rest) == 32:
        return names.get(UUID(rest), rest[:8])
    return f"{word(kind, 'actor')} {rest}".strip()


def came_from(code: str | None) -> str:
    """From where an entry of the audit trail came: the way, staff's address, the job or the session's beginning."""
    way, _, address = (code or "").partition("@")
    kind, _, rest = way.partition(":")
    short = rest[:8] if kind == "console" else rest
    return " · ".join(part for part in (word(kind, "came_from") if kind else "", address, short) if part)
