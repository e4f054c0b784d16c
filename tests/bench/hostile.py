"""Hostile requests at both web processes: none is answered with 5xx, accepted, or told anything (goal: 0, 0, 0)."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from intake.cli.embedded.ports import free_port
from intake.privacy.keyring import generate_key
from intake.settings import load
from intake.storage.migrate import migrate
from intake.storage.session import Database
from tests import servers
from tests.bench.hostile_console import attack_console
from tests.bench.hostile_requests import MARK, NUMBER, Attack, Attacks
from tests.bench.report import Report
from tests.carrier_kit import BACKUP, BASE, HELPLINE, NEUTRAL
from tests.eventually import eventually

REQUESTS, QUICK = 100_000, 1_000
# Of all requests: the rest goes to the console.
_TO_WEB = 0.9
_THREADS = 6
_LONGEST_SECONDS = 300.0
_TOKEN = secrets.token_hex(16)
# What an answer must not hold: what was sent, what the database knows, how we are made, what was injected.
_TELLS = re.compile(
    rb"Traceback|psycopg|sqlalchemy|werkzeug|site-packages|root:x:0|\nX-Injected|\nset-cookie: x=1", re.IGNORECASE
)
_MARKS = (MARK.encode(), NUMBER[1:].encode(), NUMBER[2:].encode())
_FAULTS = ("5xx", "accepted", "leaked", "closed without an answer")
_TABLES = ("enrollments", "callbacks", "messages", "suppressions", "permissions")


@dataclass
class Tally:
    """What the answers were: every number but `sent` has to be zero."""

    sent: int = 0
    faults: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _FAULTS})

    def take(self, attack: Attack, answer: bytes) -> None:
        """Judge one answer."""
        self.sent += 1
        status = int(answer[9:12]) if answer[:5] == b"HTTP/" and answer[9:12].isdigit() else 0
        # A document for the carrier may say what the carrier's signed request said.
        told = _TELLS.search(answer) or (not attack.signed and any(mark in answer for mark in _MARKS))
        found = (status >= 500, 200 <= status < 400 and not attack.signed, bool(told), not status)
        for name, wrong in zip(_FAULTS, found, strict=True):
            self.faults[name][attack.kind] += wrong

    def add(self, other: Tally) -> None:
        """Both together."""
        self.sent += other.sent
        for name in _FAULTS:
            self.faults[name].update(other.faults[name])


def measure(*, quick: bool, seed: int) -> Report:
    """Send them all, then see whether anything was made of them."""
    total = QUICK if quick else REQUESTS
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, _service(Path(folder)) as (port, database, settings):
        before = _rows(database)
        with ThreadPoolExecutor(_THREADS) as pool:
            share = int(total * _TO_WEB) // _THREADS
            waves = list(pool.map(lambda n: _wave(port, seed * 1000 + n, share, began), range(_THREADS)))
        tally = Tally()
        for wave in waves:
            tally.add(wave)
        made = sum(_rows(database).values()) - sum(before.values())
        console = Tally()
        for attack, answer in attack_console(load(given=settings), total - share * _THREADS, seed):
            console.take(attack, answer)
        tally.add(console)
        alive = _ask(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    return _told(tally, made, time.monotonic() - began, alive[9:12] == b"200")


def _told(tally: Tally, made: int, seconds: float, alive: bool) -> Report:
    report = Report()
    report.add("requests", "", [tally.sent])
    for name, counts in tally.faults.items():
        report.add(name, "", [counts.total()])
        report.notes += [f"{name}: {kind} {count}" for kind, count in counts.items() if count]
    report.add("records made of them", "", [made])
    report.add("time", "s", [seconds])
    report.notes.append("goals: 5xx 0, accepted 0, leaked 0; a connection may be closed on what is no HTTP")
    report.notes.append("the service lives" if alive else "THE SERVICE DIED")
    return report


def _rows(database: Database) -> dict[str, int]:
    with database.begin() as connection:
        query = "SELECT count(*) FROM {}"
        return {table: connection.execute(text(query.format(table))).scalar_one() for table in _TABLES}


def _wave(port: int, seed: int, count: int, began: float) -> Tally:
    attacks, tally = Attacks(seed, _TOKEN), Tally()
    for place in range(count):
        if time.monotonic() - began > _LONGEST_SECONDS:
            break
        attack = attacks.make(place)
        tally.take(attack, _ask(port, attack.wire))
    return tally


def _ask(port: int, wire: bytes) -> bytes:
    """What comes back on a connection of its own; nothing if it is closed."""
    said = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            head, _, body = wire.partition(b"\r\n\r\n")
            connection.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
            while piece := connection.recv(65_536):
                said += piece
    except OSError:
        pass
    return said


@contextmanager
def _service(folder: Path) -> Iterator[tuple[int, Database, dict[str, str]]]:
    with servers.postgres(folder) as postgres, servers.redis(folder) as redis:
        migrate(postgres.url)
        port, database = free_port(), Database(postgres.url)
        settings = _settings(postgres.url, redis.url, port)
        command = ["-m", "gunicorn", "-c", "python:webhooks.serving", "webhooks.app:create_production_app()"]
        process = subprocess.Popen([sys.executable, *command], env=os.environ | settings, stderr=subprocess.DEVNULL)
        try:
            alive = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            eventually(lambda: _ask(port, alive)[9:12] == b"200", seconds=60, what="the web process answers")
            yield port, database, settings
        finally:
            process.terminate()
            process.wait(timeout=30)
            database.close()


def _settings(postgres: str, redis: str, port: int) -> dict[str, str]:
    return {
        "PORT": str(port),
        "HELPLINE_BIND_ADDRESS": "127.0.0.1",
        "HELPLINE_LOG_LEVEL": "error",
        "DATABASE_URL": postgres,
        "REDIS_URL": redis,
        "PUBLIC_BASE_URL": BASE,
        "CONSOLE_BASE_URL": "http://127.0.0.1:8001",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": _TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
        "HELPLINE_NUMBER": HELPLINE,
        "HELPLINE_NEUTRAL_NUMBER": NEUTRAL,
        "HELPLINE_BACKUP_NUMBER": BACKUP,
        "HELPLINE_BRAND": "Harbor Path",
        "HELPLINE_SECRET_KEY": secrets.token_hex(32),
        "HELPLINE_VAULT_KEYS": generate_key(),
    }
