"""People of the helpline: add, list, change, invite, disable. The telephone is sealed; the rest is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.staff import passwords
from intake.staff.rights import Role
from intake.staff.tokens import new_token, token_hash
from intake.storage import doors, duty
from intake.storage import sessions as session_rows
from intake.storage import staff as rows
from intake.storage.staff import Person

INVITATION_LASTS = timedelta(hours=72)


class Refused(ValueError):
    """The request cannot be done; `code` says why in a word, without anybody's data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is needed to add somebody."""

    email: str
    name: str
    roles: Sequence[str]
    phone: PhoneNumber | None = None
    languages: Sequence[str] = field(default=("en",))
    timezone: str = "America/New_York"


def _phone_aad(staff_id: UUID) -> str:
    return f"staff.phone_sealed:{staff_id.hex}"


def add(connection: Connection, vault: Vault, new: NewPerson, actor: str, now: datetime) -> Person:
    """Add somebody.

    Raises `Refused`: bad_email, no_name, no_role, unknown_role, bad_language, email_taken.
    """
    email = new.email.strip().lower()
    _check(email, new)
    staff_id, data_key = uuid4(), vault.new_key()
    person = Person(
        id=staff_id,
        email=email,
        name=new.name.strip(),
        roles=tuple(dict.fromkeys(new.roles)),
        languages=tuple(dict.fromkeys(new.languages)),
        timezone=new.timezone,
        data_key=data_key,
        phone_sealed=vault.seal(data_key, new.phone.reveal(), _phone_aad(staff_id)) if new.phone else None,
        phone_fingerprint=vault.fingerprint(new.phone) if new.phone else None,
        phone_verified_at=None,
        password_hash=None,
        totp_sealed=None,
        totp_step=0,
        created_at=now,
        disabled_at=None,
    )
    if not rows.add(connection, person):
        raise Refused("email_taken")
    record(connection, Act(Action.STAFF_ADD, actor, "staff", staff_id.hex, ",".join(person.roles)))
    return person


def _check(email: str, new: NewPerson) -> None:
    name, _, domain = email.partition("@")
    problems = (
        (not name or not domain or " " in email or len(email) > 254, "bad_email"),
        (not new.name.strip(), "no_name"),
        (not new.roles, "no_role"),
        (any(role not in {r.value for r in Role} for role in new.roles), "unknown_role"),
        (not new.languages or any(not 2 <= len(code) <= 3 for code in new.languages), "bad_language"),
    )
    for wrong, code in problems:
        if wrong:
            raise Refused(code)


def phone(vault: Vault, person: Person) -> PhoneNumber | None:
    """The number that rings this person, to be dialled."""
    if person.phone_sealed is None:
        return None
    return PhoneNumber(vault.open(person.data_key, person.phone_sealed, _phone_aad(person.id)))


def set_phone(connection: Connection, vault: Vault, person: Person, number: PhoneNumber, actor: str) -> None:
    """Ring this person on another number from now on; nobody has verified it yet, and it is not known to be dead."""
    sealed = vault.seal(person.data_key, number.reveal(), _phone_aad(person.id))
    found = vault.fingerprint(number)
    rows.change(connection, person.id, phone_sealed=sealed, phone_fingerprint=found, phone_verified_at=None)
    duty.number_works(connection, person.id)
    record(connection, Act(Action.STAFF_CHANGE, actor, "staff", person.id.hex, "phone"))


def set_roles(connection: Connection, person: Person, roles: Sequence[str], actor: str, now: datetime) -> None:
    """Other roles; every session ends, so that nothing that the old ones showed stays open.

    Raises `Refused`: no_role, unknown_role, last_admin.
    """
    _check(person.email, NewPerson(person.email, person.name, roles))
    if Role.ADMIN not in roles:
        _keep_an_admin(connection, person)
    rows.change(connection, person.id, roles=list(dict.fromkeys(roles)))
    session_rows.revoke(connection, person.id, now)
    record(connection, Act(Action.STAFF_CHANGE, actor, "staff", person.id.hex, "roles:" + ",".join(roles)))


def set_languages(connection: Connection, person: Person, languages: Sequence[str], timezone: str, actor: str) -> None:
    """What this person takes calls in, the language of their own phone first; and where they live. Raises
    `Refused`: bad_language."""
    _check(person.email, NewPerson(person.email, person.name, person.roles, languages=languages))
    rows.change(connection, person.id, languages=list(dict.fromkeys(languages)), timezone=timezone)
    record(connection, Act(Action.STAFF_CHANGE, actor, "staff", person.id.hex, "languages"))


def disable(connection: Connection, person: Person, actor: str, now: datetime) -> None:
    """From now on this person is not rung and cannot sign in, and every session ends. Raises `Refused`:
    last_admin."""
    _keep_an_admin(connection, person)
    rows.change(connection, person.id, disabled_at=person.disabled_at or now)
    session_rows.revoke(connection, person.id, now)
    record(connection, Act(Action.STAFF_DISABLE, actor, "staff", person.id.hex))


def enable(connection: Connection, person: Person, actor: str) -> None:
    """Undo `disable`; they sign in anew."""
    rows.change(connection, person.id, disabled_at=None)
    record(connection, Act(Action.STAFF_ENABLE, actor, "staff", person.id.hex))


def _keep_an_admin(connection: Connection, person: Person) -> None:
    if Role.ADMIN not in person.roles or not person.active:
        return
    others = (p for p in rows.everyone(connection, active_only=True) if p.id != person.id)
    if not any(Role.ADMIN in other.roles for other in others):
        raise Refused("last_admin")


def set_password(connection: Connection, person: Person, password: str, actor: str) -> None:
    """Store a new password. Raises `Refused` with the weakness (see `passwords.weakness`)."""
    if weak := passwords.weakness(password, (person.email, person.name)):
        raise Refused(weak)
    rows.change(connection, person.id, password_hash=passwords.hashed(password))
    record(connection, Act(Action.PASSWORD_SET, actor, "staff", person.id.hex))


def invite(
    connection: Connection, person: Person, actor: str, now: datetime, lasts: timedelta = INVITATION_LASTS
) -> str:
    """A token for a link that lets this person choose a password once, within that time."""
    token = new_token()
    made = doors.Invitation(doors.new_id(), person.id, actor, now, now + lasts)
    doors.invite(connection, token_hash(token), made)
    record(connection, Act(Action.STAFF_INVITE, actor, "staff", person.id.hex))
    return token


def accept_invitation(connection: Connection, token: str, password: str, now: datetime) -> Person | None:
    """Use the link: sets the password, ends every session. None if the link is spent, old or unknown.

    Raises `Refused` for a weak password; roll back then, so that the link still works.
    """
    staff_id = doors.use_invitation(connection, token_hash(token), now)
    person = rows.by_id(connection, staff_id) if staff_id else None
    if person is None or not person.active:
        return None
    set_password(connection, person, password, f"staff:{person.id.hex}")
    # A new account at the identity provider is theirs again after a new link, and only then.
    rows.change(connection, person.id, oidc_subject=None)
    session_rows.revoke(connection, person.id, now)
    return person
