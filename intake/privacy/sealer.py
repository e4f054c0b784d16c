"""Put new audit entries into the chain, in batches, apart from the use cases that wrote them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from intake.privacy import chain
from intake.privacy.signing import Signer
from intake.storage import audit as rows


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one pass did."""

    linked: int
    checkpoint: rows.Checkpoint | None


def seal(
    connection: Connection, signer: Signer, now: datetime, *, every_s: float = 60.0, everything: bool = False
) -> Sealed:
    """Chain what is new and sign a checkpoint if the last is older than `every_s` seconds.

    One sealer at a time; a second one returns at once having done nothing. `everything` also looks for
    entries whose transaction committed long after its neighbours' (once an hour is plenty).
    """
    if not rows.lock_chain(connection):
        return Sealed(0, None)
    linked = 0
    while batch := rows.unlinked(connection, 2_000, everything=everything):
        _append(connection, batch)
        linked += len(batch)
    return Sealed(linked, _checkpoint(connection, signer, now, every_s))


def _append(connection: Connection, batch: list[rows.Entry]) -> None:
    last = rows.last_link(connection)
    position, head = (last.position, last.digest) if last else (0, chain.GENESIS)
    links = []
    for entry in batch:
        position, head = position + 1, chain.digest(head, entry)
        links.append(rows.Link(position, entry.id, head, entry))
    rows.add_links(connection, links)


def _checkpoint(connection: Connection, signer: Signer, now: datetime, every_s: float) -> rows.Checkpoint | None:
    last, kept = rows.last_link(connection), rows.last_checkpoint(connection)
    if last is None or (kept and kept.position >= last.position):
        return None
    if kept and (now - kept.at).total_seconds() < every_s:
        return None
    made = chain.sign_checkpoint(signer, last.position, last.digest, now)
    rows.add_checkpoint(connection, made)
    return made


def export(path: Path, checkpoint: rows.Checkpoint) -> None:
    """Append a checkpoint to a file outside the database, where a cut tail of the trail will show."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (chain.to_line(checkpoint) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def exported(path: Path) -> list[rows.Checkpoint]:
    """The checkpoints in such a file; none if there is no file."""
    if not path.exists():
        return []
    return [chain.from_line(line) for line in path.read_text().splitlines() if line.strip()]
