"""Record acts in the caller's own transaction: one cheap insert, waiting for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from intake.privacy.acts import Act, Action
from intake.storage import audit as rows

__all__ = ["COLUMNS", "INSERT_SQL", "Act", "Action", "record", "record_all", "values"]

COLUMNS = ("action", "actor", "subject_kind", "subject_id", "reason", "origin")
# For a use case that folds the entry into its own statement (WITH … AS); parameters as `values` gives them.
INSERT_SQL = (
    "INSERT INTO audit_entries (action, actor, subject_kind, subject_id, reason, origin) "
    "VALUES (:action, :actor, :subject_kind, :subject_id, :reason, :origin)"
)


def values(act: Act) -> dict[str, str | None]:
    """The entry's columns; the database adds the id and the time."""
    return {
        "action": act.action.value,
        "actor": act.actor,
        "subject_kind": act.subject_kind,
        "subject_id": act.subject_id,
        "reason": act.reason,
        "origin": act.origin,
    }


def record(connection: Connection, act: Act) -> None:
    """Write one act with the change that it tells of: both are committed or neither (45 CFR 164.312(b))."""
    rows.add(connection, (values(act),))


def record_all(connection: Connection, acts: Sequence[Act]) -> None:
    """Write several acts; nothing for none."""
    if acts:
        rows.add(connection, [values(act) for act in acts])
