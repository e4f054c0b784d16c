"""Where the running service could give somebody away, all searched at once."""

from __future__ import annotations

import http.client
import subprocess
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from intake.cli.embedded.binaries import postgres_folders
from intake.privacy.sealed_stream import open_stream
from intake.privacy.vault import CannotOpen
from intake.settings import load
from tests.canary import Hit, Searcher, Seed
from tests.journeys.deployment import Deployment


def hits(service: Deployment, seed: Seed) -> list[Hit]:
    """Logs, Redis, tables, what the carrier was told, and the figures; quick enough for after every journey."""
    searcher = Searcher(seed)
    return [
        *searcher.files(service.folder / "logs"),
        *searcher.redis(load(service.folder).redis_url.get_secret_value()),
        # The script is our own wording, with an example of a number in it.
        *searcher.tables(service.database, skip={"script_versions"}),
        *searcher.tape(service.network.tape()),
        *searcher.of("metrics", ask(service, "web", "GET", "/metrics")),
    ]


def disk(service: Deployment, seed: Seed) -> list[Hit]:
    """The database's own files, its log of changes among them, and all else in the data folder."""
    with service.database.begin() as connection:
        connection.execute(text("CHECKPOINT"))
    return Searcher(seed).files(service.folder)


def backup(service: Deployment, seed: Seed, file: Path) -> list[Hit]:
    """A backup as it lies on the disk, and as whoever has the keys reads it: what was in clear before it was sealed."""
    searcher, found, unsealed = Searcher(seed), file.read_bytes(), BytesIO()
    try:
        with file.open("rb") as sealed:
            open_stream(service.vault, sealed, unsealed)
    except CannotOpen:
        return searcher.of("backup on the disk", _unpacked(found))
    inside = _unpacked(unsealed.getvalue())
    assert b"COPY public.enrollments" in inside
    return [*searcher.of("backup on the disk", found), *searcher.of("backup unsealed", inside)]


def _unpacked(dump: bytes) -> bytes:
    """The dump as statements: as it is, its rows are compressed, and no search would see them."""
    tool = next(found for folder in postgres_folders() if (found := folder / "pg_restore").exists())
    return subprocess.run([str(tool), "--file=-"], input=dump, capture_output=True, check=True).stdout


def ask(service: Deployment, process: str, method: str, path: str, body: str = "", cookie: str = "") -> str:
    """What a process answers, headers and all."""
    address = urlsplit(service.addresses[process])
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body or None, kind | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        return f"{answer.status} {answer.headers}\n{answer.read().decode('utf-8', 'replace')}"
    finally:
        connection.close()


def files_of(folder: Path) -> list[str]:
    """What lies in the folder, so that a search which finds nothing is known to have looked."""
    return [path.name for path in folder.glob("**/*") if path.is_file()]
