"""The second thing besides a password: a one-time code from a device, or a written recovery code."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.staff import tokens
from intake.storage import credentials
from intake.storage import staff as rows
from intake.storage.staff import Person

_STEP_S = 30
RECOVERY_CODES = 10


def _aad(person: Person) -> str:
    return f"staff.totp_sealed:{person.id.hex}"


def new_secret() -> str:
    """A secret to show once, as text and as a QR code; it counts only after `add_totp`."""
    return pyotp.random_base32()


def address(secret: str, person: Person, issuer: str) -> str:
    """The otpauth address for the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=issuer)


def _matching_step(secret: str, code: str, now: datetime) -> int | None:
    # RFC 6238 5.2: one step either way for clocks that differ.
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // _STEP_S
    given = "".join(c for c in code if c.isdigit()).encode()
    found = [
        step
        for step in (current - 1, current, current + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), given)
    ]
    return found[-1] if found else None


def add_totp(connection: Connection, vault: Vault, person: Person, shown: tuple[str, str], now: datetime) -> bool:
    """Keep a secret after the person proved that their device has it; `shown` is (secret, its code)."""
    secret, code = shown
    step = _matching_step(secret, code, now)
    if step is None:
        return False
    sealed = vault.seal(person.data_key, secret, _aad(person))
    rows.change(connection, person.id, totp_sealed=sealed, totp_step=step)
    record(connection, _act(Action.CREDENTIAL_ADD, person, "totp"))
    return True


def check_totp(connection: Connection, vault: Vault, person: Person, code: str, now: datetime) -> bool:
    """Whether this is the device's present code, never used before."""
    if person.totp_sealed is None:
        return False
    step = _matching_step(vault.open(person.data_key, person.totp_sealed, _aad(person)), code, now)
    return step is not None and rows.spend_totp_step(connection, person.id, step)


def remove_totp(connection: Connection, person: Person, actor: str) -> None:
    """Forget the device, for instance because it was lost."""
    rows.change(connection, person.id, totp_sealed=None)
    record(connection, Act(Action.CREDENTIAL_REMOVE, actor, "staff", person.id.hex, "totp"))


def new_recovery_codes(connection: Connection, person: Person) -> list[str]:
    """Ten fresh codes to write down, shown once; earlier ones are void."""
    codes = [tokens.recovery_code() for _ in range(RECOVERY_CODES)]
    hashes = [tokens.recovery_hash(person.id.hex, code) for code in codes]
    credentials.replace_recovery_codes(connection, person.id, hashes)
    record(connection, _act(Action.CREDENTIAL_ADD, person, "recovery_codes"))
    return codes


def check_recovery(connection: Connection, person: Person, code: str, now: datetime) -> bool:
    """Whether this is an unused code of theirs; it is used now."""
    spent = credentials.use_recovery_code(connection, person.id, tokens.recovery_hash(person.id.hex, code), now)
    if spent:
        record(connection, _act(Action.RECOVERY_USED, person, None))
    return spent


def enrolled(connection: Connection, person: Person) -> tuple[str, ...]:
    """Which second factors this person has: passkey, totp, recovery; empty means that none is set up."""
    found = ["passkey"] if credentials.passkeys_of(connection, person.id) else []
    if person.totp_sealed is not None:
        found.append("totp")
    if found and credentials.recovery_codes_left(connection, person.id):
        found.append("recovery")
    return tuple(found)


def _act(action: Action, person: Person, reason: str | None) -> Act:
    return Act(action, f"staff:{person.id.hex}", "staff", person.id.hex, reason)
