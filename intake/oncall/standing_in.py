"""People arrange who is on duty: standing in, swapping with both sides' yes, time off, "take it now"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.oncall.rota import Duty
from intake.oncall.service import Change, between, note, who_at
from intake.oncall.tiers import Tier
from intake.storage import rota as rows
from intake.told import Told, told


class NotPossible(ValueError):
    """An arrangement that the rota does not allow; `why` says it in words for staff."""

    def __init__(self, why: Told) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Stretch:
    """A piece of duty: a tier from one instant to another."""

    tier: Tier
    start: datetime
    end: datetime


@dataclass(frozen=True)
class StandIn:
    """`staff_id` does `stretch` instead of `replaces`; with None, beside everybody else."""

    staff_id: UUID
    stretch: Stretch
    replaces: UUID | None = None
    kind: str = "override"
    swap_id: UUID | None = None


def stand_in(connection: Connection, wanted: StandIn, change: Change) -> UUID:
    """Put somebody on duty for a while. Raises `NotPossible` if the person replaced has no such duty."""
    if wanted.stretch.end <= max(wanted.stretch.start, change.now):
        raise NotPossible(told("that time is over"))
    if wanted.replaces is not None and not _has_duty(connection, wanted.replaces, wanted.stretch):
        raise NotPossible(told("that person is not on duty then"))
    override_id = _write(connection, wanted, change)
    note(connection, change, "override", override_id, wanted.kind)
    return override_id


def _write(connection: Connection, wanted: StandIn, change: Change) -> UUID:
    override_id = uuid4()
    rows.add_override(
        connection,
        {
            "id": override_id,
            "staff_id": wanted.staff_id,
            "tier": wanted.stretch.tier.value,
            "starts_at": wanted.stretch.start,
            "ends_at": wanted.stretch.end,
            "replaces": wanted.replaces,
            "kind": wanted.kind,
            "swap_id": wanted.swap_id,
            "made_at": change.now,
        },
    )
    return override_id


def _has_duty(connection: Connection, staff_id: UUID, stretch: Stretch) -> bool:
    """Whether somebody is on duty in that tier for all of that time."""
    mine = sorted(
        (
            duty
            for duty in between(connection, stretch.start, stretch.end)
            if duty.staff_id == staff_id and duty.tier is stretch.tier
        ),
        key=lambda duty: duty.start,
    )
    reached = stretch.start
    for duty in mine:
        if duty.start <= reached:
            reached = max(reached, duty.end)
    return reached >= stretch.end


def cancel_stand_in(connection: Connection, override_id: UUID, change: Change) -> bool:
    """Take an arrangement back; False if it is over or was taken back."""
    undone = rows.withdraw_override(connection, override_id, change.now)
    if undone:
        note(connection, change, "override", override_id, "withdrawn")
    return undone


def take_now(connection: Connection, staff_id: UUID, instead_of: UUID, change: Change) -> UUID:
    """ "I take it": from this instant to the end of the other person's present duty, in its tier.

    Raises `NotPossible` if the other person is not on duty, or is the same one.
    """
    if staff_id == instead_of:
        raise NotPossible(told("that is your own duty"))
    duty = _present_duty(connection, instead_of, change.now)
    stretch = Stretch(duty.tier, change.now, duty.end)
    return stand_in(connection, StandIn(staff_id, stretch, instead_of, "take_now"), change)


def _present_duty(connection: Connection, staff_id: UUID, now: datetime) -> Duty:
    found = [duty for duty in who_at(connection, now) if duty.staff_id == staff_id]
    if not found:
        raise NotPossible(told("that person is not on duty now"))
    return found[0]


def take_time_off(connection: Connection, staff_id: UUID, start: datetime, end: datetime, change: Change) -> UUID:
    """No shift of this person counts in that time; whom that leaves uncovered shows in the gaps."""
    if end <= max(start, change.now):
        raise NotPossible(told("that time is over"))
    time_off_id = uuid4()
    values = {"id": time_off_id, "staff_id": staff_id, "starts_at": start, "ends_at": end}
    rows.add_time_off(connection, values | {"created_at": change.now})
    note(connection, change, "time_off", time_off_id, "added")
    return time_off_id


def cancel_time_off(connection: Connection, time_off_id: UUID, change: Change) -> bool:
    """Be there after all; False if there was no such time off."""
    undone = rows.withdraw_time_off(connection, time_off_id, change.now) is not None
    if undone:
        note(connection, change, "time_off", time_off_id, "withdrawn")
    return undone


@dataclass(frozen=True)
class SwapAsked:
    """`giver` asks `taker` to do `given`; `returned` is what the giver does for the taker, if anything."""

    giver_id: UUID
    taker_id: UUID
    given: Stretch
    returned: Stretch | None = None


def ask_swap(connection: Connection, asked: SwapAsked, by: UUID, change: Change) -> UUID:
    """Write the wish down; whoever asks has said yes with it. Raises `NotPossible`."""
    if asked.giver_id == asked.taker_id or by not in (asked.giver_id, asked.taker_id):
        raise NotPossible(told("a swap is between two people, and one of them asks for it"))
    if asked.given.start <= change.now:
        raise NotPossible(told("that duty has begun; take it over now instead"))
    if not _has_duty(connection, asked.giver_id, asked.given):
        raise NotPossible(told("that duty is not theirs to give"))
    if asked.returned is not None and not _has_duty(connection, asked.taker_id, asked.returned):
        raise NotPossible(told("the duty in return is not theirs to give"))
    swap_id, back = uuid4(), asked.returned
    rows.add_swap(
        connection,
        {
            "id": swap_id,
            "giver_id": asked.giver_id,
            "taker_id": asked.taker_id,
            "tier": asked.given.tier.value,
            "starts_at": asked.given.start,
            "ends_at": asked.given.end,
            "return_tier": back.tier.value if back else None,
            "return_starts_at": back.start if back else None,
            "return_ends_at": back.end if back else None,
            "asked_at": change.now,
            "giver_yes_at": change.now if by == asked.giver_id else None,
            "taker_yes_at": change.now if by == asked.taker_id else None,
        },
    )
    note(connection, change, "swap", swap_id, "asked")
    return swap_id
