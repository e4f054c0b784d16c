"""How long staff wait for a list, a board or a search with a million records (goal: 95 of 100 within 100 ms).

The seed command is `python -m tests.bench.console_seed DATABASE_URL`; the benchmark runs it by itself.
"""

from __future__ import annotations

import hashlib
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text

from intake.insights.metrics import percentile
from intake.privacy.keyring import generate_key
from intake.settings import Settings, load
from intake.storage.migrate import migrate
from tests import servers
from tests.bench import console_seed
from tests.bench.report import Report
from tests.console_kit import Console, csrf

ROUNDS = 5
ZIP, DIGITS = "20147", "0147"
_STAGES = ("", "queued", "contacted", "vob_done", "closed", "do_not_contact")
_LANGUAGES = ("", "en", "es", "other")
_WHO = ("", "me", "nobody")


@dataclass(frozen=True)
class Ask:
    """One kind of page, and how to ask for it once more with other values."""

    name: str
    once: Callable[[], object]
    # The figures of a range are no list: they are asked for once a round, and stand beside the goal.
    is_list: bool = True


def measure(*, quick: bool, seed: int) -> Report:
    """Rounds of every page in turn, through the whole application: session, audit, rendering."""
    sizes = (20_000, 2_000) if quick else (console_seed.ENROLLMENTS, console_seed.OPEN_CALLBACKS)
    report, pages = Report(), 5 if quick else 40
    with _console(*sizes) as console:
        asks = _asks(console, random.Random(seed))
        taken: dict[str, list[float]] = {ask.name: [] for ask in asks}
        overall = []
        for number in range(ROUNDS + 1):
            spans = {ask.name: [_timed(ask) for _ in range(pages if ask.is_list else 1)] for ask in asks}
            if number:  # the first round fills caches, as a working day has done
                for name, found in spans.items():
                    taken[name].append(percentile(found, 95) or 0)
                lists = [one for ask in asks if ask.is_list for one in spans[ask.name]]
                overall.append(percentile(lists, 95) or 0)
    report.add("every list, board and search, p95", "ms", overall)
    for name, rounds in taken.items():
        report.add(f"  {name}, p95", "ms", rounds)
    report.notes.append(f"{sizes[0]:,} enrollments, {sizes[1]:,} open callbacks, {pages} pages of each kind a round")
    report.notes.append("goal: p95 of every list, board and search at most 100 ms")
    return report


def _timed(ask: Ask) -> float:
    begun = time.perf_counter()
    ask.once()
    return (time.perf_counter() - begun) * 1000


