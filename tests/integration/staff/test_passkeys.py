"""Passkeys: added by a signed-in person, enough alone to sign in, useless elsewhere or when copied."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.staff import passkeys, people, sign_in
from intake.staff.passkeys import Answer, Site
from intake.staff.people import NewPerson
from intake.staff.sign_in import Door, In, No, Result
from intake.storage import credentials
from intake.storage.session import Database
from intake.storage.staff import Person
from tests.integration.staff.authenticator import Authenticator

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))
SITE = Site("console.example.org", "https://console.example.org", "Console")
DOOR = Door(VAULT, NOW)


def device() -> Authenticator:
    return Authenticator(SITE.id, SITE.origin)


def someone(connection: Connection, key: Authenticator) -> Person:
    new = NewPerson("ana@example.org", "Ana Field", ["professional"])
    person = people.add(connection, VAULT, new, "cli:test", NOW)
    asked = passkeys.begin_adding(connection, SITE, person, NOW)
    answer = Answer(asked.token, key.make(asked.options), "phone")
    assert passkeys.finish_adding(connection, SITE, person, answer, NOW)
    assert not passkeys.finish_adding(connection, SITE, person, answer, NOW)
    return person


def use(connection: Connection, key: Authenticator) -> Result:
    asked = passkeys.begin_using(connection, SITE, NOW)
    return sign_in.with_passkey(connection, DOOR, SITE, Answer(asked.token, key.use(asked.options)))


def test_a_passkey_signs_in_alone(database: Database) -> None:
    key = device()
    with database.begin() as connection:
        person = someone(connection, key)
        result = use(connection, key)
    assert isinstance(result, In)
    assert result.complete
    assert result.person == person


def test_an_answer_is_good_for_its_own_challenge_and_once(database: Database) -> None:
    key = device()
    with database.begin() as connection:
        someone(connection, key)
        asked = passkeys.begin_using(connection, SITE, NOW)
        other = passkeys.begin_using(connection, SITE, NOW)
        wrong = sign_in.with_passkey(connection, DOOR, SITE, Answer(other.token, key.use(asked.options)))
        assert wrong == No()
        answer = Answer(asked.token, key.use(asked.options))
        late = Door(VAULT, NOW + timedelta(minutes=6))
        assert sign_in.with_passkey(connection, late, SITE, answer) == No()
        assert sign_in.with_passkey(connection, DOOR, SITE, answer) == No()


def test_a_strange_passkey_another_site_and_rubbish_are_refused(database: Database) -> None:
    key = device()
    with database.begin() as connection:
        someone(connection, key)
        assert use(connection, device()) == No()
        key.origin = "https://console.example.net"
        assert use(connection, key) == No()
        asked = passkeys.begin_using(connection, SITE, NOW)
        for rubbish in ("", "{}", "[]", '{"id": "x"}'):
            assert sign_in.with_passkey(connection, DOOR, SITE, Answer(asked.token, rubbish)) == No()


def test_a_copied_authenticator_is_noticed(database: Database) -> None:
    key = device()
    with database.begin() as connection:
        someone(connection, key)
        assert isinstance(use(connection, key), In)
        key.count = 0
        assert use(connection, key) == No()


def test_a_removed_passkey_and_a_disabled_person_do_not_get_in(database: Database) -> None:
    key = device()
    with database.begin() as connection:
        person = someone(connection, key)
        [kept] = credentials.passkeys_of(connection, person.id)
        people.disable(connection, person, "cli:test", NOW)
        assert use(connection, key) == No()
        people.enable(connection, person, "cli:test")
        assert isinstance(use(connection, key), In)
        assert passkeys.remove(connection, person, kept.id.hex, "staff:self")
        assert use(connection, key) == No()
