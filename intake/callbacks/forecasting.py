"""{WHEN} from what waits and who is on duty at this moment: asked once a turn, only where it is spoken."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from intake.callbacks import rules
from intake.callbacks.classes import Class, Ranked
from intake.callbacks.desk import Desk
from intake.callbacks.forecast import Outlook, words
from intake.callbacks.promise import clocks_of
from intake.conversation.facts import Need
from intake.conversation.instructions import Language
from intake.oncall.availability import count_on_duty
from intake.storage import callbacks, waits


def words_for(connection: Connection, desk: Desk, zone: str) -> Callable[[Need, str, Language], str]:
    """The words for a need in the caller's zone, looked up when the engine asks for them."""

    def when_words(need: Need, when: str, language: Language) -> str:
        now = desk.clock()
        ranked = Ranked(Class(need.klass), need.reason)
        plan = rules.schedule(ranked, rules.Asked(when, zone, now), clocks_of(desk.settings))
        outlook = Outlook(
            now=now,
            zone=zone,
            due_at=plan.due_at,
            window=plan.window,
            office=need.klass == "P4" and need.reason != "text_only",
            ahead=callbacks.ahead_of(connection, need.klass, plan.due_at),
            on_duty=count_on_duty(connection, now),
            usual_seconds=waits.usual_seconds(connection, now),
        )
        return words(outlook, language)

    return when_words
