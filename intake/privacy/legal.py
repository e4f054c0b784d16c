"""What outsiders ask goes to the privacy officer, and what a court may want is not forgotten meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import legal as rows

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:-]{0,39}")
ASKERS = ("police", "court", "attorney", "insurer", "employer", "family", "other")
# 42 CFR 2.61 to 2.67: without a court order made for this purpose the answer is the neutral one.
RESULTS = ("neutral_answer", "consent_obtained", "order_honoured", "order_contested", "withdrawn")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks and what they said, word for word if possible. No record is looked up when this is taken:
    the list must not tell whether there is one (42 CFR 2.13(c)(2))."""

    asker: str
    content: str
    due_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Asked({self.asker})"


def _aad(request_id: UUID) -> str:
    return f"legal_requests.content_sealed:{request_id.hex}"


def take(connection: Connection, vault: Vault, asked: Asked, actor: str, now: datetime) -> UUID:
    """Put a request on the list; whoever asks hears `statements.NEUTRAL_ANSWER`. Raises `ValueError`."""
    if asked.asker not in ASKERS or not asked.content.strip():
        raise ValueError("an asker of the list and what was asked are needed")
    request_id, data_key = uuid4(), vault.new_key()
    sealed = vault.seal(data_key, asked.content, _aad(request_id))
    request = rows.Request(request_id, asked.asker, data_key, sealed, actor, now, asked.due_at)
    rows.add_request(connection, request)
    record(connection, Act(Action.LEGAL_REQUEST, actor, "legal_request", request_id.hex, asked.asker))
    return request_id


def content(vault: Vault, request: rows.Request) -> str:
    """What was asked, for the privacy officer."""
    return vault.open(request.data_key, request.content_sealed, _aad(request.id))


def close(connection: Connection, request_id: UUID, result: str, actor: str, now: datetime) -> bool:
    """Say what became of it. Raises `ValueError` for a result that is not in `RESULTS`."""
    if result not in RESULTS:
        raise ValueError("unknown result")
    closed = rows.close_request(connection, request_id, actor, result, now)
    record(connection, Act(Action.LEGAL_REQUEST_CLOSE, actor, "legal_request", request_id.hex, result))
    return closed


def is_file_number(text: str) -> bool:
    """Whether a matter is named by letters, digits, dots, slashes and dashes only: no room for a name in words."""
    return _FILE.fullmatch(text) is not None


def hold(connection: Connection, enrollment_id: UUID, matter: str, actor: str, now: datetime) -> UUID:
    """Stop forgetting a record; `matter` is a file number, never a name."""
    placed = rows.Hold(uuid4(), "enrollment", enrollment_id, matter, actor, now)
    rows.place_hold(connection, placed)
    record(connection, Act(Action.HOLD_PLACE, actor, "enrollment", enrollment_id.hex, matter))
    return placed.id


def lift(connection: Connection, hold_id: UUID, actor: str, now: datetime) -> bool:
    """Let forgetting go on; False if the hold was lifted before."""
    subject = rows.lift_hold(connection, hold_id, actor, now)
    if subject is not None:
        record(connection, Act(Action.HOLD_LIFT, actor, "enrollment", subject.hex, hold_id.hex))
    return subject is not None
