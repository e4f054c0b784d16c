"""Memory of a web process at rest over a bare gunicorn worker with the same imports (goal: at most 1.3)."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.privacy.keyring import generate_key
from tests.bench.report import Report
from tests.carrier_kit import BACKUP, HELPLINE, NEUTRAL
from tests.eventually import eventually

OURS, BARE = "webhooks.app:create_production_app()", "tests.bench.bare:create()"
ROUNDS = 5
_START_SECONDS = 30


def measure(*, quick: bool, seed: int) -> Report:
    """Start either with the same settings, ask it once whether it lives, and read what its worker holds."""
    report = Report()
    rounds = [(_worker(OURS), _worker(BARE)) for _ in range(2 if quick else ROUNDS)]
    report.add("web worker", "MiB", [ours / 1024 for ours, _ in rounds])
    report.add("bare worker, same imports", "MiB", [bare / 1024 for _, bare in rounds])
    report.add("ratio", "", [ours / bare for ours, bare in rounds])
    report.notes.append("resident memory of the forked worker, shared pages counted in full; goal: ratio at most 1.3")
    return report


def _worker(application: str) -> int:
    """Resident KiB of the one worker that serves this application."""
    with _served(application) as master:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        status = Path(f"/proc/{children[0]}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def _served(application: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:webhooks.serving", application]
    process = subprocess.Popen(command, env=os.environ | _settings(port), stderr=subprocess.DEVNULL)
    try:
        _lives(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _lives(port: int) -> None:
    def answers() -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
        except OSError:
            return False
        return True

    eventually(answers, seconds=_START_SECONDS, what="the process answers")


def _settings(port: int) -> dict[str, str]:
    return {
        "PORT": str(port),
        "HELPLINE_BIND_ADDRESS": "127.0.0.1",
        "HELPLINE_WEB_PROCESSES": "1",
        # Neither is asked for anything at rest.
        "DATABASE_URL": "postgresql+psycopg://127.0.0.1:9/nowhere",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "PUBLIC_BASE_URL": "https://help.example.org",
        "CONSOLE_BASE_URL": "https://help.example.org",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "HELPLINE_NUMBER": HELPLINE,
        "HELPLINE_NEUTRAL_NUMBER": NEUTRAL,
        "HELPLINE_BACKUP_NUMBER": BACKUP,
        "HELPLINE_BRAND": "Harbor Path",
        "HELPLINE_SECRET_KEY": secrets.token_hex(32),
        "HELPLINE_VAULT_KEYS": generate_key(),
    }
