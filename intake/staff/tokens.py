"""Random tokens that we hand out and keep only the hash of."""

from __future__ import annotations

import base64
import hashlib
import secrets


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).digest()


def recovery_code() -> str:
    """80 random bits that a person can write down and type, in four groups."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def recovery_hash(staff_id: str, code: str) -> bytes:
    """What is stored of a recovery code; spaces, dashes and case do not matter."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(f"{staff_id}/{plain}".encode()).digest()
