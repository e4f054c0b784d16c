"""Hostile requests to the console, in its own process: no session, a forged one, no token, another site, bad paths."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from flask_limiter import Limiter
from werkzeug.test import TestResponse

from intake.console.access import declared
from intake.settings import Settings
from tests.bench.hostile_requests import MARK, NUMBER, Attack
from tests.console_kit import ROLES, Console
from tests.console_rows import add_callback, add_thread

_SEEDED = "Wrenfieldia Ostermark"
_PATHS = (
    "/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/.env", "/sign-in%0d%0aX-Injected:%20yes",
    "/enrollments/../audit", "/now/calls/not-an-id", f"/enrollments/{MARK}", "/audit?before=x&action='--",
    "/" + "a" * 3000,
)  # fmt: skip


def attack_console(settings: Settings, count: int, seed: int) -> Iterator[tuple[Attack, bytes]]:
    """Every attack with its answer. What a public page or a sign-in form answers is no acceptance."""
    chance, console = random.Random(seed), Console(settings)
    try:
        for limiter in console.app.extensions.get("limiter", ()):
            # Else the limit answers all but the first, and nothing behind it is tried.
            if isinstance(limiter, Limiter):
                limiter.enabled = False
        routes = _routes(console)
        for _ in range(count):
            yield _one(console, routes, chance)
    finally:
        console.close()


def _routes(console: Console) -> list[tuple[str, str, bool]]:
    made = add_callback(console, "P2", name=_SEEDED)
    known = {
        "callback_id": made.callback,
        "record_id": made.enrollment.hex,
        "thread_id": add_thread(console, made, ("in", _SEEDED)),
        "staff_id": console.staff_id("admin"),
    }
    found = []
    for rule in console.app.url_map.iter_rules():
        access = declared(console.app, rule.endpoint)
        if access is None or rule.endpoint in {"static", "events.stream"}:
            continue
        with console.app.test_request_context():
            arguments = {name: known.get(name, uuid4()) for name in rule.arguments}
            path = console.app.url_for(rule.endpoint, **arguments)
        found += [(method, path, access.public) for method in (rule.methods or set()) & {"GET", "POST"}]
    return found


def _one(console: Console, routes: list[tuple[str, str, bool]], chance: random.Random) -> tuple[Attack, bytes]:
    method, path, public = chance.choice(routes)
    way = chance.choice(("nobody", "forged session", "no token", "another site", "bad path"))
    options: dict[str, Any] = {"headers": {"X-Who": MARK}}
    client = console.app.test_client()
    if way == "bad path":
        method, path, public = chance.choice(("GET", "POST")), chance.choice(_PATHS), False
    elif way == "forged session":
        client.set_cookie("staff", chance.choice((MARK, "x" * 90, "A" * 43, "'; --")))
        client.set_cookie("form", f"{MARK}.forged.signature")
    elif way in {"no token", "another site"}:
        # A genuine session, abused: only what changes something is hostile.
        method = "POST"
        client = console.client(chance.choice(ROLES))
    if method == "POST":
        options["data"] = {"csrf_token": MARK, "number": NUMBER, "reason": "callback", "id": MARK}
    if way == "another site":
        options["headers"] = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example.org"}
    answer = client.open(path, method=method, **options)
    return Attack(f"console: {way}", b"", signed=public), _wire(answer)


def _wire(answer: TestResponse) -> bytes:
    """The answer, with the redirect of a stranger to the sign-in page as the refusal that it is."""
    head, body = "\n".join(f"{name}: {value}" for name, value in answer.headers), answer.get_data()
    to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
    code = 401 if to_sign_in else answer.status_code
    assert _SEEDED.encode() not in body, "a record was shown"
    # It leads back to where the stranger wanted to go: their own words.
    said = b"" if to_sign_in else head.encode() + b"\n\n" + body
    return f"HTTP/1.1 {code}\n".encode() + said
