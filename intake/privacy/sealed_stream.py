"""Seal a stream of any length so that no part can be changed, moved, repeated or cut off unnoticed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake.privacy.vault import CannotOpen, Vault

_MAGIC = b"HELPLINE-SEALED-1\n"
_CHUNK = 1 << 20
_LONGEST_HEADER = 4_096


def seal_stream(vault: Vault, source: BinaryIO, target: BinaryIO, about: dict[str, str]) -> int:
    """Write `source` sealed to `target`; returns bytes read. `about` is readable by anybody, but bound to it.

    STREAM construction (Rogaway et al. 2015): each chunk's nonce is its number, and the last one says so.
    """
    data_key = vault.new_key()
    header = json.dumps(about | {"data_key": base64.b64encode(data_key).decode()}, sort_keys=True).encode()
    target.write(_MAGIC + header + b"\n")
    cipher, bound = AESGCM(vault.stream_key(data_key)), hashlib.sha256(header).digest()
    total = 0
    for number, (chunk, last) in enumerate(_chunks(source)):
        sealed = cipher.encrypt(_nonce(number), chunk, bound + _mark(last=last))
        target.write(len(sealed).to_bytes(4, "big") + sealed)
        total += len(chunk)
    return total


def read_about(source: BinaryIO) -> dict[str, str]:
    """What the header says, unchecked. Raises `CannotOpen` for anything that is not such a stream."""
    return {k: v for k, v in _header(source)[0].items() if k != "data_key"}


def open_stream(vault: Vault, source: BinaryIO, target: BinaryIO) -> dict[str, str]:
    """Write what was sealed to `target`, chunk by chunk, each only after it was proved genuine.

    Raises `CannotOpen` as soon as anything does not fit, also when the end is missing: undo `target` then.
    """
    about, header = _header(source)
    data_key = base64.b64decode(about.pop("data_key", ""))
    cipher, bound = AESGCM(vault.stream_key(data_key)), hashlib.sha256(header).digest()
    number, last = 0, False
    while not last:
        sealed = source.read(int.from_bytes(_exactly(source, 4), "big"))
        chunk, last = _opened(cipher, _nonce(number), sealed, bound)
        target.write(chunk)
        number += 1
    if source.read(1):
        raise CannotOpen("something follows its end")
    return about


def _header(source: BinaryIO) -> tuple[dict[str, str], bytes]:
    if source.read(len(_MAGIC)) != _MAGIC:
        raise CannotOpen("not a sealed stream")
    header = source.readline(_LONGEST_HEADER).rstrip(b"\n")
    try:
        return dict(json.loads(header)), header
    except ValueError:
        raise CannotOpen("its header was changed") from None


def _chunks(source: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    chunk = source.read(_CHUNK)
    while True:
        following = source.read(_CHUNK)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _mark(*, last: bool) -> bytes:
    return b"last" if last else b"more"


def _opened(cipher: AESGCM, nonce: bytes, sealed: bytes, bound: bytes) -> tuple[bytes, bool]:
    for last in (False, True):
        try:
            return cipher.decrypt(nonce, sealed, bound + _mark(last=last)), last
        except (InvalidTag, ValueError):
            continue
    raise CannotOpen("a part was changed, moved or cut")


def _exactly(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise CannotOpen("its end is missing")
    return data
