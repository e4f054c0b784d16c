"""Ringing five people: one call a second over REST, or all at once by <Dial>; which has a person sooner."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

from tests.bench.report import Report
from tests.eventually import eventually
from webhooks.simulator.people import Network
from webhooks.simulator.people_start import running

LINE, CALLER = "+12025550100", "+12025550147"
CREW = tuple(f"+1202555012{place}" for place in range(5))
SPEED, ROUNDS = 5.0, 5
_SID, _TOKEN = f"AC{'0' * 32}", secrets.token_hex(16)
_WHISPER = '<Gather numDigits="1" timeout="4" action="/accept"><Say>Press 1 to take the call.</Say></Gather><Hangup/>'
_NEWS = 'statusCallback="/news" statusCallbackEvent="ringing"'
# How soon each picks up, in seconds of ringing; the first is a voicemail at once where one is switched off.
_PATIENCE = (6.0, 4.0, 5.0, 7.0, 8.0)


class _Group(ThreadingHTTPServer):
    """An application with one hunt group."""

    daemon_threads = True
    by_dial = False
    network = ""
    out: set[str]


class _Pages(BaseHTTPRequestHandler):
    server: _Group

    def do_POST(self) -> None:
        form = {
            key: each[0]
            for key, each in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        body = f"<Response>{self._page(form)}</Response>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _page(self, form: dict[str, str]) -> str:
        match self.path:
            case "/ask":
                self.server.out = set()
                if self.server.by_dial:
                    return self._dial()
                Thread(target=_rings, args=(self.server,), daemon=True).start()
                return '<Pause length="60"/>'
            case "/whisper":
                self.server.out.add(form["To"])
                return _WHISPER
            case "/after":
                return "" if form.get("DialBridged") == "true" else self._dial()
        return "" if form.get("Digits") else "<Hangup/>"

    def _dial(self) -> str:
        """Everybody at once, but not again whoever picked up and pressed nothing."""
        numbers = "".join(
            f'<Number url="/whisper" {_NEWS}>{one}</Number>' for one in CREW if one not in self.server.out
        )
        return f'<Dial timeout="18" action="/after" callerId="{LINE}">{numbers}</Dial>'

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def _rings(group: _Group) -> None:
    here = f"http://127.0.0.1:{group.server_address[1]}"
    news = {"StatusCallback": f"{here}/news", "StatusCallbackEvent": "ringing"}
    sign = b64encode(f"{_SID}:{_TOKEN}".encode()).decode()
    for number in CREW:
        form = urlencode({"To": number, "From": LINE, "Url": f"{here}/whisper", "Timeout": "18", **news}).encode()
        address = f"{group.network}/2010-04-01/Accounts/{_SID}/Calls.json"
        urlopen(Request(address, form, {"Authorization": f"Basic {sign}"}), timeout=5).read()


def measure(*, quick: bool, seed: int) -> Report:
    """Both ways with everybody's phone on, and with the first one's voicemail taking the call at once."""
    report = Report()
    for off in (False, True):
        for by_dial in (False, True):
            rounds = [_round(by_dial, off, seed + place) for place in range(1 if quick else ROUNDS)]
            name = f"{'<Dial>' if by_dial else 'staggered'}, {'one phone is off' if off else 'all phones are on'}:"
            for place, what in enumerate(("first phone rings", "last phone rings", "a person presses 1")):
                report.add(f"{name} {what}", "s", [each[place] for each in rounds])
    report.notes.append("simulated seconds after the caller asked; the carrier begins one REST call a second")
    report.notes.append("by <Dial> whoever picks up first, a voicemail too, stops all other phones before any key")
    return report


def _round(by_dial: bool, off: bool, seed: int) -> tuple[float, float, float]:
    with _application(by_dial) as group:
        line = {"number": LINE, "voice_url": f"http://127.0.0.1:{group.server_address[1]}/ask"}
        config = {"account_sid": _SID, "auth_token": _TOKEN, "speed": SPEED, "seed": seed, "cps": 1.0, "lines": [line]}
        with running(config, deadline=60) as network:
            group.network = network.address
            return _heard(network, off)


def _heard(network: Network, off: bool) -> tuple[float, float, float]:
    for number, patience in zip(CREW, _PATIENCE, strict=True):
        network.phone(number).ignores_calls().follows({"hears": "press 1", "presses": "1"}, answer_after=patience)
    if off:
        network.phone(CREW[0]).has_voicemail(answer_after=1.0)
    network.phone(CALLER).dials(LINE)

    def accepted() -> dict[str, Any] | None:
        pressed = [one for one in network.tape("action") if one["params"].get("Digits") == "1"]
        return pressed[0] if pressed else None

    taken = eventually(accepted, seconds=60, what="somebody presses 1")
    asked = next(one for one in network.tape() if one["url"].endswith("/ask"))["at"]
    news = [one for one in network.tape("status") if one["params"]["CallStatus"] == "ringing"]
    first = {one["params"]["To"]: float(one["at"]) for one in reversed(news)}
    rang = sorted(first.values())
    return rang[0] - asked, rang[-1] - asked, taken["at"] - asked


@contextmanager
def _application(by_dial: bool) -> Iterator[_Group]:
    server = _Group(("127.0.0.1", 0), _Pages)
    server.by_dial = by_dial
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
