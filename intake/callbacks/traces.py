"""What a caller leaves in the carrier's own records is removed there once it has served.

The carrier's list of calls and texts is a record of who called a helpline (42 CFR 2.11, 2.16). Words go as
soon as they have arrived; an abandoned call goes as soon as it is over; all else goes after
`HELPLINE_KEEP_CARRIER_SECONDS`, when nobody can need to look it up there any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.carrier.errors import CarrierError, CarrierRefused
from intake.storage import traces
from intake.storage.traces import Trace

_log = structlog.get_logger(__name__)
_NOT_FOUND = 404
# The carrier's own bookkeeping of a call or a text goes on for moments after it told us of the end.
_SETTLES = timedelta(seconds=5)
_CLAIM = timedelta(minutes=2)
_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


def call(connection: Connection, desk: Desk, sid: str, now: datetime, *, of_nobody: bool = False) -> UUID:
    """A leg to or from a caller: its record goes in time, and at once where nobody asked for anything."""
    soon = now + _SETTLES
    delete_at = soon if of_nobody else now + _kept(desk)
    return traces.note(connection, sid, "call", delete_at, delete_at)


def text(connection: Connection, desk: Desk, sid: str, now: datetime, *, final: bool) -> UUID:
    """A text with a caller: its words go now if its way is over, its record in time."""
    delete_at = now + _kept(desk)
    return traces.note(connection, sid, "text", delete_at, now if final else delete_at)


def _kept(desk: Desk) -> timedelta:
    return timedelta(seconds=desk.settings.keep_carrier_seconds)


def clear(desk: Desk, trace_id: UUID) -> None:
    """Remove one due trace; the session is closed while the carrier is asked. Refused: again later."""
    now = desk.clock()
    with desk.database.begin() as connection:
        trace = traces.claim(connection, trace_id, now, now + _CLAIM)
    if trace is None:
        return
    whole = trace.kind == "call" or trace.emptied or trace.delete_at <= now
    gone = _ask(desk, trace, whole=whole)
    with desk.database.begin() as connection:
        if not gone:
            pause = min(_PAUSE * 2 ** min(trace.tries, 8), _LONGEST_PAUSE)
            traces.again_at(connection, trace.id, now + pause)
        elif whole:
            traces.remove(connection, trace.id)
        else:
            traces.emptied(connection, trace, now)


def _ask(desk: Desk, trace: Trace, *, whole: bool) -> bool:
    try:
        if not whole:
            desk.carrier.redact_text(trace.sid)
        elif trace.kind == "call":
            desk.carrier.delete_call(trace.sid)
        else:
            desk.carrier.delete_text(trace.sid)
    except CarrierRefused as refused:
        return refused.status == _NOT_FOUND
    except CarrierError as error:
        _log.warning("a trace stays at the carrier for now", trace=trace.id.hex, error=type(error).__name__)
        return False
    return True
