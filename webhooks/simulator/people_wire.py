"""Plain HTTP to a network's control API, and the error that says what happened instead."""

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

Json = dict[str, Any]
SLACK_SECONDS = 15


class Unexpected(AssertionError):
    """People did not get what the script says they get; the message tells the story."""


class Wire:
    """One network's address. A connection a request: people may be driven from several threads."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80

    def ask(self, method: str, path: str, body: Json | None = None, deadline: float = 10.0) -> Json:
        """One request under /sim; Unexpected for any refusal, with the words of the network."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=deadline + SLACK_SECONDS)
        try:
            sent = json.dumps(body).encode() if body is not None else None
            headers = {"Content-Type": "application/json"} if sent is not None else {}
            connection.request(method, f"/sim{path}", sent, headers)
            response = connection.getresponse()
            found: Json = json.loads(response.read())
        finally:
            connection.close()
        if response.status >= 400:
            what = found.get("instead") or found.get("error") or found
            raise Unexpected(f"{method} {path} {json.dumps(body)}\n{what}")
        return found

    def get(self, path: str) -> Json:
        """Ask for something."""
        return self.ask("GET", path)

    def post(self, path: str, body: Json | None = None, deadline: float = 10.0) -> Json:
        """Have something done."""
        return self.ask("POST", path, body or {}, deadline)


def phone_path(number: str, what: str = "") -> str:
    """The address of a phone."""
    return f"/phones/{quote(number, safe='')}" + (f"/{what}" if what else "")
