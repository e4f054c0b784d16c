"""What the rota's pages share: dates from addresses, instants from forms, who changes what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from intake.console.formats import word
from intake.console.language import sentence, t
from intake.console.notices import tell
from intake.console.viewer import moment_now, reader_zone, viewer
from intake.oncall.coverage import Finding
from intake.oncall.rests import LIMITS
from intake.oncall.service import Change
from intake.oncall.tiers import Tier
from intake.told import Told

# A rota is planned in weeks around now; nobody needs the year 9999.
_FURTHEST = timedelta(days=800)


def zone() -> ZoneInfo:
    """The reader's own."""
    return ZoneInfo(reader_zone())


def today() -> date:
    """The reader's day."""
    return moment_now().astimezone(zone()).date()


def day_of(text: str | None) -> date:
    """A day from an address; today for anything else."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return today()
    return found if abs(found - today()) <= _FURTHEST else today()


def instant_of(text: str) -> datetime | None:
    """An instant in UTC from a form: a wall time is the reader's; None if it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = found.replace(tzinfo=zone()) if found.tzinfo is None else found
    return aware.astimezone(ZoneInfo("UTC"))


def wall(at: datetime) -> str:
    """An instant as an input of date and time takes it."""
    return at.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")


def finding(one: Finding) -> str:
    """What a finding says, with its number and the most (or least) that the rule allows."""
    detail = word(one.detail, "finding_detail") if one.detail else ""
    return t(f"codes.finding.{one.kind}", detail=detail, most=LIMITS.get(one.kind, ""))


def tier_of(text: str) -> Tier | None:
    """A tier by its name."""
    return Tier(text) if text in set(Tier) else None


def change() -> Change:
    """Who changes the rota, from where, when."""
    who = viewer()
    return Change(who.actor, f"console:{who.session}", moment_now())


def to_week(at: datetime | None = None) -> ResponseReturnValue:
    """To the week of an instant."""
    day = (at or moment_now()).astimezone(zone()).date()
    return redirect(url_for("rota.show", week=day.isoformat()), 303)


def refused(why: Told) -> None:
    """Say why an arrangement is not possible: the rule's own words, which name nobody."""
    tell("bad", "rota.not_possible", why=sentence(why))
