"""What is told to Sentry and to a collector, taken over HTTP and searched: faults and timings, and nobody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import sentry_sdk
import structlog
from flask import Flask, request

from intake import logs, observing
from intake.settings import SettingsProblem
from tests.canary import Searcher, Seed
from tests.conftest import MakeSettings
from tests.eventually import eventually
from tests.inbox import Inbox, inbox

SEED = Seed("+12025550187", "Isolabelle", "Thistlewick", "94117")
pytestmark = pytest.mark.usefixtures("plain_logs")


@pytest.fixture
def box(make_settings: MakeSettings) -> Iterator[Inbox]:
    """Both kinds of report go here."""
    with inbox() as opened:
        logs.configure("info")
        dsn = opened.address.replace("//", "//key@") + "/7"
        settings = make_settings(
            HELPLINE_SENTRY_DSN=dsn, HELPLINE_OTLP_ENDPOINT=opened.address, HELPLINE_OTLP_HEADERS="x-team=night"
        )
        observing.begin(settings, "console")
        yield opened
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
        for send in observing._senders:
            send()
        observing._tracers.clear()
        observing._senders.clear()


def page() -> Flask:
    """An application with a page that breaks with everything at hand, and one that does not."""
    app = Flask("here")

    def broken(who: str) -> str:
        number, words = SEED.number, f"{SEED.name} {SEED.words} {SEED.zip}"
        raise ValueError(f"{number} {words} {who}")

    app.add_url_rule("/fine/<who>", "fine_page", lambda who: who)
    app.add_url_rule("/broken/<who>", "broken_page", broken, methods=["POST"])
    app.register_error_handler(Exception, _told)
    observing.watch(app)
    return app


def _told(error: Exception) -> tuple[str, int]:
    log = structlog.get_logger("intake.console.errors")
    log.error("console.page_failed", endpoint=request.endpoint, exc_info=error, body=SEED.name)
    return "", 500


def visit(app: Flask) -> None:
    """Everything that a browser sends carries the caller."""
    client = app.test_client()
    client.set_cookie("who", SEED.number)
    headers = {"X-Who": SEED.name, "traceparent": f"00-{'a' * 32}-{'b' * 16}-01", "User-Agent": SEED.words}
    query = {"who": SEED.number, "zip": SEED.zip}
    client.get(f"/fine/{SEED.number}", query_string=query, headers=headers)
    client.post(f"/broken/{SEED.name}", query_string=query, headers=headers, data={"text": SEED.words})


def test_a_fault_is_told_with_its_kind_and_place_and_nobody_in_it(box: Inbox) -> None:
    sentry_sdk.add_breadcrumb(message=f"called {SEED.number}")
    sentry_sdk.set_user({"id": SEED.number})
    sentry_sdk.set_tag("who", SEED.name)
    sentry_sdk.set_context("caller", {"name": SEED.name})
    visit(page())
    logging.getLogger("sqlalchemy").error("refused %s", SEED.number)
    sentry_sdk.flush(5)
    eventually(lambda: len(box.about("/api/7/")) >= 2, what="two events")
    said = b"\n".join(box.about("/api/7/"))
    assert b"ValueError" in said
    assert b"test_observing.py" in said
    assert b"broken_page" in said
    assert b"fault in sqlalchemy" in said
    assert Searcher(SEED).of("sentry", said) == []
    event = json.loads(box.about("/api/7/")[0].splitlines()[-1])
    assert set(event) <= observing._KEPT
    assert event["tags"]["process"] == "console"


def test_timings_name_routes_and_jobs_and_nobody(box: Inbox) -> None:
    visit(page())
    with observing.job("send_message"):
        pass
    for send in observing._senders:
        send()
    eventually(lambda: box.about("/v1/traces") != [], what="spans")
    said = b"\n".join(box.about("/v1/traces"))
    assert all(name in said for name in (b"fine_page", b"broken_page", b"send_message", b"helpline-console"))
    assert b"x-team: night" in said.lower()
    assert bytes.fromhex("a" * 32) not in said
    assert Searcher(SEED).of("traces", said) == []


def test_a_leak_would_show(box: Inbox) -> None:
    sentry_sdk.get_client().options["before_send"] = None
    sentry_sdk.set_tag("who", SEED.name)
    logging.getLogger("intake.somewhere").error("it failed")
    sentry_sdk.flush(5)
    eventually(lambda: box.about("/api/7/") != [], what="an event")
    assert Searcher(SEED).of("sentry", box.about("/api/7/")[0]) != []


def test_off_unless_set_and_a_missing_extra_is_named(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    observing.begin(make_settings(), "web")
    assert observing._tracers == []
    monkeypatch.setattr("intake.settings.outside.find_spec", lambda _: None)
    with pytest.raises(SettingsProblem, match="extra `observe`"):
        make_settings(HELPLINE_SENTRY_DSN="https://key@sentry.example.org/1")
