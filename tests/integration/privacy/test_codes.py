"""A code on the neutral line leads to its own request, and every other answer is the same."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy import codes
from intake.privacy.codes import Code, Try
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.storage import audit as trail
from intake.storage.session import Database
from tests.integration.privacy import seeds

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OLD, NEW = generate_key(), generate_key()
VAULT = Vault(parse_keys(OLD))
CALLER = PhoneNumber("+12025550147")
STRANGER = PhoneNumber("+12025550166")


def request(connection: Connection, number: PhoneNumber = CALLER, **given: object) -> tuple[UUID, Code]:
    code = codes.issue(connection, VAULT, NOW)
    values = {"pin_fingerprint": code.fingerprint, "pin_expires_at": code.expires_at} | given
    return seeds.enrollment(connection, VAULT, number, NOW, **values), code


def wrong(code: Code) -> str:
    return f"{(int(code.digits) + 1) % 10_000:04}"


def test_the_right_code_leads_to_its_request_also_after_a_key_change(database: Database) -> None:
    with database.begin() as connection:
        record, code = request(connection)
        assert codes.check(connection, VAULT, Try(code.digits, CALLER, "CA1"), NOW) == record
        both = Vault(parse_keys(f"{NEW},{OLD}"))
        assert codes.check(connection, both, Try(code.digits, STRANGER, "CA2"), NOW) == record


def test_wrong_expired_unknown_and_ended_are_one_answer(database: Database) -> None:
    with database.begin() as connection:
        _, code = request(connection)
        answers = [codes.check(connection, VAULT, Try(wrong(code), CALLER, "CA1"), NOW)]
        late = NOW + codes.VALID_FOR
        answers.append(codes.check(connection, VAULT, Try(code.digits, CALLER, "CA2"), late))
        ended = {"stage": "closed", "closed_reason": "unreachable"}
        _, other = request(connection, STRANGER, **ended)
        answers.append(codes.check(connection, VAULT, Try(other.digits, None, "CA3"), NOW))
        answers.append(codes.check(connection, VAULT, Try("", None, "CA4"), NOW))
        kinds = {(e.action, e.subject_id, e.reason) for e in trail.find(connection, trail.Filter())}
    assert answers == [None, None, None, None]
    assert kinds == {("code.check", None, None)}


def test_three_failures_lock_the_caller_for_fifteen_minutes(database: Database) -> None:
    with database.begin() as connection:
        record, code = request(connection)
        for number in range(3):
            assert codes.check(connection, VAULT, Try(wrong(code), STRANGER, f"CA{number}"), NOW) is None
        assert codes.check(connection, VAULT, Try(code.digits, STRANGER, "CA9"), NOW) is None
        assert codes.check(connection, VAULT, Try(code.digits, CALLER, "CA8"), NOW) == record
        later = NOW + codes.LOCKED_FOR
        assert codes.check(connection, VAULT, Try(code.digits, STRANGER, "CA10"), later) == record


def test_three_failures_lock_the_call_whoever_calls(database: Database) -> None:
    with database.begin() as connection:
        _, code = request(connection)
        for _ in range(3):
            codes.check(connection, VAULT, Try(wrong(code), None, "CA1"), NOW)
        assert codes.check(connection, VAULT, Try(code.digits, None, "CA1"), NOW) is None


def test_withheld_callers_cannot_guess_for_ever(database: Database) -> None:
    with database.begin() as connection:
        _, code = request(connection)
        for number in range(codes.WITHHELD_TRIES):
            codes.check(connection, VAULT, Try(wrong(code), None, f"CA{number}"), NOW)
        assert codes.check(connection, VAULT, Try(code.digits, None, "CAx"), NOW) is None


def test_right_codes_do_not_lock(database: Database) -> None:
    with database.begin() as connection:
        record, code = request(connection)
        for _ in range(6):
            assert codes.check(connection, VAULT, Try(code.digits, CALLER, "CA1"), NOW) == record


def test_a_code_that_two_requests_have_leads_to_neither(database: Database) -> None:
    with database.begin() as connection:
        _, code = request(connection)
        twin = {"pin_fingerprint": code.fingerprint, "pin_expires_at": code.expires_at}
        seeds.enrollment(connection, VAULT, STRANGER, NOW, **twin)
        assert codes.check(connection, VAULT, Try(code.digits, CALLER, "CA1"), NOW) is None


def test_a_taken_code_is_not_given_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.begin() as connection:
        monkeypatch.setattr(codes.secrets, "randbelow", lambda top: 1234)
        _, first = request(connection)
        draws = iter([1234, 1234, 77, *[1234] * 9])
        monkeypatch.setattr(codes.secrets, "randbelow", lambda top: next(draws))
        second = codes.issue(connection, VAULT, NOW)
    assert (first.digits, second.digits) == ("1234", "0077")
    assert "1234" not in repr(first)
    assert VAULT.fingerprint("1234", "pin") == first.fingerprint
    assert b"1234" not in first.fingerprint


def test_work_is_the_same_for_every_answer(database: Database) -> None:
    """Counts statements, not time: what differs would be seen from outside."""
    from sqlalchemy import event

    seen: list[list[str]] = []
    with database.begin() as connection:
        _, code = request(connection)
        event.listen(connection, "before_cursor_execute", lambda *args: seen[-1].append(str(args[2])))
        for digits in (code.digits, wrong(code), ""):
            seen.append([])
            codes.check(connection, VAULT, Try(digits, CALLER, "CA1"), NOW)
    assert seen[0] == seen[1] == seen[2]
    # The entry in the audit trail is one more, which the driver is handed directly.
    assert len(seen[0]) == 3
