"""Before anybody is rung for a promised callback: may the person be called at all, and now?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.callbacks import consequences
from intake.callbacks.desk import Desk
from intake.callbacks.dialing import may_call
from intake.callbacks.windows import earliest
from intake.storage import callbacks, enrollments
from intake.storage.callbacks import Callback

# Reasons that never pass: nobody is rung for a call that may not be made.
_FINAL = frozenset({"do_not_contact", "suppressed", "no_number"})


def forbidden(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> bool:
    """True if the callback was closed or put off because the person may not be called (now)."""
    if callback.room is not None or callback.enrollment_id is None:
        return False
    kept = enrollments.get(connection, callback.enrollment_id, lock=True)
    if kept is None or kept.contact_mode == "text_only":
        return False
    verdict = may_call(connection, desk, callback, kept, now)
    if verdict.ok:
        return False
    if verdict.reason == "outside_their_hours":
        zone = kept.timezone or desk.settings.timezone
        opens = earliest(kept.preferred_time, zone, now + timedelta(seconds=1))
        callbacks.change(connection, callback, state="waiting", next_action_at=opens, offering_since=None)
        return True
    if verdict.reason == "no_number" and callback.conversation_id is not None:
        # A withheld caller may still be on the line; whoever accepts is joined to them there.
        return False
    consequences.complete(
        connection, callback, verdict.reason if verdict.reason in _FINAL else "not_callable", now
    )
    return True
