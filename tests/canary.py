"""Looks for one seeded caller wherever a leak could be: in every spelling, through every wrapping.

`Seed` is what must not be seen, `Searcher.of` finds it in one piece of text or bytes, and the rest brings the
pieces: logs, Redis with its packed jobs, every column of every table, files, and what the carrier was sent.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import redis as redis_client
from sqlalchemy import text

from intake.storage.session import Database

_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_OH = ["oh", *_EN[1:]]
_ES = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
# Where the carrier's own account of a call has to name a number: whom to ring, who rang.
_CARRIERS_OWN = {
    "To", "From", "Called", "Caller", "ForwardedFrom", "DialBridged", "Body", "SpeechResult", "Digits",
}  # fmt: skip
_MESSAGE = re.compile(r"<Message[^>]*>(.*?)</Message>", re.DOTALL)
_TAG = re.compile(r"<[^/!?][^>]*>")
_NAMED = re.compile(r"<(Queue|Enqueue|Conference|Parameter|Stream)\b[^>]*>([^<]*)<")


@dataclass(frozen=True)
class Hit:
    """One place where the seed was seen, and as what."""

    place: str
    spelling: str


@dataclass(frozen=True)
class Seed:
    """Who must not be seen. Empty parts are not looked for."""

    number: str
    name: str = ""
    words: str = ""
    zip: str = ""

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which number, name or words might be written down."""
        return tuple(dict.fromkeys((*_numbers(self.number[-10:]), *_names(self.name, self.words))))


def _numbers(ten: str) -> Iterator[str]:
    area, middle, last = ten[:3], ten[3:6], ten[6:]
    yield from (ten, f"{area}-{middle}-{last}", f"({area}) {middle}-{last}", f"{area}.{middle}.{last}")
    yield from (f"{area} {middle} {last}", f"{middle}-{last}", quote(f"+1 {area} {middle} {last}"))
    for gap in (" ", ", ", ". ", "-"):
        yield gap.join(ten)
    for digits in (_EN, _OH, _ES):
        yield " ".join(digits[int(digit)] for digit in ten)
    yield from _wrapped(f"+1{ten}")
    for plain in (f"+1{ten}", f"1{ten}", ten):
        for kind in ("md5", "sha1", "sha256"):
            # A hash without a key is found again by trying every number there is.
            digest = hashlib.new(kind, plain.encode(), usedforsecurity=False)
            yield digest.hexdigest()
            yield base64.b64encode(digest.digest()).decode()[:40]


def _names(*said: str) -> Iterator[str]:
    for one in filter(None, said):
        yield from (one, one.lower(), one.upper(), quote(one))
        yield from _wrapped(one)


def _wrapped(plain: str) -> Iterator[str]:
    """The same as hexadecimal digits and, wherever it begins in a longer text, as base64."""
    yield plain.encode().hex()
    for before in range(3):
        packed = base64.b64encode(b"\0" * before + plain.encode()).decode()
        yield packed[(4 if before else 0) : -4]


class Searcher:
    """Finds one seed."""

    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self._needles = [(spelling, spelling.encode()) for spelling in seed.spellings]
        # Five digits happen by chance inside longer ones.
        self._zip = re.compile(rf"(?<![0-9A-Za-z.+/=]){seed.zip}(?![0-9A-Za-z+/=])".encode()) if seed.zip else None

    def of(self, place: str, content: str | bytes, *, zip_too: bool = True) -> list[Hit]:
        """What is seen in one piece."""
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        found = [Hit(place, spelling) for spelling, needle in self._needles if needle in data]
        if zip_too and self._zip is not None and self._zip.search(data):
            found.append(Hit(place, "ZIP"))
        return found

    def files(self, folder: Path, pattern: str = "**/*", *, zip_too: bool = True) -> list[Hit]:
        """Every file under a folder, as it lies on the disk."""
        found = [path for path in sorted(folder.glob(pattern)) if path.is_file() and not path.is_symlink()]
        pieces = ((str(path.relative_to(folder)), path.read_bytes()) for path in found)
        return [hit for name, data in pieces for hit in self.of(name, data, zip_too=zip_too)]

    def redis(self, url: str) -> list[Hit]:
        """Every key and value, jobs unpacked."""
        client = redis_client.Redis.from_url(url)
        try:
            pieces = [(_shown(key), piece) for key in client.scan_iter(count=1000) for piece in _pieces(client, key)]
        finally:
            client.close()
        return [hit for key, piece in pieces for hit in self.of(f"redis {key}", piece)]

    def tables(self, database: Database, skip: Collection[str] = ()) -> list[Hit]:
        """Every column of every row of every table, as text; sealed ones too, where they must not open."""
        with database.begin() as connection:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            names = [row[0] for row in connection.execute(text(query))]
            found = []
            for name in (each for each in names if each not in skip):
                rows = connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars()
                found += self.of(f"table {name}", "\n".join(rows))
        return found

    def tape(self, entries: Iterable[Mapping[str, Any]]) -> list[Hit]:
        """What we gave the carrier and what it keeps of us: addresses, labels, rooms, texts to anybody."""
        return [hit for entry in entries for place, piece in _told(entry) for hit in self.of(place, piece)]


def _shown(key: bytes) -> str:
    return key.decode("utf-8", "replace")[:60]


def _pieces(client: redis_client.Redis, key: bytes) -> Iterator[bytes]:
    kind = client.type(key)
    read: dict[bytes, Any] = {
        b"string": client.get,
        b"hash": client.hgetall,
        b"list": lambda name: client.lrange(name, 0, -1),
        b"set": client.smembers,
        b"zset": lambda name: client.zrange(name, 0, -1),
        b"stream": lambda name: [repr(entry).encode() for entry in client.xrange(name)],
    }
    yield key
    value = read[kind](key) if kind in read else None
    each = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    for piece in [each] if isinstance(each, bytes) else each or []:
        yield piece
        yield _unpacked(piece)


def _unpacked(piece: bytes) -> bytes:
    try:
        return zlib.decompress(piece)
    except zlib.error:
        return b""


def _told(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    where = f"carrier {entry['kind']} {urlsplit(entry['url']).path}"
    yield f"{where}: address", entry["url"]
    sent = entry["kind"] == "rest"
    for name, value in entry["params"].items():
        # A webhook's parameters are the carrier's words, except the addresses that we once gave it.
        if name not in _CARRIERS_OWN and (sent or "Url" in name):
            yield f"{where}: {name}", str(value)
    if sent and entry["method"] == "POST" and "Body" in entry["params"]:
        yield f"{where}: text", str(entry["params"]["Body"])
    answer = entry["body"] or ""
    if not sent:
        yield from ((f"{where}: text back", one) for one in _MESSAGE.findall(answer))
        yield from ((f"{where}: label", one) for one in _TAG.findall(answer))
        yield from ((f"{where}: {kind}", said) for kind, said in _NAMED.findall(answer))
