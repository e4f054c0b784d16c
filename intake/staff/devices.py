"""Know a device again, so that a stranger's guesses do not slow down its owner."""

from __future__ import annotations

import hmac
import secrets

from intake.privacy.vault import Vault


def _plain(email: str) -> str:
    return email.strip().lower()


def mark(vault: Vault, email: str) -> str:
    """What to leave on a device after a complete sign-in (long-lived, http-only cookie)."""
    nonce = secrets.token_hex(12)
    return f"{nonce}.{vault.fingerprint(f'{_plain(email)}/{nonce}', 'device').hex()}"


def subject(vault: Vault, email: str, given: str) -> bytes:
    """Whose failures are counted together: those of a known device, or those of all others."""
    nonce, _, proof = given.partition(".")
    made = vault.fingerprints(f"{_plain(email)}/{nonce}", "device")
    known = any(hmac.compare_digest(proof.encode(), one.hex().encode()) for one in made)
    return vault.fingerprint(f"{_plain(email)}/{nonce if known else ''}", "sign_in")
