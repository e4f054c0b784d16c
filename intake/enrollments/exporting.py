"""Records on paper or in a file, always with the notice that goes with them (42 CFR 2.32)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments.hand import Hand
from intake.enrollments.opened import Opened, open_record
from intake.privacy.audit import Action, record_all
from intake.storage import enrollments
from intake.storage.enrollments import Enrollment

COLUMNS = (
    "code", "stage", "created_at", "updated_at", "channel", "language", "for_whom", "number", "name", "zip",
    "timezone", "contact_mode", "message", "identify_as", "preferred_time", "age_band", "care_stage", "living",
    "priority_group", "pay", "schedule", "format", "flags", "closed_reason",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One record in clear, to be printed or written to a file and kept nowhere."""

    record: Enrollment
    opened: Opened

    def cell(self, column: str) -> str:
        """One value as text."""
        if column == "number":
            return self.opened.number.reveal() if self.opened.number else ""
        if column in ("name", "zip"):
            return getattr(self.opened, column) or ""
        value = getattr(self.record, column)
        if value is None:
            return ""
        if column == "flags":
            return " ".join(value)
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


def take_out(connection: Connection, hand: Hand, ids: Sequence[UUID], reason: str) -> list[Leaf]:
    """Records in clear for a reason of the list; each is audited. The caller has checked right and proof."""
    record_all(connection, [hand.act(Action.EXPORT, one, reason) for one in ids])
    found = (enrollments.get(connection, one) for one in ids)
    return [Leaf(one, open_record(hand.vault, one)) for one in found if one is not None]


def as_csv(leaves: Sequence[Leaf], notice: str) -> str:
    """The records as CSV; the notice stands before and after them, so that no part goes without."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([notice])
    writer.writerow(COLUMNS)
    for leaf in leaves:
        writer.writerow([_safe(leaf.cell(column)) for column in COLUMNS])
    writer.writerow([notice])
    return out.getvalue()


def _safe(value: str) -> str:
    """A cell that no spreadsheet runs as a formula; a number keeps its plus, behind an apostrophe."""
    return f"'{value}" if value.startswith(_FORMULA) else value
