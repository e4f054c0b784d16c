"""What must hold after every step of a history, and what must hold once everything has come to rest."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

_OPEN = "('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting')"
# Each statement finds what may never be; its name is what went wrong.
ALWAYS = {
    "two professionals hold one callback": """
        SELECT 1 FROM offers WHERE result = 'accepted' AND ended_at IS NULL
        GROUP BY callback_id HAVING count(*) > 1""",
    "a professional has two live offers": """
        SELECT 1 FROM offers WHERE ended_at IS NULL GROUP BY staff_id HAVING count(*) > 1""",
    "an open callback has no next action": f"""
        SELECT 1 FROM callbacks WHERE state IN {_OPEN} AND next_action_at IS NULL""",
    "a closed callback has no reason": f"""
        SELECT 1 FROM callbacks WHERE state NOT IN {_OPEN} AND closed_reason IS NULL""",
    "a closed callback has a live offer": f"""
        SELECT 1 FROM offers o JOIN callbacks c ON c.id = o.callback_id
        WHERE o.ended_at IS NULL AND c.state NOT IN {_OPEN}""",
    "a callback has two attempts under way": """
        SELECT 1 FROM attempts WHERE ended_at IS NULL GROUP BY callback_id HAVING count(*) > 1""",
    "an attempt has no accepted offer": """
        SELECT 1 FROM attempts a LEFT JOIN offers o ON o.id = a.offer_id
        WHERE o.id IS NULL OR o.result <> 'accepted'""",
    "an attempt is under way where nobody is": """
        SELECT 1 FROM attempts a JOIN callbacks c ON c.id = a.callback_id
        WHERE a.ended_at IS NULL AND c.state NOT IN ('dialing', 'connected')""",
    "an accepted callback is held by nobody": """
        SELECT 1 FROM callbacks c WHERE state IN ('accepted', 'dialing') AND NOT EXISTS (
            SELECT 1 FROM offers o WHERE o.callback_id = c.id AND o.staff_id = c.accepted_by
            AND o.result = 'accepted' AND o.ended_at IS NULL)""",
    "an offer is held of a callback that is another's": """
        SELECT 1 FROM offers o JOIN callbacks c ON c.id = o.callback_id
        WHERE o.result = 'accepted' AND o.ended_at IS NULL
        AND (c.accepted_by IS DISTINCT FROM o.staff_id OR c.state NOT IN ('accepted', 'dialing', 'connected'))""",
    "somebody is rung for a callback that has been taken": """
        SELECT 1 FROM offers o JOIN callbacks c ON c.id = o.callback_id
        WHERE o.ended_at IS NULL AND o.result <> 'accepted' AND c.state NOT IN ('due', 'offered')""",
    "an ended conversation has no outcome": """
        SELECT 1 FROM conversations WHERE ended_at IS NOT NULL AND (outcome IS NULL OR next_action_at IS NOT NULL)""",
    "an open conversation is never looked at again": """
        SELECT 1 FROM conversations WHERE ended_at IS NULL AND next_action_at IS NULL""",
    "two open records of one number": """
        SELECT 1 FROM enrollments WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled')
        GROUP BY number_fingerprint HAVING count(*) > 1 AND number_fingerprint IS NOT NULL""",
    "a text is due to nobody's knowledge": """
        SELECT 1 FROM messages WHERE state IN ('due', 'sending') AND next_action_at IS NULL""",
}

AT_REST = {
    "a callback is still open": f"SELECT 1 FROM callbacks WHERE state IN {_OPEN}",
    "a conversation is still open": "SELECT 1 FROM conversations WHERE ended_at IS NULL",
    "an offer is still live": "SELECT 1 FROM offers WHERE ended_at IS NULL",
    "an attempt is still under way": "SELECT 1 FROM attempts WHERE ended_at IS NULL",
    "a text is still due": "SELECT 1 FROM messages WHERE next_action_at IS NOT NULL",
}


def broken(connection: Connection, truths: dict[str, str]) -> list[str]:
    """The names of those that do not hold, in one round trip."""
    parts = (f"SELECT '{name.replace(chr(39), chr(39) * 2)}' WHERE EXISTS ({sql})" for name, sql in truths.items())
    return list(connection.execute(text(" UNION ALL ".join(parts))).scalars())


_SUBJECT = text(
    """
    SELECT c.class AS klass, e.stage, e.contact_mode, e.preferred_time, e.timezone, c.state,
        (SELECT count(*) FROM suppressions s
         WHERE s.number_fingerprint = e.number_fingerprint AND s.lifted_at IS NULL
         AND s.channel IN ('all', 'voice')) AS stops
    FROM attempts a JOIN callbacks c ON c.id = a.callback_id JOIN enrollments e ON e.id = c.enrollment_id
    WHERE a.id = :attempt
    """
)
_HOURS = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 20)}


def against_permission(connection: Connection, attempt: UUID, default_zone: str, now: datetime) -> list[str]:
    """What forbids the dial that this attempt stands for; written here anew, not asked of the product."""
    row = connection.execute(_SUBJECT, {"attempt": attempt}).one()
    found = []
    if row.stage == "do_not_contact":
        found.append("somebody was dialled who wants no contact")
    if row.contact_mode == "text_only":
        found.append("somebody was dialled who wants texts only")
    # Whoever cries for help after a stop of their own is called all the same (domain 3).
    if row.stops and row.klass != "P0":
        found.append("a stopped number was dialled")
    if row.preferred_time in _HOURS and row.klass != "P0":
        opens, closes = _HOURS[row.preferred_time]
        local = now.astimezone(ZoneInfo(row.timezone or default_zone)).time()
        if not time(opens) <= local < time(closes):
            found.append("somebody was dialled outside the hours that they chose")
    return found
