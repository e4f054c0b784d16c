"""Denied unless declared: every role against every right and field, and delays that end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.staff import delays, passwords
from intake.staff.access import GLASS_FIELDS, Right, Role, is_fresh, may, narrowed, visible_fields
from intake.staff.fields import FIELDS
from intake.staff.rights import NEEDS_FRESH, RIGHTS
from intake.storage.schema.staff import ROLES

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WORDS = ("name", "zip", "pay", "care_stage", "living", "age_band", "notes", "number")


def test_roles_are_those_of_the_database() -> None:
    assert tuple(role.value for role in Role) == ROLES


@given(st.text(), st.text())
def test_what_is_not_declared_is_denied(role: str, right: str) -> None:
    if role not in ROLES:
        assert not any(may([role], known) for known in Right)
    if right not in set(Right):
        assert not any(may([known], right) for known in Role)
    assert visible_fields([role], right) == frozenset()


def test_every_right_belongs_to_somebody() -> None:
    assert set().union(*RIGHTS.values()) == set(Right)
    assert set(RIGHTS) == set(Role)


def test_roles_add_up() -> None:
    both = ["professional", "coordinator"]
    for right in Right:
        assert may(both, right) == (may(both[:1], right) or may(both[1:], right))


@pytest.mark.parametrize("role", ["supervisor", "admin", "auditor"])
@pytest.mark.parametrize("kind", ["callback", "enrollment", "conversation", "thread", "staff", "audit_entry"])
def test_those_who_do_not_call_see_nothing_about_callers(role: str, kind: str) -> None:
    about = set(WORDS) - ({"name"} if kind == "staff" else set())
    assert not about & visible_fields([role], kind)


def test_the_professional_sees_what_a_safe_call_needs_and_no_answers() -> None:
    seen = visible_fields(["professional"], "own_callback")
    assert {"name", "language", "flags", "message", "identify_as"} <= seen
    assert not {"zip", "pay", "care_stage", "living", "age_band", "notes"} & seen
    assert visible_fields(["professional"], "enrollment") == frozenset()


def test_only_the_coordinator_reveals_and_exports() -> None:
    for right in (Right.NUMBER_REVEAL, Right.ENROLLMENT_EXPORT, Right.DISCLOSE):
        assert [role.value for role in Role if may([role], right)] == ["coordinator"]
        assert right in NEEDS_FRESH


def test_the_auditor_sees_the_log_and_never_content() -> None:
    kinds = {kind for role, kind in FIELDS if role is Role.AUDITOR}
    assert kinds == {"audit_entry", "staff"}


def test_a_record_is_narrowed_before_it_is_shown() -> None:
    record = {"id": 1, "state": "due", "name": "Canary", "zip": "20001"}
    assert narrowed(["supervisor"], "callback", record) == {"id": 1, "state": "due"}
    assert narrowed([], "callback", record) == {}


def test_a_glass_shows_what_some_role_may_see() -> None:
    for kind, fields in GLASS_FIELDS.items():
        assert fields <= frozenset().union(*(seen for (_, k), seen in FIELDS.items() if k == kind))


def test_a_fresh_proof_is_asked_for_where_it_matters() -> None:
    assert is_fresh(Right.NUMBER_REVEAL, NOW - timedelta(minutes=5), NOW)
    assert not is_fresh(Right.NUMBER_REVEAL, NOW - timedelta(minutes=6), NOW)
    assert not is_fresh(Right.NUMBER_REVEAL, NOW + timedelta(minutes=1), NOW)
    assert is_fresh(Right.BOARD_SEE, NOW - timedelta(hours=5), NOW)


@given(st.integers(0, 10_000))
def test_a_delay_grows_and_never_locks(failures: int) -> None:
    wait = delays.delay(failures)
    assert wait <= delays.delay(failures + 1) <= timedelta(minutes=15)
    assert (wait == timedelta(0)) == (failures <= delays.FREE_TRIES)


def test_failures_are_forgiven_after_a_while() -> None:
    assert delays.counted(9, NOW, NOW + timedelta(hours=11)) == 9
    assert delays.counted(9, NOW, NOW + timedelta(hours=12)) == 0
    assert delays.counted(9, None, NOW) == 0


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "too_short"),
        ("x" * 300, "too_long"),
        ("aaaaaaaaaaaaaa", "repeats"),
        ("password1234", "guessable"),
        ("ana.field@example", "guessable"),
        ("Helpline-2026", "guessable"),
        ("nine lamps under water", None),
    ],
)
def test_guessable_passwords_are_refused(password: str, code: str | None) -> None:
    assert passwords.weakness(password, ("ana.field@example.org", "Ana Field")) == code


def test_a_stored_password_fits_only_itself() -> None:
    stored = passwords.hashed("nine lamps under water")
    assert stored.startswith("$argon2id$")
    assert passwords.fits(stored, "nine lamps under water")
    assert not passwords.fits(stored, "nine lamps under waters")
    assert not passwords.fits("rubbish", "nine lamps under water")
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.is_outdated(stored)
