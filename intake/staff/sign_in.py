"""Sign in: password and second factor, or a passkey alone. No answer tells which part was wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.staff import delays, devices, passwords, second_factor
from intake.staff.passkeys import Answer, Site, finish_using
from intake.staff.sessions import Proof, Visit, open_session, proved
from intake.staff.tokens import new_token, token_hash
from intake.storage import doors
from intake.storage import staff as rows
from intake.storage.staff import Person

_STEP_LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many failures: try again in so many seconds. The same for addresses that nobody has."""

    seconds: int


@dataclass(frozen=True, slots=True)
class No:
    """Not signed in, and not said why."""


@dataclass(frozen=True, slots=True)
class NeedsMore:
    """The password is right; answer one of `factors` with this token within five minutes."""

    token: str
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class In:
    """Signed in: the session's token for the cookie. `complete` is False while no second factor is set up:
    such a session may only set one up."""

    token: str
    person: Person
    complete: bool


Result = Wait | No | NeedsMore | In


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody comes in: the vault, the time, the device's name for the list of sessions, and the mark
    (long-lived cookie) that an earlier sign-in left on this device."""

    vault: Vault
    now: datetime
    device: str = ""
    mark: str = ""
    longest_wait: timedelta = delays.LONGEST


def with_password(connection: Connection, door: Door, email: str, password: str) -> Result:
    """The first step. Takes as long for an address that nobody has."""
    subject = devices.subject(door.vault, email, door.mark)
    if wait := _waiting(connection, subject, door.now):
        return wait
    person = rows.by_email(connection, email)
    stored = person.password_hash if person and person.active else None
    if not passwords.fits(stored, password) or person is None or stored is None:
        return _failed(connection, door, subject, person, "password")
    doors.clear_delay(connection, subject)
    if passwords.is_outdated(stored):
        rows.change(connection, person.id, password_hash=passwords.hashed(password))
    factors = second_factor.enrolled(connection, person)
    if not factors:
        token = open_session(connection, person, Proof("password", False), door.now, door.device)
        return In(token, person, complete=False)
    token = new_token()
    step = doors.Step(person.id, "second_factor", None, door.now + _STEP_LASTS)
    doors.add_step(connection, token_hash(token), step)
    return NeedsMore(token, factors)


def with_code(connection: Connection, door: Door, token: str, code: str) -> Result:
    """The second step: a one-time code (six digits) or a recovery code."""
    step = doors.peek_step(connection, token_hash(token), "second_factor", door.now)
    person = rows.by_id(connection, step.staff_id) if step and step.staff_id else None
    if person is None or not person.active:
        return No()
    subject = door.vault.fingerprint(person.id.hex, "second_factor")
    if wait := _waiting(connection, subject, door.now):
        return wait
    if not _code_fits(connection, door, person, code):
        return _failed(connection, door, subject, person, "second_factor")
    doors.take_step(connection, token_hash(token), "second_factor", door.now)
    doors.clear_delay(connection, subject)
    method = step.challenge.decode() if step is not None and step.challenge else "password"
    opened = open_session(connection, person, Proof(method, True), door.now, door.device)
    return In(opened, person, complete=True)


def _code_fits(connection: Connection, door: Door, person: Person, code: str) -> bool:
    if sum(c.isalnum() for c in code) > 8:
        return second_factor.check_recovery(connection, person, code, door.now)
    return second_factor.check_totp(connection, door.vault, person, code, door.now)


def with_passkey(connection: Connection, door: Door, site: Site, answer: Answer) -> Result:
    """Both factors in one gesture; never delayed, because it cannot be guessed."""
    person = finish_using(connection, site, answer, door.now)
    if person is None:
        record(connection, Act(Action.SIGN_IN_REFUSED, "unknown", "staff", None, "passkey"))
        return No()
    token = open_session(connection, person, Proof("passkey", True), door.now, door.device)
    return In(token, person, complete=True)


def prove_again(connection: Connection, door: Door, seen: Visit, given: str) -> Wait | bool:
    """Forced re-authentication of an open or locked session, with the password or a one-time code."""
    person = seen.person
    subject = door.vault.fingerprint(person.id.hex, "prove_again")
    if wait := _waiting(connection, subject, door.now):
        return wait
    digits = given.strip().isdigit() and len(given.strip()) == 6
    fits = (
        second_factor.check_totp(connection, door.vault, person, given, door.now)
        if digits
        else passwords.fits(person.password_hash, given)
    )
    if not fits:
        _failed(connection, door, subject, person, "prove_again")
        return False
    doors.clear_delay(connection, subject)
    proved(connection, seen, door.now)
    return True


def prove_with_passkey(connection: Connection, door: Door, seen: Visit, site: Site, answer: Answer) -> bool:
    """Forced re-authentication with a passkey of the same person."""
    person = finish_using(connection, site, answer, door.now)
    if person is None or person.id != seen.person.id:
        return False
    proved(connection, seen, door.now, second_factor=True)
    return True


def _waiting(connection: Connection, subject: bytes, now: datetime) -> Wait | None:
    left = (doors.delay(connection, subject, now).next_at - now).total_seconds()
    return Wait(math.ceil(left)) if left > 0 else None


def _failed(connection: Connection, door: Door, subject: bytes, person: Person | None, what: str) -> No:
    kept = doors.delay(connection, subject, door.now)
    failures = delays.counted(kept.failures, kept.last_at, door.now) + 1
    wait = delays.delay(failures, door.longest_wait)
    doors.set_delay(connection, subject, doors.Delay(failures, door.now, door.now + wait))
    subject_id = person.id.hex if person else None
    record(connection, Act(Action.SIGN_IN_REFUSED, "unknown", "staff", subject_id, what))
    return No()
