"""Where the running service could give somebody away, all searched at once."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

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


def ask(service: Deployment, process: str, method: str, path: str, body: str = "") -> str:
    """What a process answers, headers and all."""
    address = urlsplit(service.addresses[process])
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body or None, kind if body else {})
        answer = connection.getresponse()
        return f"{answer.status} {answer.headers}\n{answer.read().decode('utf-8', 'replace')}"
    finally:
        connection.close()


def files_of(folder: Path) -> list[str]:
    """What lies in the folder, so that a search which finds nothing is known to have looked."""
    return [path.name for path in folder.glob("**/*") if path.is_file()]
