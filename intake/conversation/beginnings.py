"""A conversation as it is written down before its first turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from intake.callbacks.desk import Desk
from intake.numbers import PhoneNumber


def new_row(
    desk: Desk, channel: str, line: str, caller: PhoneNumber | None, now: datetime
) -> dict[str, Any]:
    """A conversation before its first turn; the caller's number is sealed and goes with an abandoned call."""
    conversation_id, data_key = uuid4(), desk.vault.new_key()
    row: dict[str, Any] = {
        "id": conversation_id,
        "channel": channel,
        "line": line,
        "step": "N10_LANG",
        "turn": 0,
        "data_key": data_key,
        "started_at": now,
        "updated_at": now,
    }
    if caller is not None:
        place = f"conversations.caller_sealed:{conversation_id.hex}"
        row["caller_sealed"] = desk.vault.seal(data_key, caller.reveal(), place)
        row["caller_fingerprint"] = desk.vault.fingerprint(caller)
    return row
