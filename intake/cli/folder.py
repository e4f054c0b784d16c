"""The data folder: one holder at a time, secrets made once, and who runs it now."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from intake.cli.embedded import CannotStart
from intake.privacy.keyring import generate_key

SETTINGS = "settings.env"
_SECRETS = "secrets.env"
_LOCK = "lock"
_HOLDER = "running.json"
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the folder: `up`, with its addresses once it is ready, or a command for a moment."""

    pid: int
    what: str
    ready: bool = False
    addresses: Mapping[str, str] = field(default_factory=dict)


class Held(CannotStart):
    """Somebody else holds the folder."""

    def __init__(self, folder: Path, holder: Holder | None) -> None:
        who = f"{holder.what} (process {holder.pid})" if holder else "another process"
        where = ", ".join(f"{name} {address}" for name, address in (holder.addresses if holder else {}).items())
        super().__init__(f"{folder} is already in use by {who}{': ' + where if where else ''}")
        self.holder = holder


class Folder:
    """One data folder; closed to everybody else."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def mark(self) -> dict[str, str]:
        """A variable by which processes of this folder are known when their starter is gone."""
        return {"_HELPLINE_UP_IN": str(self.path)}

    def prepare(self) -> None:
        """Make it if it is not there. Raises `CannotStart` if it cannot be used."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "logs").mkdir(mode=0o700, exist_ok=True)
            (self.path / _LOCK).touch(mode=0o600)
        except OSError as error:
            raise CannotStart(f"{self.path} cannot be used as data folder: {error.strerror}") from None

    def log(self, name: str) -> Path:
        """Where a process writes what it says."""
        return self.path / "logs" / f"{name}.log"

    def secrets(self) -> dict[str, str]:
        """The folder's secrets, made at the first asking and kept."""
        kept = _read(self.path / _SECRETS)
        made = {
            "POSTGRES_PASSWORD": secrets.token_hex(24),
            "REDIS_PASSWORD": secrets.token_hex(24),
            "HELPLINE_SECRET_KEY": secrets.token_urlsafe(48),
            "HELPLINE_VAULT_KEYS": generate_key(),
            "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        } | kept
        if made != kept:
            self.keep_secrets(made)
        return made

    def keep_secrets(self, values: Mapping[str, str]) -> None:
        """Replace the secrets, whole or not at all."""
        _write(self.path / _SECRETS, values)

    def write_settings(self, values: Mapping[str, str]) -> None:
        """Replace what commands read while DATABASE_URL is not set."""
        _write(self.path / SETTINGS, values)

    def holder(self) -> Holder | None:
        """Who says that they hold the folder."""
        try:
            return Holder(**json.loads((self.path / _HOLDER).read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def announce(self, holder: Holder) -> None:
        """Tell others who holds it."""
        _replace(self.path / _HOLDER, json.dumps(asdict(holder)))

    @contextmanager
    def hold(self, what: str) -> Iterator[None]:
        """Be the only one. A command's moment is waited for. Raises `Held` when `up` holds it.

        The lock is the kernel's: it ends with its holder, however that dies.
        """
        self.prepare()
        with (self.path / _LOCK).open("r+") as lock:
            end = time.monotonic() + _WAIT_SECONDS
            while not _locked(lock.fileno()):
                holder = self.holder()
                if (holder and holder.what == "up") or time.monotonic() > end:
                    raise Held(self.path, holder)
                time.sleep(0.05)
            self.announce(Holder(os.getpid(), what))
            try:
                yield
            finally:
                (self.path / _HOLDER).unlink(missing_ok=True)

    def running(self) -> Holder | None:
        """`up` in this folder once it is ready, None if it does not run. Raises `Held` if it never is."""
        self.prepare()
        end = time.monotonic() + _WAIT_SECONDS
        while True:
            with (self.path / _LOCK).open("r+") as lock:
                if _locked(lock.fileno()):
                    return None
            holder = self.holder()
            if holder and holder.what == "up" and holder.ready:
                return holder
            if time.monotonic() > end:
                raise Held(self.path, holder)
            time.sleep(0.05)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value.strip("'") for name, _, value in pairs}


def _write(path: Path, values: Mapping[str, str]) -> None:
    _replace(path, "".join(f"{name}='{value}'\n" for name, value in values.items()))


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
