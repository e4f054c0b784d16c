"""Say what was done to the audit trail since it was written: edits, removals, swaps, a cut tail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.privacy import chain
from intake.privacy.keeping import TRAIL_YEARS
from intake.storage import audit as rows
from intake.told import Told, told


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `kind`: edited, deleted, swapped, rewritten, truncated, head_removed,
    gap, forged_checkpoint, unknown_signer or unsealed. `where`: entry id or position."""

    kind: str
    where: int
    what: Told


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome; `ok` only if there is no problem."""

    links: int
    checkpoints: int
    unlinked: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Trust:
    """What to check against: our public keys (now and earlier), and checkpoints kept elsewhere."""

    public_keys: Sequence[bytes]
    exported: Sequence[rows.Checkpoint] = ()


@dataclass(slots=True)
class _Walk:
    """What was met on the way along the chain."""

    problems: list[Problem] = field(default_factory=list)
    broken: list[tuple[bytes, rows.Link]] = field(default_factory=list)
    heads: dict[int, bytes] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()
    links: int = 0
    first: int = 0
    last: int = 0


def verify(
    connection: Connection,
    trust: Trust,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> Verdict:
    """Walk the whole trail (45 CFR 164.312(b), (c)). About 20 s for a million entries.

    `progress` is told how many links are done.
    """
    signed, problems = _signatures([*rows.checkpoints(connection), *trust.exported], trust.public_keys)
    walk = _walk(connection, frozenset(c.position for c in signed), progress)
    problems += walk.problems + _name_broken(walk.broken) + _head(walk, signed, now) + _anchors(walk, signed)
    unlinked = rows.count_unlinked(connection)
    if unlinked and (oldest := rows.unlinked(connection, 1, everything=True)[0]).at < now - timedelta(hours=2):
        problems.append(Problem("unsealed", oldest.id, told("an entry older than two hours is not in the chain")))
    return Verdict(walk.links, len(signed), unlinked, tuple(problems))


def _signatures(found: Sequence[rows.Checkpoint], keys: Sequence[bytes]) -> tuple[list[rows.Checkpoint], list[Problem]]:
    signed, problems = [], []
    for checkpoint in found:
        if not chain.is_genuine(checkpoint):
            problems.append(Problem("forged_checkpoint", checkpoint.position, told("its signature is wrong")))
        elif checkpoint.public_key not in keys:
            problems.append(Problem("unknown_signer", checkpoint.position, told("signed by a key that is not ours")))
        else:
            signed.append(checkpoint)
    return signed, problems


def _walk(connection: Connection, wanted: frozenset[int], progress: Callable[[int], None]) -> _Walk:
    walk = _Walk(wanted=wanted)
    previous = chain.GENESIS
    for link in rows.chain(connection):
        walk.first = walk.first or link.position
        if walk.last and link.position != walk.last + 1:
            what = told("positions {low} to {high} of the chain are gone", low=walk.last + 1, high=link.position - 1)
            walk.problems.append(Problem("gap", walk.last + 1, what))
        elif walk.last or link.position == 1:
            _step(walk, previous, link)
        previous, walk.last, walk.links = link.digest, link.position, walk.links + 1
        if link.position in wanted:
            walk.heads[link.position] = link.digest
        if walk.links % 1_000 == 0:
            progress(walk.links)
    return walk


def _step(walk: _Walk, previous: bytes, link: rows.Link) -> None:
    if link.entry is None:
        walk.problems.append(Problem("deleted", link.entry_id, told("the entry was removed")))
    elif chain.digest(previous, link.entry) != link.digest:
        walk.broken.append((previous, link))


def _name_broken(broken: list[tuple[bytes, rows.Link]]) -> list[Problem]:
    return [
        Problem(
            "swapped" if (other := _swapped_with(previous, link, broken)) else "edited",
            link.entry_id,
            told("the entry changed places with {other}", other=other) if other else told("the entry was changed"),
        )
        for previous, link in broken
    ]


def _swapped_with(previous: bytes, link: rows.Link, broken: list[tuple[bytes, rows.Link]]) -> int | None:
    # Pairs are quadratic; a trail with more damage than this needs no finer name for it.
    for _, other in broken[:200]:
        if other.entry is None or other is link:
            continue
        moved = (other.entry, replace(other.entry, id=link.entry_id))
        if any(chain.digest(previous, entry) == link.digest for entry in moved):
            return other.entry_id
    return None


def _head(walk: _Walk, signed: list[rows.Checkpoint], now: datetime) -> list[Problem]:
    if walk.first <= 1:
        return []
    oldest_kept = now - timedelta(days=365 * TRAIL_YEARS)
    if any(c.position == walk.first - 1 and c.at < oldest_kept for c in signed):
        return []
    what = told("positions 1 to {high} were removed before their time", high=walk.first - 1)
    return [Problem("head_removed", 1, what)]


def _anchors(walk: _Walk, signed: list[rows.Checkpoint]) -> list[Problem]:
    problems = []
    for c in sorted(signed, key=lambda c: c.position):
        if c.position > walk.last:
            what = told("the chain ends at {end}, a signed checkpoint saw {seen}", end=walk.last, seen=c.position)
            problems.append(Problem("truncated", walk.last + 1, what))
        elif c.position in walk.heads and walk.heads[c.position] != c.digest:
            what = told("the chain up to here is not the one that was signed")
            problems.append(Problem("rewritten", c.position, what))
    return problems
