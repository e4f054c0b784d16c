"""Passwords: argon2id, refused when guessable, and as slow for nobody as for somebody."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, second recommended option (64 MiB, 3 passes), one lane: two cores are shared with callers.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
_NOBODY: list[str] = []
SHORTEST = 12
LONGEST = 256
_GUESSED = (
    "password",
    "helpline",
    "recovery",
    "welcome",
    "letmein",
    "qwerty",
    "iloveyou",
    "contrasena",
    "123456789",
)


def weakness(password: str, about: tuple[str, ...] = ()) -> str | None:
    """Why this password will not do, as a code; None if it will (NIST SP 800-63B 3.1.1: length, no rules).

    `about`: words about the person (address, name) that it must not consist of.
    """
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    plain = "".join(c for c in password.casefold() if c.isalnum())
    if len(set(plain)) < 5:
        return "repeats"
    words = [*_GUESSED, *(part for text in about for part in _parts(text))]
    rest = plain
    for word in words:
        rest = rest.replace(word, "")
    return "guessable" if len(rest) < 6 else None


def _parts(text: str) -> list[str]:
    return [part for part in text.casefold().replace("@", " ").replace(".", " ").split() if len(part) > 2]


def hashed(password: str) -> str:
    """The argon2id hash to store. About 60 ms and 64 MiB: never on a caller's path."""
    return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; with nothing stored it takes as long and says no."""
    if stored is None and not _NOBODY:
        _NOBODY.append(_HASHER.hash("nobody has this password"))
    try:
        return _HASHER.verify(stored or _NOBODY[0], password[: LONGEST + 1]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
