"""Caps are counted from the records, and the database refuses what cannot follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from intake.callbacks import caution, shift_texts
from intake.numbers import PhoneNumber
from intake.storage import callbacks, rota
from tests.house import START

CALLER, OTHER = PhoneNumber("+12025550147"), PhoneNumber("+12025550148")


def test_the_sixth_intake_of_an_hour_is_told_by_the_records(town):
    vault = town.desk.vault
    with town.database.begin() as connection:
        for minutes in (90, 50, 40, 30, 20):
            caution.visited(connection, vault, CALLER, START - timedelta(minutes=minutes))
        assert not caution.is_crisis_only(connection, vault, CALLER, START)
        caution.visited(connection, vault, CALLER, START - timedelta(minutes=1))
        assert caution.is_crisis_only(connection, vault, CALLER, START)
        assert not caution.is_crisis_only(connection, vault, OTHER, START)
        assert not caution.is_crisis_only(connection, vault, None, START)
        assert caution.over_cap(connection, vault, CALLER, OTHER, START) is None


def test_whoever_ended_an_abusive_call_is_spared_that_number_for_a_month(town, crew):
    vault = town.desk.vault
    with town.database.begin() as connection:
        caution.bar(connection, vault, crew["ana"], CALLER, START)
        assert caution.barred(connection, vault, CALLER, START) == {crew["ana"]}
        assert caution.barred(connection, vault, OTHER, START) == frozenset()
        assert caution.barred(connection, vault, CALLER, START + timedelta(days=31)) == frozenset()


def promised():
    return {
        "id": uuid4(), "origin": "requested", "klass": "P2", "reason": "asap", "state": "due", "language": "en",
        "created_at": START, "due_at": START, "promised_at": START, "next_action_at": START,
    }  # fmt: skip


def test_the_database_reopens_nothing_and_dials_only_what_was_taken(town):
    with town.database.begin() as connection:
        values = promised()
        callbacks.add(connection, values)
    for wrong in ("dialing", "connected"):
        with pytest.raises(IntegrityError), town.database.begin() as connection:
            move(connection, values["id"], wrong)
    with town.database.begin() as connection:
        move(connection, values["id"], "completed")
    with pytest.raises(IntegrityError), town.database.begin() as connection:
        move(connection, values["id"], "due")


def move(connection, callback_id, state):
    connection.execute(
        text("UPDATE callbacks SET state = :state, ended_at = created_at WHERE id = :id"),
        {"state": state, "id": callback_id},
    )


def test_a_reminder_is_one_text_to_the_person_in_their_language(town, crew):
    evening = {
        "id": uuid4(), "staff_id": crew["ana"], "tier": "primary", "timezone": "America/New_York", "rrule": "",
        "starts_local": datetime(2026, 11, 24, 18), "ends_local": datetime(2026, 11, 24, 23),  # noqa: DTZ001
        "origin": "console", "created_at": START,
    }  # fmt: skip
    with town.database.begin() as connection:
        connection.execute(text("DELETE FROM shifts"))
        connection.execute(text("UPDATE staff SET languages = '{es}' WHERE id = :id"), {"id": crew["ana"]})
        rota.add_shifts(connection, [evening])
    shift_texts.remind(town.desk)
    shift_texts.remind(town.desk)
    with town.database.begin() as connection:
        (row,) = connection.execute(text("SELECT id, data_key, body_sealed, purpose FROM messages")).all()
    body = town.desk.vault.open(bytes(row.data_key), bytes(row.body_sealed), f"messages.body_sealed:{row.id.hex}")
    assert (row.purpose, body) == ("reminder", "Guardia (primera) desde 11/24 18:00. Responda Y para confirmar.")
