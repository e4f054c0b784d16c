"""One cheap look that tells whether anything on the staff's live pages has changed."""

from __future__ import annotations

from sqlalchemy import Connection, text

from intake.storage.schema.callbacks import OPEN_STATES

_OPEN = ", ".join(repr(state) for state in OPEN_STATES)
# What the first pages of the boards show, whoever is being rung or on a call, and whether anything is new:
# all by index, so that it costs the same with a hundred thousand callbacks waiting.
_DIGEST = text(
    f"""
    SELECT md5(concat_ws('|',
      (SELECT string_agg(c.id::text || c.version, ',') FROM (
         SELECT id, version FROM callbacks WHERE state IN ({_OPEN}) ORDER BY class, due_at LIMIT 200) c),
      (SELECT string_agg(o.id::text || o.result || c.version, ',' ORDER BY o.id)
         FROM offers o JOIN callbacks c ON c.id = o.callback_id WHERE o.ended_at IS NULL),
      (SELECT max(created_at) FROM callbacks)::text,
      (SELECT string_agg(m.id::text || m.state, ',' ORDER BY m.id)
         FROM messages m WHERE m.next_action_at IS NOT NULL)
    ))
    """  # noqa: S608 - our own constants
)


def digest(connection: Connection) -> str:
    """Changes whenever a live page would show something else."""
    return str(connection.execute(_DIGEST).scalar_one())
