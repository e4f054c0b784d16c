"""The second half of a swap: the other side's answer, and that it leaves nothing uncovered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.oncall.coverage import check
from intake.oncall.loading import load
from intake.oncall.service import Change, note
from intake.oncall.standing_in import NotPossible, StandIn, Stretch, stand_in
from intake.oncall.tiers import Tier
from intake.storage import duty as people_rows
from intake.storage import rota as rows
from intake.storage.rota import Swap
from intake.told import told

_CALLERS_HURT = frozenset({"no_cover", "no_primary", "no_backup", "same_person"})


def answer(connection: Connection, swap_id: UUID, by: UUID, yes: bool, change: Change) -> str:
    """One side's answer; the swap's state after it: asked, agreed, refused or withdrawn.

    With both sides' yes the duties change hands at once, unless callers would be the worse for it: then
    `NotPossible` says so and the transaction is to be rolled back. A repeat of an answer changes nothing.
    """
    swap = rows.swap(connection, swap_id)
    if swap is None or by not in (swap.giver_id, swap.taker_id):
        raise NotPossible(told("there is no such swap for you to answer"))
    if swap.state != "asked":
        return swap.state
    if swap.starts_at <= change.now:
        return _settle(connection, swap, "withdrawn", change)
    if not yes:
        asker = swap.giver_id if swap.giver_yes_at else swap.taker_id
        return _settle(connection, swap, "withdrawn" if by == asker else "refused", change)
    side = "giver_yes_at" if by == swap.giver_id else "taker_yes_at"
    rows.change_swap(connection, swap_id, **{side: change.now})
    other_said = swap.taker_yes_at if by == swap.giver_id else swap.giver_yes_at
    return _agree(connection, swap, change) if other_said else "asked"


def _settle(connection: Connection, swap: Swap, state: str, change: Change) -> str:
    rows.change_swap(connection, swap.id, state=state, settled_at=change.now)
    note(connection, change, "swap", swap.id, state)
    return state


def _agree(connection: Connection, swap: Swap, change: Change) -> str:
    spans = _spans(swap)
    before = [_faults(connection, start, end) for start, end in spans]
    _hand_over(connection, swap, change)
    if any(_faults(connection, *span) - fault for span, fault in zip(spans, before, strict=True)):
        raise NotPossible(told("it would leave a time without a primary, or with one person in both tiers"))
    return _settle(connection, swap, "agreed", change)


def _spans(swap: Swap) -> list[tuple[datetime, datetime]]:
    spans = [(swap.starts_at, swap.ends_at)]
    if swap.return_starts_at is not None and swap.return_ends_at is not None:
        spans.append((swap.return_starts_at, swap.return_ends_at))
    return spans


def _hand_over(connection: Connection, swap: Swap, change: Change) -> None:
    given = Stretch(Tier(swap.tier), swap.starts_at, swap.ends_at)
    stand_in(connection, StandIn(swap.taker_id, given, swap.giver_id, "swap", swap.id), change)
    if swap.return_tier and swap.return_starts_at and swap.return_ends_at:
        back = Stretch(Tier(swap.return_tier), swap.return_starts_at, swap.return_ends_at)
        stand_in(connection, StandIn(swap.giver_id, back, swap.taker_id, "swap", swap.id), change)


def _faults(connection: Connection, start: datetime, end: datetime) -> set[tuple[str, datetime, datetime]]:
    """What callers would feel, in pieces that can be compared before and after."""
    people = {one.id: one.languages for one in people_rows.people(connection)}
    found = check(load(connection, start, end), people, start, end, wanted=())
    return {(one.kind, one.start, one.end) for one in found if one.kind in _CALLERS_HURT}
