"""Find everything that is overdue and ask for it again: with this alone, Redis can be emptied at any time."""

from __future__ import annotations

from datetime import timedelta

from intake.callbacks.desk import Desk
from intake.storage import callbacks, conversations, messages, offers, phone_checks, traces

# One sweep's share; the next one is seconds away.
_LIMIT = 200
# Somebody may have come on duty, or back from a break: the first of each class are looked at again.
_UNSERVED = 1


def overdue(desk: Desk) -> list[tuple[str, str]]:
    """Jobs for all that should have happened by now, callers who wait first."""
    now = desk.clock()
    lost = now - timedelta(seconds=desk.settings.carrier_timeout_seconds)
    with desk.database.begin() as connection:
        found = [("work_callback", one) for one in callbacks.due_ids(connection, now, _LIMIT)]
        found += [("work_callback", one.id) for one in callbacks.unserved(connection, _UNSERVED)]
        found += [("ring_offer", one) for one in offers.planned_ids(connection, lost)]
        found += [("look_up_offer", one) for one in offers.unknown_ids(connection, lost)]
        found += [("look_after_conversation", one) for one in conversations.due_ids(connection, now, _LIMIT)]
        found += [("check_phone", one) for one in phone_checks.planned_ids(connection, lost, now)]
        found += [("send_message", one) for one in messages.due_ids(connection, now, _LIMIT)]
        found += [("clear_trace", one) for one in traces.due_ids(connection, now, _LIMIT)]
    return [(job, record_id.hex) for job, record_id in found]
