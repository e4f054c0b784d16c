"""Which script version new conversations begin with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from intake.storage.direct import Direct
from intake.storage.schema.conversations import script_versions

_PUBLISHED = Direct(
    select(script_versions.c.digest)
    .where(script_versions.c.published_at.is_not(None))
    .order_by(script_versions.c.published_at.desc())
    .limit(1)
)


def published_digest(connection: Connection) -> str | None:
    """The version that was published last; None while the one in the code is."""
    row = _PUBLISHED.first(connection, {})
    return None if row is None else row[0]
