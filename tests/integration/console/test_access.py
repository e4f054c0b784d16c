"""Every page and every act, for every role and for nobody: what is not declared for a role is not there."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from intake.console.access import Access, declared
from intake.staff.access import may
from tests.console_kit import ROLES, Console
from tests.console_rows import add_callback, add_thread, take

_STREAM = "events.stream"


@pytest.fixture
def open_forms(console: Console) -> Console:
    """A console whose forms need no token: this is about who may, not about where from."""
    console.app.config["WTF_CSRF_ENABLED"] = False
    return console


def _routes(console: Console) -> Iterator[tuple[Rule, str, Access]]:
    for rule in console.app.url_map.iter_rules():
        access = declared(console.app, rule.endpoint)
        assert access is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if rule.endpoint not in {"static", _STREAM}:
                yield rule, method, access


def _ask(client: FlaskClient, rule: Rule, method: str, known: dict[str, object]) -> TestResponse:
    arguments = {name: known.get(name, known["any"]) for name in rule.arguments}
    with client.application.test_request_context():
        path = client.application.url_for(rule.endpoint, **arguments)
    return client.open(path, method=method)


def _known(console: Console) -> dict[str, object]:
    made = add_callback(console, "P2")
    thread = add_thread(console, made, ("in", "hello"))
    take(console, made.callback, "professional")
    return {
        "any": uuid4(),
        "callback_id": made.callback,
        "thread_id": thread,
        "staff_id": console.staff_id("auditor"),
        "token": "nothing",
        "public_id": "nothing",
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_what_is_declared_for_it_and_nothing_else(open_forms: Console, role: str) -> None:
    known = _known(open_forms)
    missing = open_forms.client(role).get("/no-such-page").data
    for rule, method, access in _routes(open_forms):
        answer = _ask(open_forms.client(role), rule, method, known)
        entitled = access.public or any(may((role,), right) for right in access.rights)
        if entitled:
            assert answer.status_code < 500, (role, method, rule.rule)
        else:
            assert (answer.status_code, answer.data) == (404, missing), (role, method, rule.rule)


def test_a_stranger_is_sent_to_sign_in(open_forms: Console) -> None:
    known = _known(open_forms)
    for rule, method, access in _routes(open_forms):
        answer = _ask(open_forms.client(), rule, method, known)
        if access.public:
            assert answer.status_code < 500
        else:
            assert answer.status_code == 303, rule.rule
            assert answer.location.startswith("/sign-in")


def test_a_new_person_can_only_set_up_a_second_factor(open_forms: Console) -> None:
    known = _known(open_forms)
    for rule, method, access in _routes(open_forms):
        if access.public or access.while_new:
            continue
        answer = _ask(open_forms.newcomer("admin"), rule, method, known)
        assert (answer.status_code, answer.location) == (303, "/account/second-factor"), rule.rule


def test_a_locked_session_shows_nothing(open_forms: Console) -> None:
    known = _known(open_forms)
    for rule, method, access in _routes(open_forms):
        if access.public or access.while_locked:
            continue
        client = open_forms.client("professional")
        open_forms.clock.go(minutes=11)
        answer = _ask(client, rule, method, known)
        assert answer.status_code == 303, rule.rule
        assert answer.location.startswith("/lock"), rule.rule


def test_a_refusal_is_written_down(console: Console) -> None:
    console.client("professional").get("/audit")
    trail = console.client("auditor").get("/audit?action=read.refused").text
    assert "audit.show" in trail


def test_somebody_elses_call_is_not_there(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "supervisor")
    mine = console.client("professional")
    missing = mine.get(f"/now/calls/{uuid4()}")
    assert mine.get(f"/now/calls/{made.callback}").data == missing.data
    assert "Rosa" in console.client("supervisor").get(f"/now/calls/{made.callback}").text
