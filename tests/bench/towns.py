"""Houses for benchmarks: one PostgreSQL, a database of its own for each process that works in it."""

from __future__ import annotations

import multiprocessing
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from intake.privacy.keyring import generate_key
from intake.settings import Settings, load
from intake.storage.migrate import migrate
from tests import servers
from tests.carrier_kit import BACKUP, BASE, HELPLINE, NEUTRAL
from tests.house import Town
from tests.integration.callbacks.conftest import staffed

Made = TypeVar("Made")
PROCESSES = 2


def settings(postgres: str, redis: str = "redis://127.0.0.1:9/0") -> Settings:
    """Settings of a house that reaches no carrier."""
    return load(
        given={
            "DATABASE_URL": postgres,
            "REDIS_URL": redis,
            "PUBLIC_BASE_URL": BASE,
            "CONSOLE_BASE_URL": BASE,
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
            "HELPLINE_NUMBER": HELPLINE,
            "HELPLINE_NEUTRAL_NUMBER": NEUTRAL,
            "HELPLINE_BACKUP_NUMBER": BACKUP,
            "HELPLINE_BRAND": "Harbor Path",
            "HELPLINE_SECRET_KEY": secrets.token_hex(32),
            "HELPLINE_VAULT_KEYS": generate_key(),
        }
    )


@contextmanager
def town(url: str) -> Iterator[tuple[Town, dict[str, UUID]]]:
    """A house with five people on duty, in this process."""
    made = Town(settings(url))
    try:
        yield made, staffed(made)
    finally:
        made.close()


@dataclass(frozen=True)
class Piece:
    """A part of the work: what one process does in a database of its own."""

    url: str
    seed: int
    count: int


def in_pieces(work: Callable[[Piece], Made], counts: Sequence[int], seed: int) -> list[Made]:
    """Do the work in several processes at once; piece n has seed `seed` + n, so that each can be played again."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, servers.postgres(Path(folder)) as server:
        migrate(server.url)
        with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
            done = [pool.submit(_apart, work, server, seed + place, count) for place, count in enumerate(counts)]
            return [each.result() for each in done]


def _apart(work: Callable[[Piece], Made], server: servers.Postgres, seed: int, count: int) -> Made:
    with servers.copy_of_template(server) as url:
        return work(Piece(url, seed, count))
