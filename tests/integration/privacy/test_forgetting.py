"""What is due is forgotten and nothing else, with a proof; a hold stops it; a person goes on request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text

from intake.numbers import PhoneNumber
from intake.privacy import legal, retention
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.retention import Office
from intake.privacy.signing import Signer
from intake.privacy.suppression import suppressed
from intake.privacy.vault import CannotOpen, Vault
from intake.staff import people
from intake.storage import certificates, enrollments
from intake.storage.session import Database
from tests.integration.privacy import seeds

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))
SIGNER = Signer("a secret of the tests")
OFFICE = Office(VAULT, SIGNER, "system:sweep", NOW)
NUMBER = PhoneNumber("+12025550147")


def closed(connection: Connection, reason: str, ago: timedelta, number: PhoneNumber = NUMBER) -> UUID:
    when = NOW - ago
    stage = "do_not_contact" if reason == "do_not_contact" else "closed"
    return seeds.enrollment(
        connection, VAULT, number, when, stage=stage, closed_reason=reason, closed_at=when, stage_since=when
    )


def knows_anybody(connection: Connection, record: UUID) -> bool:
    found = enrollments.get(connection, record)
    assert found is not None
    return any((found.number_sealed, found.number_fingerprint, found.name_sealed, found.zip_sealed, found.flags))


@pytest.mark.parametrize(
    ("reason", "early", "late"),
    [
        ("person_cancelled", timedelta(hours=23), timedelta(hours=24)),
        ("wrong_number", timedelta(hours=23), timedelta(hours=24)),
        ("do_not_contact", timedelta(hours=23), timedelta(hours=24)),
        ("unreachable", timedelta(days=89), timedelta(days=90)),
        ("declined.cost", timedelta(days=364), timedelta(days=365)),
    ],
)
def test_each_rule_at_its_edge(database: Database, reason: str, early: timedelta, late: timedelta) -> None:
    with database.begin() as connection:
        young, old = closed(connection, reason, early), closed(connection, reason, late)
        assert [item.record_id for item in retention.plan(connection, NOW).items] == [old]
        retention.carry_out(connection, OFFICE)
        assert knows_anybody(connection, young)
        assert not knows_anybody(connection, old)
        assert retention.plan(connection, NOW).items == ()


def test_open_and_enrolled_records_stay(database: Database) -> None:
    with database.begin() as connection:
        open_ = seeds.enrollment(connection, VAULT, NUMBER, NOW - timedelta(days=900))
        chart = seeds.enrollment(connection, VAULT, NUMBER, NOW - timedelta(days=900), stage="enrolled")
        retention.carry_out(connection, OFFICE)
        assert knows_anybody(connection, open_)
        assert knows_anybody(connection, chart)


def test_a_dry_run_changes_nothing(database: Database) -> None:
    with database.begin() as connection:
        record = closed(connection, "wrong_number", timedelta(days=2))
        assert retention.plan(connection, NOW).counts == {"wrong_number": 1}
        assert knows_anybody(connection, record)
        assert certificates.newest(connection) == []


def test_a_wrong_number_stays_stopped_after_its_record_is_gone(database: Database) -> None:
    with database.begin() as connection:
        closed(connection, "wrong_number", timedelta(days=2))
        retention.carry_out(connection, OFFICE)
        assert suppressed(connection, VAULT, NUMBER, "voice")


def test_a_legal_hold_stops_forgetting_until_it_is_lifted(database: Database) -> None:
    with database.begin() as connection:
        record = closed(connection, "wrong_number", timedelta(days=2))
        held = legal.hold(connection, record, "matter-17", "staff:1", NOW)
        assert retention.plan(connection, NOW).held == 1
        retention.carry_out(connection, OFFICE)
        assert retention.forget_person(connection, OFFICE, NUMBER) is None
        assert retention.erase_everything(connection, OFFICE) is None
        assert knows_anybody(connection, record)
        assert legal.lift(connection, held, "staff:1", NOW)
        retention.carry_out(connection, OFFICE)
        assert not knows_anybody(connection, record)


def test_an_abandoned_call_leaves_no_number(database: Database) -> None:
    with database.begin() as connection:
        talk = seeds.conversation(connection, VAULT, None, NOW)
        retention.carry_out(connection, OFFICE)
        row = connection.execute(
            text("SELECT caller_sealed, caller_fingerprint, state_sealed FROM conversations WHERE id = :id"),
            {"id": talk},
        ).one()
    assert tuple(row) == (None, None, None)


def test_the_certificate_proves_the_run_and_names_nobody(database: Database) -> None:
    with database.begin() as connection:
        closed(connection, "wrong_number", timedelta(days=2))
        made = retention.carry_out(connection, OFFICE)
        [kept] = certificates.newest(connection)
        assert retention.is_genuine(kept, SIGNER.public_key)
        assert kept.counts["wrong_number"] == 1
        assert not retention.is_genuine(kept, Signer("another").public_key)
        changed = certificates.Certificate(
            kept.id, kept.at, kept.rule, {"wrong_number": 9}, kept.digest, kept.signature, kept.made_by
        )
        assert not retention.is_genuine(changed, SIGNER.public_key)
    assert made.id == kept.id


def test_one_person_is_forgotten_everywhere_and_others_are_not(database: Database) -> None:
    other = PhoneNumber("+12025550148")
    with database.begin() as connection:
        theirs = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        talk = seeds.conversation(connection, VAULT, theirs, NOW)
        stays = seeds.enrollment(connection, VAULT, other, NOW)
        assert retention.forget_person(connection, OFFICE, NUMBER) is not None
        assert not knows_anybody(connection, theirs)
        assert seeds.shown(connection, VAULT, stays) == other.reveal()
        state = text("SELECT state_sealed FROM conversations WHERE id = :id")
        assert connection.execute(state, {"id": talk}).scalar_one() is None


def callback(connection: Connection, record: UUID, state: str) -> UUID:
    made = uuid4()
    connection.execute(
        text(
            "INSERT INTO callbacks (id, enrollment_id, origin, class, reason, state, language, created_at, due_at,"
            " next_action_at, accepted_by) VALUES (:id, :record, 'requested', 'P3', 'x', :state, 'en', :now,"
            " :now, :now, :staff)"
        ),
        {"id": made, "record": record, "state": state, "now": NOW, "staff": somebody(connection)},
    )
    return made


def somebody(connection: Connection) -> UUID:
    new = people.NewPerson(f"{uuid4().hex}@example.org", "Ana", ["professional"])
    return people.add(connection, VAULT, new, "cli:test", NOW).id


def test_whoever_is_forgotten_is_not_called_any_more(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        promised = callback(connection, record, "due")
        assert retention.forget_person(connection, OFFICE, NUMBER) is not None
        query = text("SELECT state, next_action_at FROM callbacks WHERE id = :id")
        assert tuple(connection.execute(query, {"id": promised}).one()) == ("cancelled", None)
        found = enrollments.get(connection, record)
        assert found is not None
        assert (found.stage, found.closed_reason) == ("closed", "person_cancelled")


def test_nobody_is_forgotten_in_the_middle_of_a_call(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        callback(connection, record, "connected")
        assert retention.forget_person(connection, OFFICE, NUMBER) is None
        assert knows_anybody(connection, record)


def test_after_erasing_everything_nothing_opens(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        assert retention.erase_everything(connection, OFFICE) is not None
        with pytest.raises(CannotOpen):
            seeds.shown(connection, VAULT, record)
        assert enrollments.open_by_number(connection, VAULT.fingerprints(NUMBER)) is None


def test_the_list_of_what_was_forgotten_cannot_be_shortened(database: Database) -> None:
    from sqlalchemy.exc import ProgrammingError

    with database.begin() as connection:
        closed(connection, "wrong_number", timedelta(days=2))
        retention.carry_out(connection, OFFICE)
    for table in ("erasures", "certificates"):
        with pytest.raises(ProgrammingError, match="refused"), database.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))
