"""Lists and the board of prospective enrollments: one page at a time, never a whole table.

Pages follow a key, not an offset, so that the thousandth page costs what the first does, and a record that
moves between two pages is neither shown twice nor lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from intake.storage.records import must
from intake.storage.schema.callbacks import OPEN_STATES, callbacks
from intake.storage.schema.enrollments import enrollments

# Column and whether the newest comes first. Who waits is open by nature.
SORTS = {
    "newest": (enrollments.c.created_at, True),
    "oldest": (enrollments.c.created_at, False),
    "waiting": (enrollments.c.stage_since, False),
}
ENDED = ("closed", "do_not_contact", "enrolled")
# Written as the indexes of open records are, so that they can serve any mix of filters.
_OPEN = literal_column("enrollments.stage NOT IN ('closed', 'do_not_contact', 'enrolled')", Boolean)
COUNT_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """What a coordinator looks for; empty fields do not narrow. Fingerprints: any of those given."""

    stage: str | None = None
    open_only: bool = False
    code: str | None = None
    zip_prints: tuple[bytes, ...] = ()
    last4_prints: tuple[bytes, ...] = ()
    site_id: UUID | None = None
    coordinator_id: UUID | None = None
    unassigned: bool = False
    language: str | None = None
    channel: str | None = None
    # By stage: only those that have rested in it since before then.
    since_before: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Where to go on: after this value of the sort column and this id; the first page without."""

    sort: str = "newest"
    after: datetime | None = None
    after_id: UUID | None = None
    size: int = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list: what tells it apart and what is owed, nothing that names or reaches anybody."""

    id: UUID
    code: str
    stage: str
    channel: str
    language: str
    for_whom: str | None
    age_band: str | None
    preferred_time: str
    flags: list[str]
    site_id: UUID | None
    coordinator_id: UUID | None
    created_at: datetime
    updated_at: datetime
    stage_since: datetime
    closed_reason: str | None
    callback_class: str | None
    callback_due_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Column:
    """One stage on the board: how many (at most `COUNT_LIMIT`), and the ones that wait longest."""

    stage: str
    count: int
    lines: Sequence[Line]


_LINE = (
    *(
        enrollments.c[name]
        for name in Line.__dataclass_fields__
        if name not in ("callback_class", "callback_due_at")
    ),
    callbacks.c.klass.label("callback_class"),
    callbacks.c.due_at.label("callback_due_at"),
)
_WITH_CALLBACK = enrollments.outerjoin(
    callbacks, and_(callbacks.c.enrollment_id == enrollments.c.id, callbacks.c.state.in_(OPEN_STATES))
)


def page(connection: Connection, wanted: Filter, at: Page) -> list[Line]:
    """One page of records that fit, in the page's order; one more than `size` if there is a next page."""
    if _nothing(wanted, at):
        return []
    column, newest_first = SORTS[at.sort]
    query = select(*_LINE).select_from(_WITH_CALLBACK).where(enrollments.c.id.in_(_picked(wanted, at)))
    return [must(Line, row) for row in connection.execute(_ordered(query, column, newest_first))]


def _nothing(wanted: Filter, at: Page) -> bool:
    return wanted.stage in ENDED and (wanted.open_only or at.sort == "waiting")


def _picked(wanted: Filter, at: Page) -> Select[Any]:
    """The ids of one page and one more, found in an index alone."""
    column, newest_first = SORTS[at.sort]
    picked = select(enrollments.c.id).where(*_tests(wanted, wanted.open_only or at.sort == "waiting"))
    if at.after is not None and at.after_id is not None:
        picked = picked.where(_beyond(column, newest_first, at.after, at.after_id))
    return _ordered(picked, column, newest_first).limit(at.size + 1)


def _ordered(query: Select[Any], column: ColumnElement[Any], newest_first: bool) -> Select[Any]:
    if newest_first:
        return query.order_by(column.desc(), enrollments.c.id.desc())
    return query.order_by(column, enrollments.c.id)


def _beyond(
    column: ColumnElement[Any], newest_first: bool, value: datetime, last_id: UUID
) -> ColumnElement[bool]:
    if newest_first:
        later = and_(column == value, enrollments.c.id < last_id)
        return and_(column <= value, or_(column < value, later))
    later = and_(column == value, enrollments.c.id > last_id)
    return and_(column >= value, or_(column > value, later))


def _tests(wanted: Filter, only_open: bool) -> list[ColumnElement[bool]]:
    c = enrollments.c
    tests: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (wanted.stage, c.stage == wanted.stage),
        (only_open or (wanted.stage and wanted.stage not in ENDED), _OPEN),
        (wanted.code, c.code == wanted.code),
        (wanted.zip_prints, c.zip_fingerprint.in_(wanted.zip_prints)),
        (wanted.last4_prints, c.last_digits_fingerprint.in_(wanted.last4_prints)),
        (wanted.site_id, c.site_id == wanted.site_id),
        (wanted.coordinator_id, c.coordinator_id == wanted.coordinator_id),
        (wanted.unassigned, c.coordinator_id.is_(None)),
        (wanted.language, c.language == wanted.language),
        (wanted.channel, c.channel == wanted.channel),
        (wanted.since_before, _rested(wanted.since_before)),
    )
    return [test for given, test in tests if given]


def _rested(since_before: Mapping[str, datetime]) -> ColumnElement[bool]:
    c = enrollments.c
    return or_(false(), *(and_(c.stage == stage, c.stage_since < moment) for stage, moment in since_before.items()))


def board(connection: Connection, stages: Sequence[str], wanted: Filter, each: int) -> list[Column]:
    """The open stages in the order given, each with the `each` records that have rested longest in it."""
    open_stages = [stage for stage in stages if stage not in ENDED]
    filters = {stage: replace(wanted, stage=stage) for stage in open_stages}
    ids = union_all(*(_picked(one, Page("waiting", size=each - 1)).subquery().select() for one in filters.values()))
    query = select(*_LINE).select_from(_WITH_CALLBACK).where(enrollments.c.id.in_(ids))
    column, newest_first = SORTS["waiting"]
    lines: dict[str, list[Line]] = {stage: [] for stage in open_stages}
    for row in connection.execute(_ordered(query, column, newest_first)):
        line = must(Line, row)
        lines[line.stage].append(line)
    full = [stage for stage in open_stages if len(lines[stage]) >= each]
    counts = _counts(connection, {stage: filters[stage] for stage in full})
    return [Column(stage, counts.get(stage, len(lines[stage])), lines[stage]) for stage in open_stages]


def _counts(connection: Connection, filters: Mapping[str, Filter]) -> dict[str, int]:
    """How many fit each filter; counting stops at `COUNT_LIMIT`."""
    if not filters:
        return {}
    each = [
        select(literal(name).label("name"), func.count().label("many")).select_from(
            select(enrollments.c.id).where(*_tests(wanted, True)).limit(COUNT_LIMIT).subquery()
        )
        for name, wanted in filters.items()
    ]
    return {row.name: int(row.many) for row in connection.execute(union_all(*each))}


def by_ids(connection: Connection, ids: Sequence[UUID]) -> list[Line]:
    """Several records as lines, in the order of their ids."""
    query = select(*_LINE).select_from(_WITH_CALLBACK).where(enrollments.c.id.in_(ids))
    return [must(Line, row) for row in connection.execute(query.order_by(enrollments.c.id))]
