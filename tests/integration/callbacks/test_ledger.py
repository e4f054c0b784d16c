"""Each way to lose a caller, planted on purpose, is found; a house that works loses nobody."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text as sql

from intake.callbacks import ledger
from intake.storage.ledger import KINDS
from tests.house import Town

ASKS = ("1", "2", "1", "2", "1", "1", "1", "94110")
_REPLICA = "SET LOCAL session_replication_role = replica"

# What somebody, or a mistake in the code, could do to the rows behind our back.
PLANTED = {
    "callback_not_worked": ("UPDATE callbacks SET next_action_at = next_action_at - interval '5 min'",),
    "callback_held_by_nobody": (
        "UPDATE callbacks SET state = 'accepted', accepted_by = (SELECT id FROM staff LIMIT 1), "
        "accepted_at = created_at, next_action_at = next_action_at - interval '5 min'",
    ),
    "callback_for_nobody": (
        "UPDATE callbacks SET promised_at = NULL",
        "UPDATE conversations SET ended_at = started_at - interval '1 hour', outcome = 'abandoned', "
        "next_action_at = NULL",
    ),
    "conversation_not_looked_at": (
        "UPDATE conversations SET ended_at = NULL, outcome = NULL, next_action_at = NULL",
    ),
    "call_without_an_end": (
        "UPDATE conversations SET ended_at = NULL, outcome = NULL, started_at = started_at - interval '1 day', "
        "next_action_at = started_at + interval '1 day'",
    ),
    "thread_without_an_end": (
        "UPDATE conversations SET ended_at = NULL, outcome = NULL, channel = 'sms', leg_sid = NULL, "
        "updated_at = updated_at - interval '9 days', next_action_at = started_at + interval '1 day'",
    ),
    "offer_without_an_end": ("UPDATE callbacks SET state = 'cancelled', ended_at = now(), closed_reason = 'x'",),
    "attempt_without_an_end": (
        "INSERT INTO attempts (id, callback_id, number, kind, at) "
        "SELECT gen_random_uuid(), id, 1, 'dial', created_at FROM callbacks",
    ),
    "text_not_sent": (
        "INSERT INTO messages (id, direction, purpose, data_key, state, created_at, next_action_at) "
        "SELECT gen_random_uuid(), 'out', 'nudge', 'x', 'due', created_at, created_at - interval '1 hour' "
        "FROM callbacks",
    ),
    "ended_without_a_reason": ("UPDATE callbacks SET state = 'completed', ended_at = now(), closed_reason = NULL",),
}


@pytest.fixture
def asked(town: Town, crew: dict[str, UUID]) -> Town:
    """A callback that rings."""
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    return town


def _counts(town: Town) -> dict[str, int]:
    with town.database.begin() as connection:
        return dict(ledger.counts(connection, town.desk.settings, town.clock()))


def test_a_house_that_works_loses_nobody(asked: Town) -> None:
    assert _counts(asked) == dict.fromkeys(KINDS, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_loss_is_found(asked: Town, kind: str) -> None:
    with asked.database.begin() as connection:
        connection.execute(sql(_REPLICA))
        for statement in PLANTED[kind]:
            connection.execute(sql(statement))
    assert _counts(asked)[kind] == 1
    with asked.database.begin() as connection:
        named = [one.kind for one in ledger.lost(connection, asked.desk.settings, asked.clock())]
    assert kind in named


def test_when_every_process_stops_what_was_due_is_found_and_one_sweep_settles_it(asked: Town) -> None:
    asked.pending.clear()
    asked.clock.passes(400)
    assert _counts(asked)["callback_not_worked"] == 1
    asked.sweeps()
    assert _counts(asked) == dict.fromkeys(KINDS, 0)
