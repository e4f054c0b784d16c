"""The vault's keys as settings give them: newest first, and refused when anybody could guess them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
ID_BYTES = 4
_DEFAULT_WORDS = re.compile(rb"change|default|secret|example|password|insecure|dev|test", re.IGNORECASE)


class WeakKeys(ValueError):
    """The key setting cannot be used; `problems` says everything that is wrong, never a key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class VaultKey:
    """One key of the ring. `id` is public and tells which key made a value."""

    name: str
    id: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"VaultKey({self.name}, {self.id.hex()})"

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose only (HKDF-SHA256, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"helpline/{purpose}/1".encode()).derive(self.secret)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys, newest first: the first one writes, all of them read."""

    keys: tuple[VaultKey, ...]

    @property
    def newest(self) -> VaultKey:
        """The key that writes."""
        return self.keys[0]


def generate_key() -> str:
    """A new key in the form that the setting takes."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")


def parse_keys(setting: str) -> Keyring:
    """Read `HELPLINE_VAULT_KEYS`: a comma list, newest first, each 32 bytes in hex or base64.

    A key may have `name:` before it. Raises `WeakKeys` with every problem at once: a default key does
    not meet 45 CFR 164.312(a)(2)(iv).
    """
    parts = [part.strip() for part in setting.split(",") if part.strip()]
    problems = [] if parts else ["no vault key is set"]
    keys: list[VaultKey] = []
    for place, part in enumerate(parts, 1):
        name, _, written = part.rpartition(":")
        label = name or f"key{place}"
        secret = _decode(written)
        problem = "is not 32 bytes in hex or base64" if secret is None else _weakness(secret)
        if secret is None or problem:
            problems.append(f"vault key {place} {problem}")
            continue
        keys.append(VaultKey(label, _key_id(secret), secret))
    if len({key.secret for key in keys}) < len(keys):
        problems.append("a vault key is given twice")
    if problems:
        raise WeakKeys(problems)
    return Keyring(tuple(keys))


def _key_id(secret: bytes) -> bytes:
    return hashlib.sha256(b"helpline/key-id/1" + secret).digest()[:ID_BYTES]


def _decode(written: str) -> bytes | None:
    if re.fullmatch(r"[0-9a-fA-F]{64}", written):
        return bytes.fromhex(written)
    plain = written.rstrip("=").replace("+", "-").replace("/", "_")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", plain):
        return None
    try:
        return base64.urlsafe_b64decode(plain + "=")
    except binascii.Error:
        return None


def _weakness(secret: bytes) -> str | None:
    # Thirty-two random bytes have fewer than 16 different ones less than once in a trillion tries.
    if len(set(secret)) < 16 or any(secret == (secret[:n] * KEY_BYTES)[:KEY_BYTES] for n in range(1, 17)):
        return "repeats itself"
    if len({(b - a) % 256 for a, b in itertools.pairwise(secret)}) < 4:
        return "counts instead of being random"
    if all(32 <= byte < 127 for byte in secret) or _DEFAULT_WORDS.match(secret):
        return "is written text, not random bytes"
    return None
