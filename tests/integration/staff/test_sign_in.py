"""Signing in: two factors, no hints, delays that do not lock out, sessions that end when they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import Connection, text

from intake.numbers import PhoneNumber
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.staff import devices, people, second_factor, sessions, sign_in
from intake.staff.people import NewPerson, Refused
from intake.staff.sign_in import Door, In, NeedsMore, No, Wait
from intake.storage import audit as trail
from intake.storage import staff as rows
from intake.storage.session import Database
from intake.storage.staff import Person

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))
PASSWORD = "nine lamps under water"


def someone(
    connection: Connection, email: str = "ana@example.org", roles: tuple[str, ...] = ("professional",)
) -> Person:
    new = NewPerson(email, "Ana Field", roles, PhoneNumber("+12025550147"), ("en", "es"))
    person = people.add(connection, VAULT, new, "cli:test", NOW)
    people.set_password(connection, person, PASSWORD, "cli:test")
    found = rows.by_id(connection, person.id)
    assert found is not None
    return found


def with_totp(connection: Connection, person: Person) -> str:
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(NOW - timedelta(minutes=5))
    assert second_factor.add_totp(connection, VAULT, person, (secret, code), NOW - timedelta(minutes=5))
    return secret


def door(after_s: float = 0, mark: str = "") -> Door:
    return Door(VAULT, NOW + timedelta(seconds=after_s), "Firefox", mark)


def test_password_and_code_open_a_session(database: Database) -> None:
    with database.begin() as connection:
        secret = with_totp(connection, someone(connection))
        first = sign_in.with_password(connection, door(), " ANA@example.org ", PASSWORD)
        assert isinstance(first, NeedsMore)
        assert first.factors == ("totp",)
        second = sign_in.with_code(connection, door(), first.token, pyotp.TOTP(secret).at(NOW))
        assert isinstance(second, In)
        assert second.complete
        seen = sessions.visit(connection, second.token, NOW)
        assert seen is not None
        assert seen.session.second_factor
        assert sessions.visit(connection, second.token + "x", NOW) is None


def test_a_one_time_code_works_once(database: Database) -> None:
    with database.begin() as connection:
        secret = with_totp(connection, someone(connection))
        code = pyotp.TOTP(secret).at(NOW)
        for expected in (In, No):
            first = sign_in.with_password(connection, door(), "ana@example.org", PASSWORD)
            assert isinstance(first, NeedsMore)
            assert isinstance(sign_in.with_code(connection, door(), first.token, code), expected)


def test_a_recovery_code_works_once(database: Database) -> None:
    with database.begin() as connection:
        person = someone(connection)
        with_totp(connection, person)
        code = second_factor.new_recovery_codes(connection, person)[0].upper()
        for expected in (In, No):
            first = sign_in.with_password(connection, door(), "ana@example.org", PASSWORD)
            assert isinstance(first, NeedsMore)
            assert isinstance(sign_in.with_code(connection, door(), first.token, code), expected)


def test_without_a_second_factor_the_session_is_not_complete(database: Database) -> None:
    with database.begin() as connection:
        someone(connection)
        result = sign_in.with_password(connection, door(), "ana@example.org", PASSWORD)
    assert isinstance(result, In)
    assert not result.complete


def test_unknown_wrong_and_disabled_are_one_answer(database: Database) -> None:
    with database.begin() as connection:
        someone(connection)
        gone = someone(connection, "bo@example.org")
        people.disable(connection, gone, "cli:test", NOW)
        answers = [
            sign_in.with_password(connection, door(), "nobody@example.org", PASSWORD),
            sign_in.with_password(connection, door(), "ana@example.org", "nine lamps under air"),
            sign_in.with_password(connection, door(), "bo@example.org", PASSWORD),
        ]
    assert answers == [No(), No(), No()]


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_failures_slow_down_whoever_guesses_and_say_the_same_for_nobody(
    database: Database, email: str
) -> None:
    with database.begin() as connection:
        someone(connection)
        answers = [
            sign_in.with_password(connection, door(), email, "wrong but long enough") for _ in range(5)
        ]
        assert answers == [No(), No(), No(), No(), Wait(2)]
        later = sign_in.with_password(connection, door(3), email, "wrong but long enough")
        assert later == No()
        assert sign_in.with_password(connection, door(3), email, "wrong but long enough") == Wait(4)


def test_a_strangers_guesses_do_not_keep_the_owner_out(database: Database) -> None:
    with database.begin() as connection:
        someone(connection)
        mark = devices.mark(VAULT, "ana@example.org")
        for _ in range(6):
            sign_in.with_password(connection, door(), "ana@example.org", "wrong but long enough")
        assert isinstance(sign_in.with_password(connection, door(), "ana@example.org", PASSWORD), Wait)
        assert isinstance(sign_in.with_password(connection, door(0, mark), "ana@example.org", PASSWORD), In)
        forged = mark[:-1] + ("0" if mark[-1] != "0" else "1")
        assert isinstance(
            sign_in.with_password(connection, door(0, forged), "ana@example.org", PASSWORD), Wait
        )


def opened(connection: Connection) -> tuple[Person, str]:
    person = someone(connection)
    result = sign_in.with_password(connection, door(), "ana@example.org", PASSWORD)
    assert isinstance(result, In)
    return person, result.token


def test_a_session_ends_after_ten_idle_minutes_and_two_on_a_shared_screen(database: Database) -> None:
    with database.begin() as connection:
        person, token = opened(connection)
        assert sessions.visit(connection, token, NOW + timedelta(minutes=9)) is not None
        assert sessions.visit(connection, token, NOW + timedelta(minutes=18)) is not None
        [session] = sessions.rows.of(connection, person.id, NOW)
        sessions.rows.share_screen(connection, session.public_id, shared=True)
        assert sessions.visit(connection, token, NOW + timedelta(minutes=21)) is None
        assert sessions.visit(connection, token, NOW + timedelta(minutes=21)) is None


def test_a_page_that_polls_does_not_keep_a_session_alive(database: Database) -> None:
    with database.begin() as connection:
        _, token = opened(connection)
        for minute in range(1, 10):
            assert (
                sessions.visit(connection, token, NOW + timedelta(minutes=minute), active=False) is not None
            )
        assert sessions.visit(connection, token, NOW + timedelta(minutes=11), active=False) is None


def test_a_live_call_is_kept_and_its_record_hidden(database: Database) -> None:
    with database.begin() as connection:
        person, token = opened(connection)
        connection.execute(
            text(
                "INSERT INTO callbacks (id, origin, class, reason, state, language, created_at, due_at,"
                " next_action_at, accepted_by) VALUES (:id, 'requested', 'P3', 'x', 'connected', 'en', now(),"
                " now(), now(), :person)"
            ),
            {"id": uuid4(), "person": person.id},
        )
        late = NOW + timedelta(minutes=30)
        seen = sessions.visit(connection, token, late)
        assert seen is not None
        assert seen.locked
        proof = sign_in.prove_again(connection, Door(VAULT, late), seen, PASSWORD)
        assert proof is True
        again = sessions.visit(connection, token, late)
        assert again is not None
        assert not again.locked


def test_revocation_ends_every_session_at_once(database: Database) -> None:
    with database.begin() as connection:
        person, token = opened(connection)
        assert sessions.revoke(connection, person.id, NOW, "staff:admin") == 1
        assert sessions.visit(connection, token, NOW) is None


def test_disabling_ends_sessions_but_never_the_last_admin(database: Database) -> None:
    with database.begin() as connection:
        person, token = opened(connection)
        admin = someone(connection, "root@example.org", ("admin",))
        people.disable(connection, person, "cli:test", NOW)
        assert sessions.visit(connection, token, NOW) is None
        with pytest.raises(Refused, match="last_admin"):
            people.disable(connection, admin, "cli:test", NOW)


def test_an_invitation_works_once_and_not_for_ever(database: Database) -> None:
    with database.begin() as connection:
        person = someone(connection)
        old = people.invite(connection, person, "staff:admin", NOW)
        token = people.invite(connection, person, "staff:admin", NOW)
        assert people.accept_invitation(connection, old, PASSWORD, NOW) is None
        assert people.accept_invitation(connection, token, PASSWORD, NOW + timedelta(days=4)) is None
        assert people.accept_invitation(connection, token, PASSWORD, NOW) is not None
        assert people.accept_invitation(connection, token, PASSWORD, NOW) is None


def test_the_same_address_is_added_once(database: Database) -> None:
    with database.begin() as connection:
        someone(connection)
        with pytest.raises(Refused, match="email_taken"):
            someone(connection, "Ana@Example.org")


def test_a_telephone_is_sealed_and_found_by_its_fingerprint(database: Database) -> None:
    with database.begin() as connection:
        person = someone(connection)
        number = PhoneNumber("+12025550147")
        assert people.phone(VAULT, person) == number
        assert rows.by_phone(connection, VAULT.fingerprints(number)) == person
        stored = connection.execute(text("SELECT staff::text FROM staff")).scalar_one()
    assert "5550147" not in stored
    assert b"5550147".hex() not in stored


def test_everything_that_happened_is_in_the_trail(database: Database) -> None:
    with database.begin() as connection:
        opened(connection)
        sign_in.with_password(connection, door(), "ana@example.org", "wrong but long enough")
        actions = [entry.action for entry in trail.find(connection, trail.Filter())]
    assert actions == ["session.refused", "session.sign_in", "credential.password_set", "staff.add"]
