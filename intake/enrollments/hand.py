"""Whose hand is on a record: every act at the desk says who, from where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from intake.privacy.audit import Act, Action
from intake.privacy.vault import Vault


@dataclass(frozen=True, slots=True)
class Hand:
    """A member of staff at work, in one request. `origin` is "console:<session>" or "cli"."""

    vault: Vault
    staff_id: UUID
    origin: str
    now: datetime

    @property
    def actor(self) -> str:
        """How the audit trail and the timeline name this person."""
        return f"staff:{self.staff_id.hex}"

    def act(self, action: Action, record_id: UUID, reason: str | None = None) -> Act:
        """An audit entry about one record."""
        return Act(action, self.actor, "enrollment", record_id.hex, reason, self.origin)


class Said(StrEnum):
    """How an act at the desk ended."""

    DONE = "done"
    # Somebody changed the record since it was read.
    STALE = "stale"
    # There is no such record, or it is at an end.
    GONE = "gone"
    # The pipeline does not lead there, or something is missing for it.
    NOT_YET = "not_yet"
    # The value is not one of the list.
    WRONG = "wrong"
    # Somebody has the caller in hand just now.
    IN_HAND = "in_hand"
