"""A breach is entered, the people it touched are found, and the deadlines are those of the rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake.privacy import breach
from intake.privacy.audit import Act, Action, record
from intake.privacy.breach import SUBJECT, Deadline, Happened, deadlines
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.storage import breaches as rows
from intake.storage.audit import Filter
from intake.storage.session import Database

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))


def test_fewer_than_500_go_to_the_secretary_after_the_year() -> None:
    assert deadlines(NOW, 499) == [
        Deadline("people", NOW + timedelta(days=60)),
        Deadline("authority", datetime(2027, 3, 2, tzinfo=UTC)),
    ]


def test_500_go_to_everybody_at_once() -> None:
    assert {d.duty: d.by for d in deadlines(NOW, 500)} == dict.fromkeys(rows.DUTIES, NOW + timedelta(days=60))


def test_whom_an_account_touched_comes_from_the_trail(database: Database) -> None:
    with database.begin() as connection:
        for actor, subject in (("staff:1", "a"), ("staff:1", "b"), ("staff:2", "c"), ("staff:1", "a")):
            record(connection, Act(Action.READ, actor, "enrollment", subject))
        found = breach.affected(connection, Filter(actor="staff:1"), "staff:9")
        later = Filter(actor="staff:1", since=datetime.now(UTC) + timedelta(hours=1))
        assert breach.affected(connection, later, "staff:9") == {}
    assert set(found) == {"a", "b"}


def test_a_breach_stays_open_until_everybody_was_told(database: Database) -> None:
    with database.begin() as connection:
        happened = Happened("a laptop of Canary Bird was lost", NOW, 3)
        entered = breach.enter(connection, VAULT, happened, "staff:1")
        [kept] = rows.open_(connection)
        assert breach.content(VAULT, kept) == happened.content
        assert [deadline.duty for _, deadline in breach.due(connection)] == ["people", "authority"]
        breach.told(connection, entered, "people", "staff:1", NOW)
        assert [deadline.duty for _, deadline in breach.due(connection)] == ["authority"]
        breach.told(connection, entered, "authority", "staff:1", NOW)
        assert rows.open_(connection) == []
        with pytest.raises(ValueError, match="duty"):
            breach.told(connection, entered, "neighbours", "staff:1", NOW)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_envelope_says_nothing(language: str) -> None:
    low = SUBJECT[language].lower()
    assert not any(word in low for word in ("help", "ayuda", "treat", "breach", "privacy", "health", "salud"))
