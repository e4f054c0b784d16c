"""Open the sealed fields of one record, for a named and audited act; nothing here is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from intake.numbers import PhoneNumber
from intake.privacy.vault import CannotOpen, Vault
from intake.storage.enrollment_desk import Note
from intake.storage.enrollments import Enrollment

HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Opened:
    """What names or reaches somebody. The number masks itself; name and ZIP are in clear."""

    number: PhoneNumber | None
    name: str | None
    zip: str | None

    @property
    def number_masked(self) -> str | None:
        """The last two digits."""
        return None if self.number is None else self.number.mask

    @property
    def name_masked(self) -> str | None:
        """That there is a name, and no more."""
        return None if self.name is None else HIDDEN

    @property
    def zip_masked(self) -> str | None:
        """The three digits that 45 CFR 164.514(b)(2)(i)(B) lets an unidentified record keep."""
        return None if self.zip is None else f"{self.zip[:3]}{HIDDEN}"


def aad(table: str, column: str, record_id: UUID) -> str:
    """What a sealed value is bound to: its column and its record."""
    return f"{table}.{column}:{record_id.hex}"


def opened_note(vault: Vault, note: Note) -> str:
    """A note's words; hidden if their key is gone."""
    if not note.text_sealed:
        return ""
    try:
        return vault.open(note.data_key, note.text_sealed, aad("enrollment_notes", "text_sealed", note.id))
    except CannotOpen:
        return HIDDEN


def open_record(vault: Vault, record: Enrollment) -> Opened:
    """Number, name and ZIP of one record; a field whose key is gone reads as hidden, never as an error."""
    number = _opened(vault, record, "number_sealed", record.number_sealed)
    return Opened(
        number=PhoneNumber(number) if number and number != HIDDEN else None,
        name=_opened(vault, record, "name_sealed", record.name_sealed),
        zip=_opened(vault, record, "zip_sealed", record.zip_sealed),
    )


def _opened(vault: Vault, record: Enrollment, column: str, sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    try:
        return vault.open(record.data_key, sealed, aad("enrollments", column, record.id))
    except CannotOpen:
        return HIDDEN
