"""The list's filters in an address: codes and ids only, so that nothing in a URL says whom it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.datastructures import MultiDict

from intake.console.pages.enrollments.common import maybe_id
from intake.console.viewer import moment_now
from intake.enrollments.pipeline import ORDER, late_before
from intake.storage.enrollment_lists import SORTS, Filter, Line, Page

LANGUAGES = ("en", "es", "other")
CHANNELS = ("voice", "sms")
SCOPES = ("open", "all")
_NAMES = ("scope", "stage", "coordinator", "site", "language", "channel", "sort", "late")
PAGE = 50


def wanted(args: MultiDict[str, str], me: UUID) -> Filter:
    """What an address asks for; anything unknown in it does not narrow."""
    stage, who = args.get("stage"), args.get("coordinator")
    return Filter(
        stage=stage if stage in ORDER else None,
        open_only=args.get("scope", "open") == "open" and not stage,
        site_id=maybe_id(args.get("site")),
        coordinator_id=me if who == "me" else maybe_id(who),
        unassigned=who == "nobody",
        language=_one_of(args.get("language"), LANGUAGES),
        channel=_one_of(args.get("channel"), CHANNELS),
        since_before=late_before(moment_now()) if args.get("late") == "1" else {},
    )


def place(args: MultiDict[str, str]) -> Page:
    """Which page of it, and in which order."""
    # Those that are late come in the order of how long they rest: the index of that order has them in front.
    sort = "waiting" if args.get("late") == "1" else args.get("sort", "newest")
    last = maybe_id(args.get("after_id"))
    try:
        after = datetime.fromisoformat(args.get("after", ""))
    except ValueError:
        after = None
    usable = after is not None and after.tzinfo is not None and last is not None
    return Page(
        sort if sort in SORTS else "newest",
        after if usable else None,
        last if usable else None,
        PAGE,
    )


def plain(args: MultiDict[str, str]) -> dict[str, Any]:
    """The filter without a place in it, to link to and to keep."""
    return {name: args[name] for name in _NAMES if args.get(name) and len(args[name]) <= 40}


def next_query(args: MultiDict[str, str], at: Page, last: Line) -> str:
    """The address's query for the page after this one."""
    value = last.stage_since if at.sort == "waiting" else last.created_at
    return urlencode(sorted({**plain(args), "after": value.isoformat(), "after_id": last.id.hex}.items()))


def _one_of(value: str | None, known: tuple[str, ...]) -> str | None:
    return value if value in known else None
