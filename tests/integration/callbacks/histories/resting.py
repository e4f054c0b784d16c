"""The end of a history: everybody hangs up unheard, then good people come on duty; what is left is a lost caller."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text as sql

from tests.integration.callbacks.histories import truths
from tests.integration.callbacks.histories.play import Play

_ROUNDS = 80
# More than this at one time is for nobody.
_RINGS = 40
_NEXT = sql(
    """
    SELECT min(at) FROM (
        SELECT min(next_action_at) AS at FROM callbacks WHERE ended_at IS NULL
        UNION ALL SELECT min(next_action_at) FROM conversations WHERE ended_at IS NULL
        UNION ALL SELECT min(next_action_at) FROM messages
        UNION ALL SELECT min(rings_until) FROM offers WHERE ended_at IS NULL AND result <> 'accepted'
    ) AS times
    """
)


def comes_to_rest(play: Play) -> None:
    """Raise AssertionError if anything stays unhandled although everybody does their part from here on."""
    play.do_mood("fine")
    play.town.pending.clear()
    for caller in play.callers:
        caller.hangs_up(told=False)
    for pro in play.pros:
        pro.guest = None
        pro.hangs_up(told_page=False, told_event=False)
        if pro.place == "ringing":
            pro.rings_out("no_answer", told=False)
    for who in range(len(play.staff)):
        play.do_break(who, begins=False)
    for _ in range(_ROUNDS):
        _round(play)
        then = next_time(play)
        if then is None:
            break
        play.town.clock.now = max(then, play.town.clock.now) + timedelta(seconds=1)
    with play.town.database.begin() as connection:
        left = truths.broken(connection, truths.AT_REST)
    assert not left, "; ".join(left)


def _round(play: Play) -> None:
    play.move("sweep")
    play.move("works")
    for _ in range(_RINGS):
        pro = next((one for one in play.pros if one.place == "ringing" and one.live), None)
        if pro is None:
            return
        pro.answers(told=True)
        pro.presses("1")
        if pro.place == "asked":
            pro.presses("1")
        pro.callee_answers(told=True)
        pro.talk_ends(told=True)
        if pro.place == "asked":
            pro.presses("1")
        pro.hangs_up(told_page=True, told_event=True)
        play.move("works")
    raise AssertionError("professionals are rung again and again, and it comes to nothing")


def next_time(play: Play) -> datetime | None:
    """When something is due next; None when nothing ever is again."""
    with play.town.database.begin() as connection:
        found: datetime | None = connection.execute(_NEXT).scalar()
        return found


_SUMMARY = sql(
    """
    SELECT 'callback', class, state, coalesce(closed_reason, ''), origin, attempts_made::text
    FROM callbacks
    UNION ALL SELECT 'attempt', kind, coalesce(result, ''), number::text, '', '' FROM attempts
    UNION ALL SELECT 'offer', o.result, s.email, o.channel, o.tier, '' FROM offers o JOIN staff s ON s.id = o.staff_id
    UNION ALL SELECT 'conversation', channel, coalesce(outcome, ''), step, turn::text, '' FROM conversations
    UNION ALL SELECT 'enrollment', stage, coalesce(closed_reason, ''), contact_mode, preferred_time, message
    FROM enrollments
    UNION ALL SELECT 'message', direction, purpose, state, '', '' FROM messages
    UNION ALL SELECT 'stop', channel, reason, (lifted_at IS NULL)::text, '', '' FROM suppressions
    ORDER BY 1, 2, 3, 4, 5, 6
    """
)


def end_state(play: Play) -> list[tuple[str, ...]]:
    """What there is, without ids and times."""
    with play.town.database.begin() as connection:
        return [tuple(row) for row in connection.execute(_SUMMARY)]
