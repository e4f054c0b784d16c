"""The vault key changes while callers are served: old, both, new only, and a kill in the middle."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from intake.numbers import PhoneNumber
from intake.privacy import rotation
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.suppression import Stop, suppress, suppressed
from intake.privacy.vault import CannotOpen, Vault
from intake.staff import people
from intake.storage import enrollments
from intake.storage.session import Database
from tests.integration.privacy import seeds

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OLD, NEW = generate_key(), generate_key()
STOPPED = PhoneNumber("+12025550160")


def number(place: int) -> PhoneNumber:
    return PhoneNumber(f"+1202555{100 + place:04}")


def rotate(database: Database, vault: Vault, batches: int = 1_000) -> None:
    for _ in range(batches):
        with database.begin() as connection:
            if rotation.rotate_some(connection, vault, NOW, limit=7).finished:
                return


def seeded(database: Database, count: int = 40) -> None:
    vault = Vault(parse_keys(OLD))
    with database.begin() as connection:
        for place in range(count):
            record = seeds.enrollment(connection, vault, number(place), NOW)
            seeds.conversation(connection, vault, record, NOW)
        people.add(connection, vault, people.NewPerson("a@b.org", "A", ["admin"], number(50)), "cli", NOW)
        suppress(connection, vault, STOPPED, Stop("all", "stop", "keyword"), NOW)


def test_old_both_new_only(database: Database) -> None:
    seeded(database)
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 81
        assert enrollments.open_by_number(connection, both.fingerprints(number(3))) is not None
    rotate(database, both)
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 0
        alone = rotation.with_retired(connection, parse_keys(NEW))
        assert rotation.missing_keys(connection, alone) == {}
        found = enrollments.open_by_number(connection, alone.fingerprints(number(3)))
        assert found is not None
        assert alone.is_current(found.number_fingerprint or b"")
        assert seeds.shown(connection, alone, found.id) == number(3).reveal()
        assert suppressed(connection, alone, STOPPED, "sms")
        with pytest.raises(CannotOpen):
            seeds.shown(connection, Vault(parse_keys(OLD)), found.id)


def test_dropping_the_old_key_too_early_is_noticed(database: Database) -> None:
    seeded(database, 3)
    with database.begin() as connection:
        missing = rotation.missing_keys(connection, Vault(parse_keys(NEW)))
    assert list(missing.values()) == [7]


def test_a_killed_rotation_goes_on_where_it_stopped(database: Database) -> None:
    seeded(database)
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    with database.begin() as connection:
        rotation.begin(connection, both, "cli:test", NOW)
    rotate(database, both, batches=5)
    with database.begin() as connection:
        left = rotation.begin(connection, both, "cli:test", NOW)
        assert 0 < left < 81
        resumed = rotation.rotate_some(connection, both, NOW, limit=7)
    assert resumed.done > 7
    rotate(database, both)
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 0


def test_a_process_with_the_old_settings_writes_behind_the_rotations_back(database: Database) -> None:
    seeded(database, 5)
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    rotate(database, both)
    with database.begin() as connection:
        seeds.enrollment(connection, Vault(parse_keys(OLD)), number(60), NOW)
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 1
    rotate(database, both)
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 0


def test_readers_never_notice(database: Database) -> None:
    seeded(database, 30)
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    with database.begin() as connection:
        ids = [one.id for one in enrollments.newest(connection, 100)]
    stop, reads, wrong = threading.Event(), [0], []

    def read() -> None:
        while not stop.is_set() or reads[0] < len(ids):
            for record in ids:
                with database.begin() as connection:
                    try:
                        seeds.shown(connection, both, record)
                    except CannotOpen as problem:
                        wrong.append(problem)
                reads[0] += 1

    reader = threading.Thread(target=read)
    reader.start()
    rotate(database, both)
    stop.set()
    reader.join()
    assert wrong == []
    assert reads[0] >= len(ids)


def test_a_row_that_nothing_opens_is_left_and_does_not_stop_the_rest(database: Database) -> None:
    seeded(database, 10)
    strange = Vault(parse_keys(generate_key()))
    with database.begin() as connection:
        lost = seeds.enrollment(connection, strange, number(70), NOW)
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    rotate(database, both)
    with database.begin() as connection:
        assert rotation.begin(connection, both, "cli:test", NOW) == 1
        assert seeds.shown(connection, strange, lost) == number(70).reveal()
