"""Record acts in the caller's own transaction: one cheap insert, waiting for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from intake.privacy.acts import Act, Action
from intake.privacy.whence import origin_of
from intake.storage import audit as rows

__all__ = ["Act", "Action", "record", "record_all"]


def _values(act: Act) -> dict[str, str | None]:
    """The entry's columns; the database adds the id and the time."""
    return {
        "action": act.action.value,
        "actor": act.actor,
        "subject_kind": act.subject_kind,
        "subject_id": act.subject_id,
        "reason": act.reason,
        "origin": origin_of(act.origin),
    }


def record(connection: Connection, act: Act) -> None:
    """Write one act with the change that it tells of: both are committed or neither (45 CFR 164.312(b))."""
    rows.add(connection, (_values(act),))


def record_all(connection: Connection, acts: Sequence[Act]) -> None:
    """Write several acts; nothing for none."""
    if acts:
        rows.add(connection, [_values(act) for act in acts])
