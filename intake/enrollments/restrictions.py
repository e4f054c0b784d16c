"""What a person asked us not to tell (42 CFR 2.26, 45 CFR 164.522(a)): in their words, seen before anything is told.

The words are a sealed note; that they stand, or stand no longer, is on the timeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments import desk
from intake.enrollments.hand import Hand, Said
from intake.enrollments.intake import Happened
from intake.enrollments.intake import note as put_on_timeline
from intake.enrollments.opened import opened_note
from intake.privacy.audit import Action, record
from intake.privacy.vault import Vault
from intake.storage import enrollment_desk as rows

ASKED, LIFTED = "restriction", "restriction_lifted"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One that stands. `id` is its note's."""

    id: UUID
    at: datetime
    text: str

    def __repr__(self) -> str:
        return f"Restriction({self.id})"


def add(connection: Connection, hand: Hand, record_id: UUID, text: str) -> Said:
    """Write down what we agreed not to tell, or to whom."""
    note_id = desk.keep_note(connection, hand, record_id, text)
    if isinstance(note_id, Said):
        return note_id
    _happened(connection, hand, record_id, ASKED, note_id)
    return Said.DONE


def lift(connection: Connection, hand: Hand, record_id: UUID, note_id: UUID) -> Said:
    """The person wants it no longer, or agreed to end it (45 CFR 164.522(a)(2)); its words stay among the notes."""
    if note_id not in _standing(connection, record_id):
        return Said.GONE
    _happened(connection, hand, record_id, LIFTED, note_id)
    return Said.DONE


def standing(connection: Connection, vault: Vault, record_id: UUID) -> list[Restriction]:
    """What stands, newest first. The caller has the reading audited."""
    ids = _standing(connection, record_id)
    notes = rows.notes_by_id(connection, ids) if ids else []
    return [Restriction(one.id, one.created_at, opened_note(vault, one)) for one in notes]


def asked_any(connection: Connection, record_id: UUID) -> bool:
    """Whether any stands, for whoever may not read which."""
    return bool(_standing(connection, record_id))


def _standing(connection: Connection, record_id: UUID) -> set[UUID]:
    return rows.noted(connection, record_id, ASKED) - rows.noted(connection, record_id, LIFTED)


def _happened(connection: Connection, hand: Hand, record_id: UUID, what: str, note_id: UUID) -> None:
    record(connection, hand.act(Action.ENROLLMENT_CHANGE, record_id, f"{what}:{note_id.hex}"))
    put_on_timeline(connection, record_id, Happened(what, note_id.hex, hand.actor), hand.now)
