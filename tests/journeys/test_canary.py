"""A caller whom we would know again anywhere: nothing but the sealed fields knows them, and a leak would show."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis as redis_client
import requests
from click.testing import CliRunner
from sqlalchemy import text

from intake.cli.main import main
from intake.nudges import Nudges
from intake.settings import Settings, load
from tests.canary import Searcher, Seed
from tests.eventually import eventually
from tests.journeys import canary
from tests.journeys.deployment import BACKUP, LINE, NEUTRAL, Deployment
from tests.journeys.staff_pages import every_page
from webhooks.simulator.people import Phone

SEED = Seed("+12025550187", "Isolabelle", "Thistlewick", "94117")
# Another for the leaks that are planted: a disk does not forget them at once.
PLANTED = Seed("+12025550185", "Ozymandine", "Larkspurfield")
FRIEND = "+12025550184"
OVER = {"completed", "cancelled", "exhausted"}
SPOKEN = "two oh two five five five oh one eight seven"
# Whoever may not see more sees no more than that there is somebody.
MAY_SEE = {
    "coordinator": {SEED.name, SEED.words, "ZIP"},
    "professional": {SEED.name, SEED.words},
}
COMMANDS = (
    "callbacks list --json", "callbacks list", "enrollments list --json", "enrollments list",
    "conversations list --json", "staff list --json", "rota show", "rota gaps --days 3", "sites list --json",
    "script check", "audit verify", "audit verify --json", "keys rotate", "forget --dry-run", "forget --json",
    "doctor", "doctor --json", "settings", "settings --json", "numbers connect --dry-run", "migrate",
)  # fmt: skip


def settings_of(town: Deployment) -> Settings:
    return load(town.folder)


def calls_with_a_spoken_number(town: Deployment, caller: Phone) -> None:
    """Withheld, so that the number has to be said aloud; then everything else that can be keyed in."""
    caller.dials(LINE, caller_id="anonymous")
    for key in ("1", "2", "1", "2"):
        caller.presses(key)
    caller.says(SPOKEN).hears("press 1").presses("1").presses("4").presses("1").presses(SEED.zip)
    caller.hears("code is").hangs_up().is_hung_up()
    caller.dials(NEUTRAL).hears("code").presses("0187").hangs_up().is_hung_up()
    caller.dials(NEUTRAL).hears("code").presses("2025").hangs_up().is_hung_up()


def texts_name_and_story(caller: Phone) -> None:
    """The whole path by text, each step after its question (an answer may be two texts), then words for a person."""
    path = (
        ("hi", "help line"), ("1", "in danger"), ("2", "Who is this for"), ("1", "How can we help"),
        ("2", "safe to call"), ("1", "short message"), ("2", "When should we call"), ("1", "ZIP code"),
        (SEED.zip, "only give a first name"), ("2", "name should we ask for"), (SEED.name, "Saved"),
        ("2", "ending 0187"), ("1", "All set"),
    )  # fmt: skip
    for body, answer in path:
        caller.texts(LINE, body)
        eventually(lambda due=answer: any(due in one["body"] for one in came(caller)), what=f"{answer} to {body}")
    for body in ("0", f"my name is {SEED.name}, {SEED.words} at work must not know, call {SEED.number}"):
        caller.texts(LINE, body)
    caller.texts(LINE, f"I live at {SEED.zip} and {SPOKEN} is mine")


def came(caller: Phone) -> list[dict[str, Any]]:
    return [one for one in caller.thread if one["direction"] == "in"]


@contextmanager
def no_database(town: Deployment) -> Iterator[None]:
    """The database takes nobody and lets go of everybody."""
    url = settings_of(town).database_url.get_secret_value()
    base, _, name = url.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    town.database.close()
    eventually(lambda: "200" in canary.ask(town, "web", "GET", "/readyz")[:4], seconds=20, what="it is back")


@contextmanager
def broken_table(town: Deployment) -> Iterator[None]:
    """Every turn fails inside the database, with all its values at hand."""
    with town.database.begin() as connection:
        connection.execute(text("ALTER TABLE turns RENAME TO turns_away"))
    try:
        yield
    finally:
        with town.database.begin() as connection:
            connection.execute(text("ALTER TABLE turns_away RENAME TO turns"))


def things_fail(town: Deployment, caller: Phone) -> None:
    """A database that is gone, one that refuses, a carrier that takes nothing, and hostile requests."""
    # What could not be told while all was broken, and more texts at once than anybody types.
    for code in (11200, 14107):
        town.network.expects_fault(code)
    friend = town.phone(FRIEND).ignores_texts().ignores_calls()
    for trouble in (no_database, broken_table):
        with trouble(town):
            before = len(came(friend))
            friend.texts(LINE, f"{SEED.name} of {SEED.zip}, {SEED.words}, at {SEED.number}")
            eventually(lambda before=before: len(came(friend)) > before, what="the last resort by text")
            caller.dials(LINE).hears("911", within=20).hangs_up().is_hung_up()
    town.network.weather(rest_503=1.0)
    for place in range(5):
        town.crew(place).does_not_answer()
    friend.texts(LINE, f"i want to die, call {SPOKEN}")
    eventually(lambda: len([one for one in town.network.tape("rest") if one["status"] == 503]) > 1)
    town.network.clears_up()
    _refusals(town)


def _refusals(town: Deployment) -> None:
    """Unsigned, unknown, malformed, from nowhere: no refusal repeats what it was asked with."""
    body = f"From=%2B12025550187&Body={SEED.name}&CallSid={SEED.words}&email={SEED.number}"
    paths = ("/webhooks/voice", "/webhooks/sms/status", f"/enrollments/{SEED.number}/{SEED.name}", "/readyz")
    asked = [("web", way, f"{path}?who={SEED.number}&n={SEED.name}") for path in paths for way in ("POST", "PUT")]
    for process, method, path in (*asked, ("console", "POST", "/sign-in")):
        answer = canary.ask(town, process, method, path, body)
        assert answer[:1] == "4", (process, method, path, answer[:60])
        assert Searcher(SEED).of(f"{method} {path}", answer) == []


def commands_say(town: Deployment) -> dict[str, str]:
    """What every command prints; those that start something are tried where they are refused."""
    run = CliRunner()
    folder = ["--data-dir", str(town.folder)]
    return {line: run.invoke(main, [*line.split(), *folder]).output for line in COMMANDS}


def test_nothing_but_the_sealed_fields_knows_who_called(town: Deployment, tmp_path: Path) -> None:
    for number in (BACKUP, *(town.crew(place).number for place in range(5))):
        town.phone(number).ignores_calls().ignores_texts()
    caller = town.phone(SEED.number).ignores_texts().ignores_calls()
    calls_with_a_spoken_number(town, caller)
    texts_name_and_story(caller)
    things_fail(town, caller)
    assert SEED.number in {one["number"] for one in town.enrollments()}
    assert SEED.name in {one["name"] for one in town.enrollments()}

    said = commands_say(town)
    assert [hit for line, words in said.items() for hit in Searcher(SEED).of(line, words)] == []
    revealed = CliRunner().invoke(main, ["enrollments", "list", "--json", "--reveal", "--data-dir", str(town.folder)])
    assert Searcher(SEED).of("reveal", revealed.output)

    saved = tmp_path / "backup.sealed"
    CliRunner().invoke(main, ["backup", str(saved), "--data-dir", str(town.folder)])
    assert saved.stat().st_size > 10_000

    seen = every_page(town)
    wrong = [
        (role, hit)
        for role, page, html in seen
        for hit in Searcher(SEED).of(page, html)
        if hit.spelling not in MAY_SEE.get(role or "", set()) and not (page.startswith("/texts/") and role in MAY_SEE)
    ]
    assert wrong == []
    assert {role for role, _page, html in seen if SEED.name in html} >= {"coordinator"}

    assert canary.hits(town, SEED) == []
    assert Searcher(SEED).files(tmp_path) == []
    assert len(canary.files_of(town.folder)) > 100
    assert canary.disk(town, SEED) == []
    for phone in (caller, town.phone(FRIEND)):
        phone.texts(LINE, "STOP")
    eventually(lambda: all(one["state"] in OVER for one in town.callbacks()), what="nobody is rung any more")


def _log(town: Deployment) -> Callable[[], None]:
    path = town.folder / "logs" / "planted.log"
    path.write_text(f'{{"event": "call began", "from": "{PLANTED.number}"}}\n')
    return path.unlink


def _key(town: Deployment) -> Callable[[], None]:
    client = redis_client.Redis.from_url(settings_of(town).redis_url.get_secret_value())
    client.set(f"seen:{PLANTED.number}", 1)
    return lambda: _take_away(client, f"seen:{PLANTED.number}")


def _take_away(client: redis_client.Redis, key: str) -> None:
    client.delete(key)
    client.close()


def _job(town: Deployment) -> Callable[[], None]:
    url = settings_of(town).redis_url.get_secret_value()
    job = f"planted-{uuid.uuid4().hex}"
    Nudges(url, 1)._queues["routine"].enqueue_call(
        "workers.worker.perform", args=["nothing", PLANTED.number], job_id=job, failure_ttl=60, result_ttl=60
    )
    client = redis_client.Redis.from_url(url)
    return lambda: _take_away(client, f"rq:job:{job}")


def _column(town: Deployment) -> Callable[[], None]:
    with town.database.begin() as connection:
        connection.execute(text("ALTER TABLE chores ADD COLUMN caller text"))
        row = {"name": "planted", "caller": f"202-555-0185, {PLANTED.name}"}
        connection.execute(text("INSERT INTO chores (name, at, caller) VALUES (:name, now(), :caller)"), row)

    def undo() -> None:
        with town.database.begin() as connection:
            connection.execute(text("ALTER TABLE chores DROP COLUMN caller"))
            connection.execute(text("DELETE FROM chores WHERE name = 'planted'"))

    return undo


def _address(town: Deployment) -> Callable[[], None]:
    town.network.line(LINE, sms_url=f"{town.addresses['web']}/webhooks/sms?from=%2B{PLANTED.number[1:]}")
    town.phone("+12025550186").ignores_texts().texts(LINE, "hi")
    eventually(lambda: any("from=" in one["url"] for one in town.network.tape("sms")))
    return lambda: town.network.line(LINE, sms_url=f"{town.addresses['web']}/webhooks/sms")


def _sent(town: Deployment, **fields: str) -> Callable[[], None]:
    """Have the carrier text our own line, with something of a caller where it does not belong."""
    given = settings_of(town)
    address = f"{given.twilio_api_base_url}/2010-04-01/Accounts/{given.twilio_account_sid}/Messages.json"
    who = (given.twilio_account_sid, given.twilio_auth_token.get_secret_value())
    told = {"To": FRIEND, "From": LINE, "Body": "Hello", **fields}
    town.phone(FRIEND).ignores_texts()
    answer = requests.post(address, data=told, auth=who, timeout=10)
    assert answer.status_code == 201, answer.text
    return lambda: None


def _text(town: Deployment) -> Callable[[], None]:
    return _sent(town, Body=f"{PLANTED.name} called us")


def _status_address(town: Deployment) -> Callable[[], None]:
    return _sent(town, StatusCallback=f"{town.addresses['web']}/webhooks/sms/status?who={PLANTED.number[1:]}")


PLANTS = [_log, _key, _job, _column, _address, _text, _status_address]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__[1:])
def test_a_leak_of_each_kind_would_show(town: Deployment, plant: Callable[[Deployment], Callable[[], None]]) -> None:
    pull = plant(town)
    try:
        assert canary.hits(town, PLANTED) != []
    finally:
        pull()


def test_a_leak_on_a_page_and_on_the_disk_would_show(town: Deployment) -> None:
    planted = town.folder / "planted.bin"
    planted.write_bytes(b"\0" * 100 + PLANTED.number.encode() + b"\0")
    try:
        assert {hit.place for hit in canary.disk(town, PLANTED)} >= {"planted.bin"}
    finally:
        planted.unlink()
    name = f"Call {PLANTED.number}"
    seen = every_page(town, called=name)
    assert any(Searcher(PLANTED).of(page, html) for role, page, html in seen if role == "admin")


@pytest.mark.parametrize("said", ['helpline_calls{caller="%s"} 1', "404 no record of %s", "ERROR value %s refused"])
def test_a_leak_in_figures_errors_or_answers_would_show(said: str) -> None:
    for spelling in PLANTED.spellings:
        assert Searcher(PLANTED).of("anywhere", said % spelling) != []
