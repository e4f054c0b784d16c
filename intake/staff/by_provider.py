"""Sign in, or prove again, by the identity provider's word: existing staff only, and never with one factor."""

from __future__ import annotations

import hmac
from datetime import timedelta

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.staff import second_factor
from intake.staff.oidc import LASTS, LEEWAY, Asked, Claims, asked_of
from intake.staff.sessions import Proof, Visit, open_session, proved
from intake.staff.sign_in import Door, In, NeedsMore, No, Result
from intake.staff.tokens import new_token, token_hash
from intake.storage import doors
from intake.storage import staff as rows
from intake.storage.staff import Person

_PURPOSE = "oidc"
_CODE_LASTS = timedelta(minutes=5)


def wait_for(connection: Connection, door: Door, asked: Asked) -> str:
    """Remember what was asked; the token goes with the browser and brings the answer back to it, once."""
    token = new_token()
    doors.add_step(connection, token_hash(token), doors.Step(None, _PURPOSE, asked.to_bytes(), door.now + LASTS))
    return token


def waiting(connection: Connection, door: Door, token: str) -> Asked | None:
    """What this browser was sent to the provider with; used up by asking."""
    step = doors.take_step(connection, token_hash(token), _PURPOSE, door.now)
    return asked_of(step.challenge) if step is not None and step.challenge else None


def refuse(connection: Connection, why: str) -> No:
    """Nobody is let in; `why` is a code for the audit trail."""
    record(connection, Act(Action.SIGN_IN_REFUSED, "unknown", "staff", None, f"oidc.{why}"))
    return No()


def enter(connection: Connection, door: Door, claims: Claims) -> Result:
    """Let a member of staff in. Without a second factor shown there, ours is asked for as after a password."""
    person = _person(connection, claims)
    if person is None or not person.active:
        return refuse(connection, "nobody")
    if not claims.strong and second_factor.enrolled(connection, person):
        token = new_token()
        step = doors.Step(person.id, "second_factor", _PURPOSE.encode(), door.now + _CODE_LASTS)
        doors.add_step(connection, token_hash(token), step)
        return NeedsMore(token, second_factor.enrolled(connection, person))
    opened = open_session(connection, person, Proof("oidc", claims.strong), door.now, door.device)
    return In(opened, person, complete=claims.strong)


def prove(connection: Connection, door: Door, seen: Visit, claims: Claims) -> bool:
    """Prove a session again: the same person, who signed in there just now and not earlier."""
    since = claims.signed_in_at
    same = hmac.compare_digest(seen.person.oidc_subject or b"", token_hash(claims.subject))
    if not same or since is None or door.now - since > LASTS or since > door.now + LEEWAY:
        record(connection, Act(Action.SIGN_IN_REFUSED, "unknown", "staff", seen.person.id.hex, "oidc.prove"))
        return False
    proved(connection, seen, door.now)
    return True


def _person(connection: Connection, claims: Claims) -> Person | None:
    """By account; the first time by verified address, which is joined to the account from then on.

    A later account with the same address is a stranger's: addresses are handed on (Core 5.7).
    """
    subject = token_hash(claims.subject)
    known = rows.by_oidc(connection, subject)
    if known is not None or claims.email is None:
        return known
    person = rows.by_email(connection, claims.email)
    if person is None or not person.active or person.oidc_subject is not None:
        return None
    rows.change(connection, person.id, oidc_subject=subject)
    record(connection, Act(Action.CREDENTIAL_ADD, f"staff:{person.id.hex}", "staff", person.id.hex, "oidc"))
    return person
