"""Opens the database that a command speaks to: the environment's, or the data folder's own meanwhile."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from intake.cli.embedded.program import spawn, stop, wait_ready
from intake.cli.folder import Folder
from intake.cli.service import plan as plans
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.settings import Settings, data_folder, is_set, load
from intake.storage.migrate import migrate
from intake.storage.session import Database


@dataclass(frozen=True, slots=True)
class Office:
    """What a command works with."""

    settings: Settings
    database: Database
    vault: Vault
    actor: str
    folder: Folder | None

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)


@contextmanager
def settings_of(data_dir: str | None) -> Iterator[tuple[Settings, Folder | None]]:
    """Settings whose database answers now; the folder if that is where it comes from.

    Raises `SettingsProblem`, `CannotStart`.
    """
    if is_set("DATABASE_URL"):
        yield load(), None
        return
    folder = Folder(data_folder(data_dir))
    if folder.running():
        yield load(folder.path), folder
        return
    with folder.hold("a command"):
        postgres, redis = plans.servers(folder)
        folder.write_settings(plans.settings_of(folder, plans.Ports(8000, 8001, 8002), postgres, redis))
        settings = load(folder.path)
        assert postgres is not None  # DATABASE_URL is not set
        program = postgres.program(folder.log("postgres"))
        process = spawn(program)
        try:
            wait_ready(program, process)
            migrate(postgres.url)
            yield settings, folder
        finally:
            stop(program, process)


@contextmanager
def office(data_dir: str | None) -> Iterator[Office]:
    """A database with the newest schema, and the vault that opens what is sealed in it."""
    with settings_of(data_dir) as (settings, folder):
        database = Database(settings.database_url.get_secret_value(), pool_size=1)
        try:
            vault = Vault(parse_keys(settings.vault_keys.get_secret_value()))
            yield Office(settings, database, vault, account(), folder)
        finally:
            database.close()


def account() -> str:
    """Who runs the command, for the audit trail."""
    try:
        return f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"cli:{os.getuid()}"
