"""How long people have waited for a call back, lately and at this time of the week."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from intake.storage.direct import Direct

_USUAL = Direct(
    text(
        """
    SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM connected_at - created_at))
    FROM callbacks
    WHERE created_at >= :since AND connected_at IS NOT NULL AND class IN ('P1', 'P2')
      AND extract(isodow FROM created_at) = extract(isodow FROM CAST(:now AS timestamptz))
      AND extract(hour FROM created_at) = extract(hour FROM CAST(:now AS timestamptz))
    HAVING count(*) >= 5
    """
    )
)


def usual_seconds(connection: Connection, now: datetime) -> float | None:
    """The 90th percentile of the last four weeks at this hour of the week; None with too little history."""
    row = _USUAL.first(connection, {"now": now, "since": now - timedelta(days=28)})
    return None if row is None or row[0] is None else float(row[0])
