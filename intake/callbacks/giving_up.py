"""Before anybody is rung for a promised callback: may the person be called at all, and now?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.callbacks import accepting, consequences
from intake.callbacks.brief import waits_in_thread
from intake.callbacks.desk import Desk
from intake.callbacks.dialing import may_call
from intake.callbacks.windows import earliest
from intake.storage import callbacks, conversations, enrollments
from intake.storage.callbacks import Callback

# Reasons that never pass: nobody is rung for a call that may not be made.
_FINAL = frozenset({"do_not_contact", "suppressed", "no_number"})


def forbidden(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> bool:
    """True if the callback was closed or put off because the person may not be called (now)."""
    if callback.room is not None or callback.enrollment_id is None:
        return False
    kept = enrollments.get(connection, callback.enrollment_id)
    if kept is None or kept.contact_mode == "text_only" or waits_in_thread(connection, callback):
        return False
    verdict = may_call(connection, desk, callback, kept, now)
    if verdict.ok:
        return False
    if verdict.reason == "outside_their_hours":
        zone = kept.timezone or desk.settings.timezone
        opens = earliest(kept.preferred_time, zone, now + timedelta(seconds=1))
        accepting.let_go(connection, callback.id, now)
        callbacks.change(connection, callback, state="waiting", next_action_at=opens, offering_since=None)
        return True
    if verdict.reason == "no_number" and still_with_us(connection, callback):
        # A withheld caller is still on the line; whoever accepts is joined to them there.
        return False
    consequences.complete(
        connection, callback, verdict.reason if verdict.reason in _FINAL else "not_callable", now
    )
    return True


def still_with_us(connection: Connection, callback: Callback) -> bool:
    """Whether the caller's own call has not ended, as far as we know."""
    if callback.conversation_id is None:
        return False
    found = conversations.get(connection, callback.conversation_id)
    return found is not None and found.channel == "voice" and found.ended_at is None


def waits_for_nothing(connection: Connection, callback: Callback, now: datetime) -> bool:
    """True if nothing was promised and nobody waits any more: whoever only held the line has gone."""
    if callback.promised_at is not None or still_with_us(connection, callback):
        return False
    consequences.cancel(connection, callback, "abandoned", now)
    return True
