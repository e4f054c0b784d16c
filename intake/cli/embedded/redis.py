"""A Redis in a folder: password, append-only file, stops with us, starts again after any death."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import redis

from intake.cli.embedded import orphans
from intake.cli.embedded.binaries import redis_server
from intake.cli.embedded.program import Program

_NAMES = frozenset({"valkey-server", "redis-server", "redis-check-rdb"})


@dataclass(frozen=True, slots=True)
class Redis:
    """One server in one folder. `durable` writes every change to disk before it answers."""

    folder: Path
    port: int
    password: str
    durable: bool

    @property
    def url(self) -> str:
        """The address with the password: a secret."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def program(self, log: Path) -> Program:
        """How to start it, after ending what an earlier run may have left in the folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        binary = redis_server()
        names = _NAMES | {binary.name}
        return Program(
            name="redis",
            leaned_on=True,
            # Settings come by standard input, so that no list of processes shows the password.
            argv=(str(binary), "-"),
            log=log,
            ready=self._answers,
            cwd=self.folder,
            stdin=self._settings().encode(),
            before=lambda: _end(self.folder, names),
        )

    def _settings(self) -> str:
        keep = "appendonly yes\nappendfsync always" if self.durable else "appendonly no"
        return (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n{keep}\n"
            'save ""\nmaxmemory-policy noeviction\ndaemonize no\n'
        )

    def _answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def _end(folder: Path, names: frozenset[str]) -> None:
    orphans.end_all(folder, names, signal.SIGTERM)
