"""Processor time of a whole voice step over its floor, in one run on one database (goal: at most 1.5)."""

from __future__ import annotations

import html
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from intake.privacy.keyring import generate_key
from intake.settings import Settings, load
from intake.storage.migrate import migrate
from intake.wiring import House, wire
from tests import servers
from tests.bench.floor import floor_app
from tests.bench.report import Report
from tests.bench.wsgi_call import Caller
from tests.carrier_kit import BACKUP, BASE, HELPLINE, NEUTRAL
from webhooks.app import create_app

TOKEN = secrets.token_hex(16)
# English, nobody in danger, for me, this number, no message, as soon as you can, no ZIP code. Nobody is on
# duty, so a call back is not chosen but given.
KEYS = ("1", "2", "1", "1", "4", "1", "#")
_ACTION = re.compile(r'<Gather action="([^"]+)"')
STEPS = ("language", "danger", "for whom", "number is safe", "message", "when", "ZIP code, and the promise")
# A hundred test numbers in each, so that nobody calls twice. Our own lines are in 202.
AREAS = (205, 206, 207, 208, 209, 210, 212, 213, 214, 215)
ROUNDS = 7


@dataclass
class Bench:
    """Both applications on one database."""

    floor: Caller
    product: Caller
    house: House
    callers: int = 0
    steps: dict[int, list[float]] = field(default_factory=dict)


def measure(*, quick: bool, seed: int) -> Report:
    """Rounds of both in turn; each step of a conversation counts, its first answer does not."""
    conversations = 5 if quick else 40
    floor, steps, ratio = [], [], []
    with _bench() as bench:
        _round(bench, conversations)
        for _ in range(3 if quick else ROUNDS):
            low, ours = _round(bench, conversations)
            floor.append(low)
            steps.append(ours)
            ratio.append(ours / low)
        taken = bench.steps
    report = Report()
    report.add("floor", "us", floor)
    report.add("voice step", "us", steps)
    report.add("ratio", "", ratio)
    for place, step in enumerate(STEPS):
        report.add(f"  {step}", "us", taken[place])
    report.notes.append(f"{conversations} conversations of {len(KEYS)} steps a round; goal: ratio at most 1.5")
    report.notes.append("processor time of the web process; the database's own is not in either figure")
    return report


def _round(bench: Bench, conversations: int) -> tuple[float, float]:
    for _ in range(conversations):
        _talk(bench)
        for key in KEYS:
            sid = secrets.token_hex(16)
            bench.floor.post(f"/webhooks/voice/turn?c={sid}&t=1", {"CallSid": f"CA{sid}", "Digits": key})
    return bench.floor.microseconds(), bench.product.microseconds()


def _talk(bench: Bench) -> None:
    sid = f"CA{secrets.token_hex(16)}"
    bench.callers += 1
    area = AREAS[bench.callers // 100]
    form = {"CallSid": sid, "From": f"+1{area}55501{bench.callers % 100:02}", "CallStatus": "in-progress"}
    counted = bench.product.nanoseconds, bench.product.calls
    document = bench.product.post("/webhooks/voice", form)
    bench.product.nanoseconds, bench.product.calls = counted
    for place, key in enumerate(KEYS):
        target = html.unescape(_action(document)).removeprefix(BASE)
        before = bench.product.nanoseconds
        document = bench.product.post(target, {**form, "Digits": key})
        bench.steps.setdefault(place, []).append((bench.product.nanoseconds - before) / 1_000)


def _action(document: str) -> str:
    found = _ACTION.search(document)
    if found is None or "fallback" in found[1]:
        raise RuntimeError("the product did not ask the next question")
    return found[1]


@contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder, servers.postgres(Path(folder)) as postgres:
        migrate(postgres.url)
        with servers.redis(Path(folder)) as redis, psycopg.connect(postgres.url) as connection:
            house = wire(_settings(postgres.url, redis.url))
            house.warm()
            try:
                product = Caller(create_app(house, house.database.cut), TOKEN)
                yield Bench(Caller(floor_app(connection, TOKEN), TOKEN), product, house)
            finally:
                house.database.close()


def _settings(postgres: str, redis: str) -> Settings:
    return load(
        given={
            "DATABASE_URL": postgres,
            "REDIS_URL": redis,
            "PUBLIC_BASE_URL": BASE,
            "CONSOLE_BASE_URL": BASE,
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
            "HELPLINE_NUMBER": HELPLINE,
            "HELPLINE_NEUTRAL_NUMBER": NEUTRAL,
            "HELPLINE_BACKUP_NUMBER": BACKUP,
            "HELPLINE_BRAND": "Harbor Path",
            "HELPLINE_SECRET_KEY": secrets.token_hex(32),
            "HELPLINE_VAULT_KEYS": generate_key(),
        }
    )
