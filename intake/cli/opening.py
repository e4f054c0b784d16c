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
from intake.privacy import sealer
from intake.privacy.keyring import parse_keys
from intake.privacy.rotation import with_retired
from intake.privacy.signing import Signer
from intake.privacy.vault import Vault
from intake.privacy.whence import coming
from intake.settings import Settings, data_folder, is_set, load
from intake.storage.migrate import migrate
from intake.storage.session import Database


@dataclass(frozen=True, slots=True)
class Office:
    """What a command works with."""

    settings: Settings
    database: Database
    vault: Vault
    signer: Signer
    actor: str
    folder: Folder | None
    # No `up` works in the folder meanwhile.
    alone: bool

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Reached:
    """Settings whose database answers now. `alone`: no `up` works in the folder meanwhile."""

    settings: Settings
    folder: Folder | None = None
    alone: bool = False


@contextmanager
def reached(data_dir: str | None) -> Iterator[Reached]:
    """The environment's database, or the folder's, started for as long as it takes if `up` does not run.

    Raises `SettingsProblem`, `CannotStart`.
    """
    if is_set("DATABASE_URL"):
        yield Reached(load())
        return
    folder = Folder(data_folder(data_dir))
    if folder.running():
        yield Reached(load(folder.path), folder)
        return
    with folder.hold("a command"):
        postgres, settings = plans.at_rest(folder)
        program = postgres.program(folder.log("postgres"))
        process = spawn(program)
        try:
            wait_ready(program, process)
            migrate(postgres.url)
            yield Reached(settings, folder, alone=True)
        finally:
            stop(program, process)


@contextmanager
def office(data_dir: str | None) -> Iterator[Office]:
    """A database with the newest schema, and the vault that opens what is sealed in it."""
    with reached(data_dir) as found:
        database = Database(found.settings.database_url.get_secret_value(), pool_size=1)
        signer = Signer(found.settings.secret_key.get_secret_value())
        ring = parse_keys(found.settings.vault_keys.get_secret_value())
        try:
            with database.begin() as connection:
                vault = with_retired(connection, ring)
            if found.alone:  # no sweep puts entries into the chain
                _seal(database, signer)
            with coming("cli"):
                yield Office(found.settings, database, vault, signer, account(), found.folder, found.alone)
            if found.alone:
                _seal(database, signer)
        finally:
            database.close()


def _seal(database: Database, signer: Signer) -> None:
    with database.begin() as connection:
        sealer.seal(connection, signer, datetime.now(UTC), everything=True)


def account() -> str:
    """Who runs the command, for the audit trail."""
    try:
        return f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"cli:{os.getuid()}"
