"""Passkeys (WebAuthn level 3): one gesture that is both factors and cannot be phished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import webauthn
from sqlalchemy import Connection
from webauthn.helpers import generate_challenge, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from intake.privacy.audit import Act, Action, record
from intake.staff.tokens import new_token, token_hash
from intake.storage import credentials, doors
from intake.storage import staff as rows
from intake.storage.staff import Person

_LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are for: `id` the console's host name, `origin` its address, `name` what is shown."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the browser is asked; `token` brings the answer back to its challenge."""

    token: str
    options: str


def begin_adding(connection: Connection, site: Site, person: Person, now: datetime) -> Ceremony:
    """Ask the browser to make a passkey for this signed-in person."""
    challenge = generate_challenge()
    known = credentials.passkeys_of(connection, person.id)
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=site.name,
        user_id=person.id.bytes,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in known],
    )
    token = new_token()
    step = doors.Step(person.id, "passkey_add", challenge, now + _LASTS)
    doors.add_step(connection, token_hash(token), step)
    return Ceremony(token, options_to_json(options))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gave back for a ceremony."""

    token: str
    credential: str
    label: str = ""


def finish_adding(connection: Connection, site: Site, person: Person, answer: Answer, now: datetime) -> bool:
    """Keep the passkey if the answer fits its challenge."""
    step = doors.take_step(connection, token_hash(answer.token), "passkey_add", now)
    if step is None or step.challenge is None or step.staff_id != person.id:
        return False
    try:
        made = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=step.challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError):
        return False
    credentials.add_passkey(
        connection,
        credentials.Passkey(
            id=uuid4(),
            staff_id=person.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            label=answer.label[:60],
            created_at=now,
            used_at=None,
        ),
    )
    actor = f"staff:{person.id.hex}"
    record(connection, Act(Action.CREDENTIAL_ADD, actor, "staff", person.id.hex, "passkey"))
    return True


def begin_using(connection: Connection, site: Site, now: datetime) -> Ceremony:
    """Ask the browser for any passkey of this site: says nothing about who has one."""
    challenge = generate_challenge()
    options = webauthn.generate_authentication_options(
        rp_id=site.id, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    token = new_token()
    doors.add_step(connection, token_hash(token), doors.Step(None, "passkey_use", challenge, now + _LASTS))
    return Ceremony(token, options_to_json(options))


def finish_using(connection: Connection, site: Site, answer: Answer, now: datetime) -> Person | None:
    """Whose passkey answered; None for anything that does not fit, and for a copied authenticator."""
    step = doors.take_step(connection, token_hash(answer.token), "passkey_use", now)
    if step is None or step.challenge is None:
        return None
    try:
        key = credentials.passkey(connection, _credential_id(answer.credential))
        if key is None:
            return None
        used = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=step.challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError):
        return None
    credentials.used_passkey(connection, key.id, used.new_sign_count, now)
    person = rows.by_id(connection, key.staff_id)
    return person if person and person.active else None


def _credential_id(credential: str) -> bytes:
    return webauthn.helpers.parse_authentication_credential_json(credential).raw_id


def remove(connection: Connection, person: Person, passkey_id: str, actor: str) -> bool:
    """Forget one of a person's passkeys; False if there is no such one."""
    found = [key for key in credentials.passkeys_of(connection, person.id) if key.id.hex == passkey_id]
    if not found or not credentials.remove_passkey(connection, person.id, found[0].id):
        return False
    record(connection, Act(Action.CREDENTIAL_REMOVE, actor, "staff", person.id.hex, "passkey"))
    return True
