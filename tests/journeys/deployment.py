"""A running service: its processes, its network of phones, and what its database says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from intake.callbacks.listing import list_callbacks
from intake.cli.main import main
from intake.conversation.listing import list_conversations
from intake.enrollments.listing import list_enrollments
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.settings import load
from intake.storage.session import Database
from tests.eventually import eventually
from webhooks.simulator.people import Network, Phone

LINE, NEUTRAL, BACKUP = "+12025550100", "+12025550101", "+12025550102"
CRISIS = "+18002738255"
CALLER = "+12025550147"
# Who is on duty, by email: number and tier at every hour.
CREW = {
    "una@example.org": ("+12025550120", "primary", ("en", "es")),
    "vic@example.org": ("+12025550121", "primary", ("en",)),
    "wes@example.org": ("+12025550122", "backup", ("en", "es")),
    "xia@example.org": ("+12025550123", "supervisor", ("en",)),
    "yan@example.org": ("+12025550124", "manager", ("en",)),
}
HELPLINE = str(Path(sys.executable).with_name("helpline"))
SPEED = 6.0
# Real seconds for what takes twenty times as long in the simulated world.
_FAST = {
    "HELPLINE_OFFER_RING_SECONDS": "18",
    "HELPLINE_ACCEPT_SECONDS": "6",
    "HELPLINE_TALK_NOW_RING_SECONDS": "3",
    "HELPLINE_TALK_NOW_CEILING_SECONDS": "12",
    "HELPLINE_ESCALATE_SECONDS_P0": "3",
    "HELPLINE_ESCALATE_SECONDS_P1": "3",
    "HELPLINE_ESCALATE_SECONDS_P2": "4",
    "HELPLINE_SWEEP_SECONDS": "0.5",
    "HELPLINE_LOST_CALL_SECONDS": "20",
    "HELPLINE_CRISIS_REST_SECONDS": "0.1",
    "HELPLINE_SHORT_ABANDON_SECONDS": "1.7",
}
# What stays between two tests: the people, their shifts, and the audit trail, which nobody may empty.
_KEPT = {
    "alembic_version", "staff", "shifts", "script_versions", "audit_entries", "audit_links", "audit_checkpoints",
    "certificates", "erasures", "consents", "disclosures", "enrollments", "callbacks", "conversations",
}  # fmt: skip


@dataclass
class Deployment:
    """The service under test."""

    folder: Path
    addresses: dict[str, Any]
    network: Network
    database: Database
    vault: Vault

    def starts_over(self) -> None:
        """No calls, no records, everybody on duty and free."""
        self._alone(_forget)
        self.network.starts_over()
        for number, *_ in CREW.values():
            self.network.phone(number).ignores_texts()
        self.network.runs_at(SPEED)

    def calls_it_a_day(self) -> None:
        """What is still owed at the end of a test is called off, so that nobody is rung for it any more."""
        self._alone(_call_off)

    def _alone(self, act: Callable[[Connection], None]) -> None:
        """Act between the service's transactions; whoever is in the middle of one goes first."""

        def done() -> bool:
            try:
                with self.database.begin() as connection:
                    connection.execute(text("SET LOCAL lock_timeout = '100ms'"))
                    held = "callbacks, conversations, offers, enrollments"
                    connection.execute(text(f"LOCK TABLE {held} IN ACCESS EXCLUSIVE MODE"))
                    act(connection)
            except OperationalError:
                return False
            return True

        eventually(done, seconds=30, what="a moment between the service's transactions")

    @contextmanager
    def without_table(self, name: str) -> Iterator[None]:
        """Whatever needs this table fails inside the database, with all its values at hand."""
        with self.database.begin() as connection:
            connection.execute(text(f"ALTER TABLE {name} RENAME TO {name}_away"))
        try:
            yield
        finally:
            with self.database.begin() as connection:
                connection.execute(text(f"ALTER TABLE {name}_away RENAME TO {name}"))

    def phone(self, number: str, **habits: Any) -> Phone:
        """Somebody's phone."""
        return self.network.phone(number, **habits)

    def crew(self, place: int = 0) -> Phone:
        """The phone of the n-th person on duty."""
        return self.phone([number for number, *_ in CREW.values()][place])

    def callbacks(self) -> list[dict[str, Any]]:
        """As `helpline callbacks list --json`."""
        with self.database.begin() as connection:
            return list_callbacks(connection, actor="cli:test")

    def enrollments(self) -> list[dict[str, Any]]:
        """As `helpline enrollments list --json --reveal`."""
        with self.database.begin() as connection:
            return list_enrollments(connection, self.vault, reveal=True, actor="cli:test")

    def conversations(self) -> list[dict[str, Any]]:
        """As `helpline conversations list --json`."""
        with self.database.begin() as connection:
            return list_conversations(connection, actor="cli:test")


def _forget(connection: Connection) -> None:
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
    for name in [*(one for one in tables if one not in _KEPT), "callbacks", "conversations", "enrollments"]:
        connection.execute(text(f"DELETE FROM {name}"))


def _call_off(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE callbacks SET state = 'cancelled', closed_reason = 'test_call', ended_at = now(),"
            " next_action_at = NULL, room = NULL, room_since = NULL"
            " WHERE state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting')"
        )
    )


def helpline(*arguments: str, folder: Path) -> str:
    """Run one command against the folder; its output. In this process: fifteen interpreters cost ten seconds."""
    done = CliRunner().invoke(main, [*arguments, "--data-dir", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout


def _staff(folder: Path) -> None:
    """Five people round the clock instead of the demonstration roster."""
    for row in json.loads(helpline("staff", "list", "--json", folder=folder)):
        if row["email"] not in CREW and "admin" not in row["roles"]:
            helpline("staff", "disable", row["email"], folder=folder)
    lines = ["email,tier,start,end,timezone,rrule"]
    for email, (number, tier, languages) in CREW.items():
        spoken = [word for one in languages for word in ("--language", one)]
        name = email.split("@")[0].title()
        whose = ("--name", name, "--phone", number, "--role", "professional")
        helpline("staff", "add", email, *whose, *spoken, folder=folder)
        lines.append(f"{email},{tier},2026-11-01T00:00,2026-11-01T12:00,America/New_York,FREQ=DAILY")
        lines.append(f"{email},{tier},2026-11-01T12:00,2026-11-02T00:00,America/New_York,FREQ=DAILY")
    sheet = folder / "rota.csv"
    sheet.write_text("\n".join(lines) + "\n")
    helpline("rota", "import", str(sheet), folder=folder)


@contextmanager
def running(folder: Path, *, fast: bool = True, **settings: str) -> Iterator[Deployment]:
    """Start `helpline up` on free ports and end it; `fast` unless it is to keep its own durations."""
    environment = {**os.environ, **(_FAST if fast else {}), **settings}
    process = subprocess.Popen(
        [HELPLINE, "up", "--json", "--data-dir", str(folder),
         "--port", "0", "--console-port", "0", "--simulator-port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"up did not come up; see {folder}/logs"
        addresses = json.loads(line)
        _staff(folder)
        read = load(folder)
        database = Database(read.database_url.get_secret_value())
        vault = Vault(parse_keys(read.vault_keys.get_secret_value()))
        yield Deployment(folder, addresses, Network(addresses["simulator"]), database, vault)
        database.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()
