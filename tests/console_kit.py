"""A console on a real database: people of every role who are signed in, acts that are written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.console.app import create_app
from intake.console.pages.events import HUB
from intake.console.ports import Said
from intake.numbers import PhoneNumber
from intake.settings import Settings
from intake.staff import people
from intake.staff.sessions import Proof, open_session
from intake.storage.session import Database
from intake.storage.staff import Person
from intake.wiring import House, wire

ROLES = ("professional", "coordinator", "supervisor", "admin", "auditor")
PASSWORD = "violet harbor lantern walk"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Clock:
    """A clock that a test moves. It begins at the present, because the database dates some rows itself."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def go(self, **ahead: float) -> None:
        """Let time pass."""
        self.now += timedelta(**ahead)


@dataclass
class FakeActs:
    """Writes down what staff asked for and answers as it is told to."""

    said: Said = Said.DONE
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Said]:
        def act(*arguments: object) -> Said:
            self.asked.append((name, *arguments))
            return self.said

        return act


class TestHouse:
    """The wired house with acts that ring nobody."""

    __test__ = False

    def __init__(self, house: House, acts: object) -> None:
        self._house = house
        self.callback_acts = acts

    def __getattr__(self, name: str) -> object:
        return getattr(self._house, name)


class Console:
    """The application with one person of each role, by the role's name."""

    def __init__(self, settings: Settings, *, real_acts: bool = False) -> None:
        self._numbers = 30
        self.clock = Clock()
        self.acts = FakeActs()
        self.settings = settings
        wired = wire(settings, self.clock)
        self.house = TestHouse(wired, wired.callback_acts if real_acts else self.acts)
        self.database: Database = self.house.database  # type: ignore[assignment]
        self.app: Flask = create_app(self.house)  # type: ignore[arg-type]
        self.app.testing = False
        self.people = {role: self.add(role, (role,)) for role in ROLES}

    def close(self) -> None:
        """Give the connections back."""
        self.app.extensions[HUB].close()
        self.database.close()

    def add(self, name: str, roles: tuple[str, ...], languages: tuple[str, ...] = ("en", "es")) -> Person:
        """Somebody with these roles, a password nowhere, and a fictional telephone."""
        self._numbers += 1
        number = PhoneNumber(f"+120255501{self._numbers:02d}")
        new = people.NewPerson(f"{name}@example.org", f"{name.title()} Person", roles, number, languages)
        with self.database.begin() as connection:
            return people.add(connection, self.house.vault, new, "cli:test", self.clock())  # type: ignore[arg-type]

    def client(self, role: str | None = None, *, person: Person | None = None) -> FlaskClient:
        """A browser: of somebody with the role, or of nobody."""
        client = self.app.test_client()
        who = person or (self.people[role] if role else None)
        if who is not None:
            client.set_cookie("staff", self.token(who))
        return client

    def newcomer(self, role: str) -> FlaskClient:
        """A browser of somebody who has shown a password and has no second factor yet."""
        client = self.app.test_client()
        client.set_cookie("staff", self.token(self.people[role], complete=False))
        return client

    def token(self, who: Person, *, complete: bool = True) -> str:
        """A new session's token."""
        with self.database.begin() as connection:
            return open_session(connection, who, Proof("password", complete), self.clock())

    def staff_id(self, role: str) -> UUID:
        """The id of the person with this role."""
        return self.people[role].id


def csrf(client: FlaskClient) -> str:
    """A token for this browser's forms."""
    pages = ("/prove", "/account/second-factor", "/sign-in")
    found = next((match for page in pages if (match := _TOKEN.search(client.get(page).text))), None)
    assert found is not None
    return found.group(1)


def send(client: FlaskClient, path: str, /, **fields: object) -> TestResponse:
    """Send a form as a browser would."""
    return client.post(path, data={"csrf_token": csrf(client), **fields})
