"""Seal what names or reaches a person, open it again, and find it by a keyed fingerprint.

Each record has its own data key, kept beside it wrapped by the newest vault key (envelope). A value is
bound to its column and record: moved anywhere else it does not open. A record whose data key is gone
cannot be opened by anyone (domain: 42 CFR 2.16, 45 CFR 164.312(a)(2)(iv)).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake.numbers import PhoneNumber
from intake.privacy.keyring import ID_BYTES, KEY_BYTES, Keyring

_VERSION = b"\x01"
_NONCE = 12
_WRAP_AAD = b"helpline/data-key"
_FINGERPRINT_BYTES = 20


class CannotOpen(Exception):
    """The value was changed, moved, or made with a key that we do not have. Carries no data."""


class Vault:
    """Seals with the newest key and opens with any; safe to share between threads."""

    def __init__(self, ring: Keyring, retired: Sequence[bytes] = ()) -> None:
        """`retired`: id + fingerprint key of vault keys that are gone, so that an old STOP is still found."""
        self.ring = ring
        self._newest = ring.newest.id
        self._wraps = {key.id: AESGCM(key.derive("wrap")) for key in ring.keys}
        self._prints = {key.id: key.derive("fingerprint") for key in ring.keys}
        self.remember(retired)

    def remember(self, retired: Sequence[bytes]) -> None:
        """Find under these keys as well from now on; each is an id and a fingerprint key."""
        # Replaced whole: other threads are looking numbers up meanwhile.
        gone = {entry[:ID_BYTES]: entry[ID_BYTES:] for entry in retired}
        self._prints = self._prints | {key_id: key for key_id, key in gone.items() if key_id not in self._prints}

    def new_key(self) -> bytes:
        """A fresh data key for one record, wrapped: goes into its `data_key` column."""
        return self._wrap(os.urandom(KEY_BYTES))

    def rewrap(self, data_key: bytes) -> bytes:
        """The same data key under the newest vault key; unchanged if it already is."""
        if data_key[1 : 1 + ID_BYTES] == self._newest:
            return data_key
        return self._wrap(self._unwrap(data_key))

    def seal(self, data_key: bytes, plaintext: str, aad: str) -> bytes:
        """Encrypt; `aad` is "table.column:record id" and must be the same on opening."""
        return self.seal_bytes(data_key, plaintext.encode(), aad)

    def open(self, data_key: bytes, sealed: bytes, aad: str) -> str:
        """Decrypt; raises `CannotOpen` when anything does not fit."""
        return self.open_bytes(data_key, sealed, aad).decode()

    def seal_bytes(self, data_key: bytes, plaintext: bytes, aad: str) -> bytes:
        """`seal` for bytes: version, nonce, ciphertext with tag."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + AESGCM(self._unwrap(data_key)).encrypt(nonce, plaintext, aad.encode())

    def open_bytes(self, data_key: bytes, sealed: bytes, aad: str) -> bytes:
        """`open` for bytes."""
        if sealed[:1] != _VERSION:
            raise CannotOpen("unknown version")
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return AESGCM(self._unwrap(data_key)).decrypt(nonce, body, aad.encode())
        except (InvalidTag, ValueError):
            raise CannotOpen("changed or moved") from None

    def stream_key(self, data_key: bytes) -> bytes:
        """The key for sealing one stream in parts, apart from the one that seals values."""
        return hmac.digest(self._unwrap(data_key), b"helpline/stream/1", "sha256")

    def fingerprint(self, value: PhoneNumber | str, kind: str = "number") -> bytes:
        """The keyed hash to store: made with the newest key."""
        return self._print(self._newest, value, kind)

    def fingerprints(self, value: PhoneNumber | str, kind: str = "number") -> list[bytes]:
        """Every keyed hash under which the value may be stored, newest first: look up with all of them."""
        return [self._print(key_id, value, kind) for key_id in self._prints]

    def is_current(self, stored: bytes) -> bool:
        """Whether a stored fingerprint is made with the newest key; if not, write it anew."""
        return stored[:ID_BYTES] == self._newest

    def retired_entry(self, key_id: bytes) -> bytes:
        """The id and fingerprint key of a vault key about to go; seal it, load it with `retired`."""
        return key_id + self._prints[key_id]

    def _print(self, key_id: bytes, value: PhoneNumber | str, kind: str) -> bytes:
        text = value.reveal() if isinstance(value, PhoneNumber) else value
        digest = hmac.digest(self._prints[key_id], f"{kind}\0{text}".encode(), "sha256")
        return key_id + digest[:_FINGERPRINT_BYTES]

    def _wrap(self, secret: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _VERSION + self._newest + nonce + self._wraps[self._newest].encrypt(nonce, secret, _WRAP_AAD)

    def _unwrap(self, data_key: bytes) -> bytes:
        key = self._wraps.get(data_key[1 : 1 + ID_BYTES])
        if key is None or data_key[:1] != _VERSION:
            raise CannotOpen("its vault key is not in the ring")
        start = 1 + ID_BYTES
        try:
            return key.decrypt(data_key[start : start + _NONCE], data_key[start + _NONCE :], _WRAP_AAD)
        except (InvalidTag, ValueError):
            raise CannotOpen("its data key was changed") from None


def wrapped_by(data_key: bytes) -> bytes:
    """The id of the vault key that wraps this data key."""
    return data_key[1 : 1 + ID_BYTES]
