"""A caller whom we would know again anywhere: nothing but the sealed fields knows them, and a leak would show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from intake.cli.main import main
from intake.privacy import backup as backups
from tests.canary import Searcher, Seed
from tests.eventually import eventually
from tests.journeys import canary, error_pages
from tests.journeys.deployment import BACKUP, LINE, NEUTRAL, Deployment
from tests.journeys.plants import FRIEND, PLANTED, PLANTS, column, settings_of
from tests.journeys.staff_pages import every_page
from webhooks.simulator.people import Phone

SEED = Seed("+12025550187", "Isolabelle", "Thistlewick", "94117")
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


def things_fail(town: Deployment, caller: Phone) -> None:
    """A database that is gone, one that refuses, a carrier that takes nothing, and hostile requests."""
    # What could not be told while all was broken, and more texts at once than anybody types.
    for code in (11200, 14107):
        town.network.expects_fault(code)
    friend = town.phone(FRIEND).ignores_texts().ignores_calls()
    for trouble in (no_database(town), town.without_table("turns")):
        with trouble:
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


def backed_up(town: Deployment, folder: Path) -> Path:
    """A backup as whoever runs the service makes it."""
    saved = folder / "backup.sealed"
    done = CliRunner().invoke(main, ["backup", str(saved), "--data-dir", str(town.folder)])
    assert done.exit_code == 0, done.output
    return saved


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

    assert canary.backup(town, SEED, backed_up(town, tmp_path)) == []
    errors = error_pages.served(town)
    assert [hit for _status, place, page in errors for hit in Searcher(SEED).of(place, page)] == []

    seen = every_page(town)
    wrong = [
        (role, hit)
        for role, page, html in seen
        for hit in Searcher(SEED).of(page, html)
        if hit.spelling not in MAY_SEE.get(role or "", set()) and not (page.startswith("/texts/") and role in MAY_SEE)
    ]
    assert wrong == []
    assert {role for role, _page, html in seen if SEED.name in html} >= {"coordinator"}

    with town.database.begin() as connection:
        nowhere = "SELECT DISTINCT action FROM audit_entries WHERE origin IS NULL AND actor <> 'cli:test'"
        assert list(connection.execute(text(nowhere)).scalars()) == []
    assert canary.hits(town, SEED) == []
    assert Searcher(SEED).files(tmp_path) == []
    assert len(canary.files_of(town.folder)) > 100
    assert canary.disk(town, SEED) == []
    for phone in (caller, town.phone(FRIEND)):
        phone.texts(LINE, "STOP")
    eventually(lambda: all(one["state"] in OVER for one in town.callbacks()), what="nobody is rung any more")


@pytest.mark.parametrize("place", PLANTS)
def test_a_leak_of_each_kind_would_show(town: Deployment, place: str) -> None:
    pull = PLANTS[place](town)
    try:
        assert any(place in hit.place for hit in canary.hits(town, PLANTED))
    finally:
        pull()


def test_a_leak_in_a_backup_would_show(town: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pull = column(town)
    try:
        assert {hit.place for hit in canary.backup(town, PLANTED, backed_up(town, tmp_path))} == {"backup unsealed"}
        monkeypatch.setattr(backups, "seal_stream", lambda vault, dump, file, about: copyfileobj(dump, file))
        assert {hit.place for hit in canary.backup(town, PLANTED, backed_up(town, tmp_path))} == {"backup on the disk"}
    finally:
        pull()
    monkeypatch.undo()
    assert canary.backup(town, PLANTED, backed_up(town, tmp_path)) == []


def test_a_leak_on_an_error_page_would_show(town: Deployment) -> None:
    errors = error_pages.served(town, called=f"Call {PLANTED.number}")
    assert {status for status, *_ in errors} >= {"400", "403", "404", "413", "500"}
    seen = {status for status, place, page in errors if Searcher(PLANTED).of(place, page)}
    assert seen == {"400", "404", "500"}


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
