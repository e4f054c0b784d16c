"""Backups that only the vault opens, and restores that bring back nobody who was forgotten since."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from sqlalchemy import Connection, make_url

from intake.privacy.audit import Act, Action, record
from intake.privacy.sealed_stream import open_stream, read_about, seal_stream
from intake.privacy.vault import Vault
from intake.storage.certificates import Erasure


class BackupFailed(Exception):
    """The database's own tool gave up; says which, never what it printed (that may hold values)."""


@dataclass(frozen=True, slots=True)
class Tools:
    """A database address, and the folder of its pg_dump and pg_restore (None: wherever the system has them).

    The tools have to be at least as new as the server.
    """

    url: str
    folder: Path | None = None

    def command(self, name: str, *options: str) -> list[str]:
        """The tool with its options; the password is not among them, where `ps` would show it."""
        found = str(self.folder / name) if self.folder else shutil.which(name)
        if found is None or not Path(found).exists():
            raise BackupFailed(f"{name} is not installed")
        url = make_url(self.url)
        place = {"--host": url.host, "--port": url.port, "--username": url.username, "--dbname": url.database}
        return [found, *options, *(f"{option}={value}" for option, value in place.items() if value)]

    def environment(self) -> dict[str, str]:
        """All that the tool is told besides."""
        return {"PGPASSWORD": make_url(self.url).password or "", "LC_ALL": "C"}


@contextlib.contextmanager
def _running(tools: Tools, command: Sequence[str], *, feed: bool) -> Iterator[BinaryIO]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(  # noqa: S603 - a fixed tool with options from settings
        list(command),
        stdin=pipe if feed else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if feed else pipe,
        stderr=subprocess.DEVNULL,
        env=tools.environment(),
    )
    stream = cast(BinaryIO, process.stdin if feed else process.stdout)
    try:
        yield stream
    except BaseException:
        # Before its input ends: what it has done so far is rolled back.
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            stream.close()
        raise
    stream.close()
    if process.wait() != 0:
        raise BackupFailed(f"{Path(command[0]).name} failed")


def backup(vault: Vault, tools: Tools, target: Path, now: datetime) -> int:
    """Write the whole database, sealed, to `target` (mode 600, there only when complete); returns its bytes.

    Clear data is never on disk. Raises `BackupFailed`.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    about = {"made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "format": "pg_dump custom"}
    command = tools.command("pg_dump", "--format=custom", "--no-owner", "--no-privileges")
    try:
        with os.fdopen(handle, "wb") as file:
            with _running(tools, command, feed=False) as dump:
                seal_stream(vault, dump, file, about)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def made_at(source: Path) -> datetime:
    """When a backup says that it was made."""
    with source.open("rb") as file:
        return datetime.fromisoformat(read_about(file)["made_at"])


def restore(vault: Vault, tools: Tools, source: Path) -> None:
    """Bring a backup into an empty database, all of it or nothing.

    Raises `CannotOpen` if it was changed, cut, or sealed by a key that is not in the ring; `BackupFailed`
    if the database refuses. Then call `retention.forget_again` before anybody may look at it.
    """
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    command = tools.command("pg_restore", *options)
    with source.open("rb") as file, _running(tools, command, feed=True) as target:
        open_stream(vault, file, target)


def record_backup(connection: Connection, actor: str, action: Action, size: int) -> None:
    """Write in the trail that a backup was made or restored, and how large it is in bytes.

    After a restore put the file of exported checkpoints aside and let a new one begin: the old one rightly
    says that the tail which was written since the backup is gone.
    """
    record(connection, Act(action, actor, "backup", None, f"bytes:{size}"))


def export_erasures(path: Path, gone: Sequence[Erasure]) -> None:
    """Append to the list outside the database of what must stay forgotten: opaque ids only."""
    lines = [
        json.dumps({"table": one.table_name, "id": one.record_id.hex, "at": one.at.isoformat()}) + "\n" for one in gone
    ]
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, "".join(lines).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def exported_erasures(path: Path) -> list[Erasure]:
    """The list from the file; empty if there is none."""
    if not path.exists():
        return []
    found = (json.loads(line) for line in path.read_text().splitlines() if line.strip())
    return [Erasure(one["table"], UUID(one["id"]), datetime.fromisoformat(one["at"])) for one in found]
