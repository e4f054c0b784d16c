"""Places that fit one record, nearest fit first, each with its reasons; nothing that is paid plays a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments.directory import listed
from intake.enrollments.matching import Reason, Wish, match
from intake.enrollments.opened import Opened
from intake.enrollments.places import place
from intake.storage.enrollments import Enrollment


@dataclass(frozen=True, slots=True)
class Fit:
    """One program at one site, how far away it is in miles, and why it stands where it does."""

    site_id: UUID
    site: str
    program: str
    miles: float | None
    possible: bool
    reasons: Sequence[Reason]


def fits(connection: Connection, record: Enrollment, opened: Opened, most: int = 5) -> list[Fit]:
    """The best `most` programs for what is known of the person."""
    wish = Wish(
        place=place(opened.zip) if opened.zip else None,
        language=record.language,
        pay=record.pay,
        schedule=record.schedule,
        format=record.format,
        age_band=record.age_band,
    )
    return near(connection, wish, most)


def near(connection: Connection, wish: Wish, most: int = 5) -> list[Fit]:
    """The best `most` programs for a wish."""
    found = listed(connection)
    ids = {one.site.slug: one.id for one in found}
    return [
        Fit(ids[one.site.slug], one.site.name, one.program.name, one.miles, one.possible, one.reasons)
        for one in match(wish, (each.site for each in found))[:most]
    ]