def _asks(console: Console, chance: random.Random) -> list[Ask]:
    client, supervisor, admin, auditor = (
        console.client(role) for role in ("coordinator", "supervisor", "admin", "auditor")
    )
    token = csrf(client)

    def get(path: str, who: FlaskClient = client) -> None:
        assert who.get(path).status_code == 200

    def search(**fields: str) -> None:
        answer = client.post("/enrollments/search", data={"csrf_token": token, **fields})
        assert answer.status_code == 200

    def mixed() -> str:
        stage, who, language = chance.choice(_STAGES), chance.choice(_WHO), chance.choice(_LANGUAGES)
        sort = chance.choice(("newest", "oldest") if stage in _STAGES[4:] else ("newest", "oldest", "waiting"))
        return f"/enrollments?scope=all&stage={stage}&coordinator={who}&language={language}&sort={sort}"

    def deep() -> str:
        day = f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}T00:00:00%2B00:00"
        return f"/enrollments?scope=all&after={day}&after_id={'0' * 32}"

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def figures(days: int) -> Callable[[], None]:
        last = console_seed.LAST_DAY
        return lambda: get(f"/insights?since={last - timedelta(days=days - 1)}&until={last}", supervisor)

    return [
        Ask("floor: a page without a list", lambda: get("/more")),
        Ask("open records", lambda: get("/enrollments")),
        Ask("records, mixed filters", lambda: get(mixed())),
        Ask("records, a page deep inside", lambda: get(deep())),
        Ask("late records", lambda: get(f"/enrollments?late=1&coordinator={chance.choice(_WHO)}")),
        Ask("board by stage", lambda: get("/enrollments/board")),
        Ask("board by stage, mine", lambda: get("/enrollments/board?coordinator=me")),
        Ask("search by ZIP", lambda: search(zip=ZIP)),
        Ask("search by last digits", lambda: search(digits=DIGITS)),
        Ask("search by code", lambda: search(code=f"S{chance.randint(1, 20_000)}")),
        Ask("search by ZIP and digits", lambda: search(zip=ZIP, digits=DIGITS)),
        Ask("one record", lambda: get(f"/enrollments/{md5(f'enrollment{chance.randint(1, 20_000)}')}")),
        Ask("callbacks board", lambda: get("/board", supervisor)),
        Ask("callbacks board, one class", lambda: get(f"/board?class=P{chance.randint(0, 4)}", supervisor)),
        Ask("callbacks board, late", lambda: get("/board?view=late", supervisor)),
        Ask("callbacks board, later", lambda: get("/board?view=later", supervisor)),
        Ask("rota, week", lambda: get("/rota", supervisor)),
        Ask("rota, month", lambda: get("/rota/month", supervisor)),
        Ask("text threads", lambda: get("/texts")),
        Ask("people", lambda: get("/people", admin)),
        Ask("audit, newest", lambda: get("/audit", auditor)),
        Ask("audit, one person", lambda: get(f"/audit?staff={md5(f'staff{chance.randint(1, 25)}')}", auditor)),
        Ask("audit, one kind of act", lambda: get("/audit?action=read.reveal", auditor)),
        Ask("people needed", lambda: get("/insights/staffing", supervisor)),
        *(Ask(f"figures, {days} days", figures(days), is_list=False) for days in (1, 7, 28, 91, 365)),
    ]


@contextmanager
def _console(enrollments: int, callbacks: int) -> Iterator[Console]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with servers.postgres(Path(folder)) as server:
            migrate(server.url)
            console = Console(_settings(server.url))
            _fill(console, enrollments, callbacks)
            yield console
            console.close()


def _fill(console: Console, enrollments: int, callbacks: int) -> None:
    with console.database.begin() as connection:
        console_seed.seed(connection, enrollments, callbacks)
        vault = console.house.vault
        for column, value, kind, seeded in (
            ("zip_fingerprint", ZIP, "zip", "zip77"),
            ("last_digits_fingerprint", DIGITS, "last4", "last477"),
        ):
            connection.execute(
                text(f"UPDATE enrollments SET {column} = :real WHERE {column} = sha256(CAST(:seeded AS bytea))"),
                {"real": vault.fingerprint(value, kind), "seeded": seeded.encode()},  # type: ignore[attr-defined]
            )
        connection.execute(
            text("UPDATE enrollments SET coordinator_id = :me WHERE coordinator_id = md5('staff3')::uuid"),
            {"me": console.staff_id("coordinator")},
        )
    console_seed.settle(console.database.engine)


def _settings(url: str) -> Settings:
    return load(
        given={
            "DATABASE_URL": url,
            "REDIS_URL": "redis://127.0.0.1:9/0",
            "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
            "CONSOLE_BASE_URL": "http://127.0.0.1:8001",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "TWILIO_API_BASE_URL": "http://127.0.0.1:8002",
            "HELPLINE_NUMBER": "+12025550100",
            "HELPLINE_NEUTRAL_NUMBER": "+12025550101",
            "HELPLINE_BACKUP_NUMBER": "+12025550102",
            "HELPLINE_BRAND": "Harbor Path",
            "HELPLINE_SECRET_KEY": secrets.token_hex(32),
            "HELPLINE_VAULT_KEYS": generate_key(),
        }
    )
