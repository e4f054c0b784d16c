"""Every page of the console, over the running service's records, as each role sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from intake.console.access import declared
from intake.settings import load
from intake.staff import people
from intake.storage.staff import Person
from tests.console_kit import ROLES, Console
from tests.journeys.deployment import Deployment

# Static files are ours alone; the stream never ends.
_NOT_PAGES = {"static", "events.stream"}


class Visitors(Console):
    """The console with one more person of each role, who go again."""

    called = ""

    def add(self, name: str, roles: tuple[str, ...], languages: tuple[str, ...] = ("en", "es")) -> Person:
        """Somebody without a telephone, so that nobody rings them."""
        shown = self.called or f"{name.title()} Visitor"
        new = people.NewPerson(f"{name}-{uuid4().hex[:8]}@example.org", shown, roles, None, languages)
        with self.database.begin() as connection:
            return people.add(connection, self.house.vault, new, "cli:test", self.clock())  # type: ignore[arg-type]

    def go(self) -> None:
        """They leave."""
        with self.database.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for person in self.people.values():
                connection.execute(text("DELETE FROM staff WHERE id = :id"), {"id": person.id})
        self.close()


@contextmanager
def visitors(town: Deployment, called: str = "") -> Iterator[Visitors]:
    """One more person of each role for a while; all of them `called` so, if it is given."""
    kind = type("Called", (Visitors,), {"called": called})
    console = kind(load(town.folder))
    try:
        yield console
    finally:
        console.go()


def every_page(town: Deployment, called: str = "") -> list[tuple[str | None, str, str]]:
    """Role, address and all that the browser is given: of every page, for every role and for a stranger."""
    with visitors(town, called) as console:
        known = _known(town, console)
        return [one for role in (None, *ROLES) for one in _pages(console, role, known)]


def _known(town: Deployment, console: Console) -> dict[str, list[Any]]:
    def ids(table: str) -> list[UUID]:
        with town.database.begin() as connection:
            return list(connection.execute(text(f"SELECT id FROM {table} LIMIT 3")).scalars())

    return {
        "callback_id": ids("callbacks"),
        "thread_id": ids("conversations WHERE channel = 'sms'"),
        "record_id": [one.hex for one in ids("enrollments")],
        "staff_id": [console.staff_id("auditor")],
    }


def _pages(console: Console, role: str | None, known: dict[str, list[Any]]) -> list[tuple[str | None, str, str]]:
    client, found = console.client(role), []
    for rule in console.app.url_map.iter_rules():
        if rule.endpoint in _NOT_PAGES or "GET" not in (rule.methods or ()):
            continue
        assert declared(console.app, rule.endpoint) is not None
        for place in range(3 if rule.arguments & {"callback_id", "thread_id", "record_id"} else 1):
            arguments = {name: _pick(known, name, place) for name in rule.arguments}
            with console.app.test_request_context():
                path = console.app.url_for(rule.endpoint, **arguments)
            answer = client.get(path)
            found.append((role, path, f"{answer.headers}\n{answer.get_data(as_text=True)}"))
    return found


def _pick(known: dict[str, list[Any]], name: str, place: int) -> Any:
    values = known.get(name) or ["0" * 32 if name != "day" else "2026-11-24"]
    return values[place % len(values)]
