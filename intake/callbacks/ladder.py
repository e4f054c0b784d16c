"""Who may be rung for a callback by now, and when the next rung opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.callbacks.classes import Class
from intake.callbacks.clocks import Clocks
from intake.oncall.tiers import Tier


@dataclass(frozen=True)
class Rung:
    """What one instant on the ladder allows."""

    # Tiers that are open, nearest first.
    tiers: tuple[Tier, ...]
    # When the present rung opened: at the top of a P0 ladder everybody is rung again on each rung.
    opened_at: datetime
    # When the next one does; the callback's next action while nobody has accepted.
    next_at: datetime
    # How many people may have been asked by now, not counting those who said no; None is everybody.
    quota: int | None
    # Tiers above the first two that have opened, each with its instant: each must hear of it at once.
    raised: tuple[tuple[Tier, datetime], ...] = ()


@dataclass(frozen=True)
class _Plan:
    """One class's ladder."""

    step: timedelta
    raises: tuple[tuple[Tier, timedelta], ...]
    all_at_once: bool = False


def _plan(klass: Class, clocks: Clocks) -> _Plan:
    """The five ladders.

    A P3's people change on a P2's clock once its window is open; a P4's on a quarter of its own, so that a
    first person who does not answer does not cost the whole time. A manager hears of every P0, and of
    whatever a supervisor has not moved in as long again.
    """
    one = clocks.escalate(klass)
    if klass is Class.P0:
        return _Plan(one, ((Tier.SUPERVISOR, one), (Tier.MANAGER, 2 * one)), all_at_once=True)
    supervisor = {Class.P1: 2.5 * one, Class.P2: 3 * one}.get(klass, one)
    raises = ((Tier.SUPERVISOR, supervisor), (Tier.MANAGER, 2 * supervisor))
    if klass is Class.P3:
        return _Plan(min(clocks.escalate(Class.P2), one), raises)
    return _Plan(one / 4 if klass is Class.P4 else one, raises)


def rung(klass: Class, since: datetime, now: datetime, clocks: Clocks) -> Rung:
    """The ladder at `now` for offers that began at `since` (a later `since` starts it anew)."""
    plan = _plan(klass, clocks)
    elapsed = max(now - since, timedelta())
    step = elapsed // plan.step
    raised = tuple((tier, since + after) for tier, after in plan.raises if elapsed >= after)
    later = [since + after for _, after in plan.raises if elapsed < after]
    return Rung(
        tiers=(Tier.PRIMARY, Tier.BACKUP, *(tier for tier, _ in raised)),
        opened_at=since + step * plan.step,
        next_at=min([since + (step + 1) * plan.step, *later]),
        quota=None if plan.all_at_once else step + 1 + len(raised),
        raised=raised,
    )


def next_action(klass: Class, since: datetime, now: datetime, clocks: Clocks) -> datetime:
    """When the ladder must be looked at again while nobody has accepted; always later than `now`."""
    return rung(klass, since, now, clocks).next_at


@dataclass(frozen=True)
class HoldRung:
    """Who is rung for somebody who waits on the line."""

    tiers: tuple[Tier, ...]
    phones: int
    number: int
    next_at: datetime


_HOLD = (
    ((Tier.PRIMARY, Tier.BACKUP), 2),
    ((Tier.BACKUP, Tier.PRIMARY), 2),
    ((Tier.SUPERVISOR, Tier.MANAGER), 2),
)


def hold_rung(since: datetime, now: datetime, ring: timedelta) -> HoldRung | None:
    """Two people, then the backup, then the supervisor, one ring each; None when the ladder is over.

    When it is over the caller is promised a call back and may go on waiting: their P1 ladder goes on.
    """
    number = max(now - since, timedelta()) // ring
    if number >= len(_HOLD):
        return None
    tiers, phones = _HOLD[number]
    return HoldRung(tiers, phones, number, since + (number + 1) * ring)
