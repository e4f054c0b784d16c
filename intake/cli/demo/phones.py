"""Telephones in the simulator, over its control API; a step that does not come true says what did instead."""

from __future__ import annotations

import http.client
import json
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlsplit

# Real seconds for one step: rings and prompts run many times faster than real here.
_STEP_SECONDS = 20.0


class Unexpected(Exception):
    """Somebody waited for something that did not happen."""


class Network:
    """The simulated telephone network."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One request. Raises `Unexpected`."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_STEP_SECONDS + 10)
        try:
            connection.request(method, f"/sim{path}", json.dumps(body or {}), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said: dict[str, Any] = json.loads(answer.read() or b"{}")
        finally:
            connection.close()
        if answer.status >= 400:
            raise Unexpected(str(said.get("instead") or said.get("error") or answer.status))
        return said

    def speed(self, factor: float) -> None:
        """How many simulated seconds pass in a real one."""
        self.ask("PUT", "/speed", {"speed": factor})

    def phone(self, number: str, **habits: str) -> Phone:
        """The telephone with this number, made if it is new, and changed to these habits."""
        self.ask("POST", "/phones", {"number": number, **habits})
        return Phone(self, number)

    def calls(self) -> list[dict[str, Any]]:
        """Every call so far, the oldest first, without what was said."""
        found: list[dict[str, Any]] = self.ask("GET", "/calls")["calls"]
        return sorted(found, key=lambda one: float(one["started_at"]))

    def ringing(self, numbers: Collection[str]) -> list[str]:
        """Which of these telephones ring now."""
        found = self.ask("GET", "/phones")["phones"]
        return [each["number"] for each in found if each["state"] == "ringing" and each["number"] in numbers]


class Phone:
    """One telephone and whoever holds it."""

    def __init__(self, network: Network, number: str) -> None:
        self.network, self.number = network, number

    def _do(self, what: str, body: object = None) -> dict[str, Any]:
        return self.network.ask("POST", f"/phones/{quote(self.number)}/{what}", body)

    def _wait(self, condition: dict[str, object]) -> None:
        self._do("wait", {"for": condition, "deadline": _STEP_SECONDS})

    def dials(self, line: str) -> None:
        """Call a line."""
        self._do("dial", {"to": line})

    def hears(self, phrase: str) -> None:
        """Wait until a phrase is spoken."""
        self._wait({"hears": phrase})

    def presses(self, keys: str) -> None:
        """Press keys as soon as something listens."""
        self._do("press", {"keys": keys, "deadline": _STEP_SECONDS})

    def answers(self) -> None:
        """Answer the call that rings or will ring."""
        self._do("answer", {"wait": _STEP_SECONDS})

    def joined_with(self, other: Phone) -> None:
        """Wait until the two hear each other."""
        self._wait({"joined_with": other.number})

    def hangs_up(self) -> None:
        """Put the telephone down."""
        self._do("hang_up")

    def texts(self, line: str, body: str) -> None:
        """Send a text."""
        self._do("text", {"to": line, "body": body})

    def reads(self, phrase: str) -> None:
        """Wait for a text that holds a phrase."""
        self._wait({"reads": phrase})

    def says(self, words: str) -> None:
        """Speak, once somebody listens."""
        self._do("say", {"text": words, "deadline": _STEP_SECONDS})

    def transcript(self, but: Collection[str] = ()) -> list[str]:
        """What was said and pressed on every call whose SID is not in `but`, and every text, one line each."""
        ours = [one["sid"] for one in self.network.calls() if one["phone"] == self.number]
        said = [line for sid in ours if sid not in but for line in self._call(self.network.ask("GET", f"/calls/{sid}"))]
        texts = self.network.ask("GET", f"/phones/{quote(self.number)}/texts")["texts"]
        return [*said, *(f"{'←' if one['direction'] == 'in' else '→'} {one['body']}" for one in texts)]

    def _call(self, call: dict[str, Any]) -> list[str]:
        way = "dials" if call["direction"] == "inbound" else "is rung by"
        head = f"{self.number} {way} {call['to'] if way == 'dials' else call['from']}"
        return [head, *(_line(one) for one in call["captions"] if one["kind"] in {"say", "key", "speech"})]


def _line(caption: dict[str, Any]) -> str:
    if caption["kind"] == "key":
        return f"→ presses {caption['text']}"
    arrow = {"me": "→", "other": "⇄"}.get(caption["who"], "←")
    heard = caption["heard"] if caption["cut"] else caption["text"]
    return f"{arrow} {heard}{' —' if caption['cut'] else ''}"
