"""200 simulated callers at once from one process against a trivial application: the simulator's own processor share."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.bench.report import Report
from webhooks.simulator.people import Network
from webhooks.simulator.people_start import running

LINE = "+12025550100"
# A hundred test numbers in each; the line itself is in 202.
AREAS = (205, 206, 207, 208, 209, 210)
CALLERS, QUESTIONS, ROUNDS = 200, 8, 3
SPEED = 4.0
_ASK = (
    b'<Response><Gather action="/ask" numDigits="1"><Say>Press 1 for the next question.</Say></Gather>'
    b"<Hangup/></Response>"
)
_SCRIPT = [{"hears": "next question", "presses": "1"}] * (QUESTIONS - 1) + [
    {"hears": "next question", "hangs_up": True}
]


class _Application(BaseHTTPRequestHandler):
    """Asks the same question for ever."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(_ASK)))
        self.end_headers()
        self.wfile.write(_ASK)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512


def measure(*, quick: bool, seed: int) -> Report:
    """All callers dial at once and answer eight questions; each round counts the simulator's processor seconds."""
    callers = 20 if quick else CALLERS
    rounds = [_round(callers, seed + n) for n in range(1 if quick else ROUNDS)]
    report = Report()
    for name, unit in _UNITS.items():
        report.add(name, unit, [each[name] for each in rounds])
    report.notes.append(
        f"{callers} callers at once, {QUESTIONS} questions each, from one process, {SPEED:g} times as fast as life; "
        "the application is a pool of threads beside the callers' driver and answers at once"
    )
    return report


_UNITS = {
    "processor share": "",
    "processor per call": "ms",
    "wall": "s",
    "webhooks per second": "/s",
    "webhook p95": "ms",
}


def _round(callers: int, seed: int) -> dict[str, float]:
    with _application() as url:
        line = {"number": LINE, "voice_url": f"{url}/ask"}
        config = {"account_sid": f"AC{'0' * 32}", "auth_token": secrets.token_hex(16), "speed": SPEED, "seed": seed}
        with running({**config, "lines": [line]}, deadline=120) as network:
            return _figures(network, callers)


def _figures(network: Network, callers: int) -> dict[str, float]:
    phones = [network.phone(f"+1{AREAS[n // 100]}55501{n % 100:02}") for n in range(callers)]
    before, begun = network.stats(), time.monotonic()
    for phone in phones:
        phone.dials(LINE, script=_SCRIPT)
    network.expects_nothing_more(within=120)
    after, wall = network.stats(), time.monotonic() - begun
    spent, sent = after["cpu_seconds"] - before["cpu_seconds"], after["webhooks"] - before["webhooks"]
    if sent < callers * QUESTIONS:
        raise RuntimeError("not every question was asked")
    return {
        "processor share": spent / wall,
        "processor per call": 1000 * spent / callers,
        "wall": wall,
        "webhooks per second": sent / wall,
        "webhook p95": 1000 * after["webhook_seconds"]["p95"],
    }


@contextmanager
def _application() -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Application)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
