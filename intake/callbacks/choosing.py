"""Whom to ring next for one callback or one waiting caller, and why just them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from intake.callbacks.classes import Class
from intake.callbacks.clocks import Clocks
from intake.callbacks.ladder import HoldRung, Rung
from intake.callbacks.skills import MINOR_SKILL, Wanted, fits, narrow, wider_at
from intake.oncall.fairness import why_next
from intake.oncall.standing import Person, not_now
from intake.oncall.tiers import Tier

# These cost no time on the ladder: the next person is rung at once.
_SAID_NO = frozenset({"declined", "busy", "failed"})
_LIVE = frozenset({"planned", "ringing", "unknown"})


@dataclass(frozen=True)
class Past:
    """One person who was rung since the ladder began."""

    staff_id: UUID
    tier: Tier
    at: datetime
    result: str

    @property
    def live(self) -> bool:
        """Their phone is ringing for this, or is about to."""
        return self.result in _LIVE

    @property
    def said_no(self) -> bool:
        """They declined, or could not be rung."""
        return self.result in _SAID_NO


@dataclass(frozen=True)
class Situation:
    """One ladder so far."""

    wanted: Wanted
    past: Sequence[Past] = ()
    # People who must not get this caller: an abusive call was ended by them.
    barred: Collection[UUID] = field(default_factory=frozenset)
    # Who had this caller before, and goes first where they wait on the line.
    before: UUID | None = None


@dataclass(frozen=True)
class Choice:
    """Somebody to ring now."""

    person: Person
    # Codes joined by `;`, said in words by the pages; no name in them and nothing about the caller.
    why: str


def whom(
    rung: Rung, situation: Situation, people: Sequence[Person], now: datetime, clocks: Clocks
) -> tuple[Choice, ...]:
    """Everybody who is to be rung now; nobody if it is nobody's turn before the next rung.

    A P0 rings all open tiers on each rung. Otherwise one more person on each rung, plus one for each who
    said no; a tier that has just opened comes first. Whoever was asked least often comes before others,
    then the nearer tier, then the better fit, then the lower load. Nobody is asked twice on one rung.
    """
    tiers = _open_tiers(rung, situation, people, now)
    able = [one for one in people if one.tier in tiers and _can_be_asked(one, rung, situation, now)]
    fitting, widened = narrow(able, situation.wanted, now, clocks)
    order = sorted(fitting, key=lambda one: _place(one, situation))
    if rung.quota is not None:
        spent = sum(not past.said_no for past in situation.past)
        chosen = _raised_first(order, rung, situation)[: max(0, rung.quota - spent)]
        wider = widened and now >= wider_at(situation.wanted, clocks)
        order = _and_wider(chosen, order, situation) if wider else chosen
    return tuple(Choice(one, _why(one, order, able, situation.wanted, widened)) for one in order)


def whom_on_hold(
    rung: HoldRung, situation: Situation, people: Sequence[Person], now: datetime, clocks: Clocks
) -> tuple[Choice, ...]:
    """Whom to ring for somebody who waits on the line, so that the rung's phones all ring.

    If nobody of the rung's tiers can be rung, anybody else on duty is: an empty tier keeps nobody waiting.
    """
    live = sum(past.live for past in situation.past)
    free = [one for one in people if _free(one, situation, now) and not _declined(one, situation)]
    able = [one for one in free if one.tier in rung.tiers or one.staff_id == situation.before] or free
    fitting, widened = narrow(able, situation.wanted, now, clocks)
    order = sorted(fitting, key=lambda one: (_again(one, situation), _place(one, situation, rung.tiers)))
    chosen = order[: max(0, rung.phones - live)]
    return tuple(Choice(one, _why(one, chosen, able, situation.wanted, widened)) for one in chosen)


def look_again_at(
    rung: Rung, situation: Situation, people: Sequence[Person], now: datetime, clocks: Clocks
) -> datetime:
    """When the choice could come out differently: the next rung, the wider search, or somebody rested."""
    moments = [wider_at(situation.wanted, clocks)]
    moments += [at for one in people for at in (one.wrapping_until, one.resting_until) if at is not None]
    return min([rung.next_at, *(at for at in moments if at > now)])


def _open_tiers(rung: Rung, situation: Situation, people: Sequence[Person], now: datetime) -> tuple[Tier, ...]:
    """The rung's tiers, and the next one above as well while nobody in them can be hoped for."""
    tiers = list(rung.tiers)
    while not any(_hopeful(one, situation, now) for one in people if one.tier in tiers):
        above = [one.tier for one in people if one.tier not in tiers and _free(one, situation, now)]
        if not above:
            break
        tiers.append(min(above, key=lambda tier: tier.rank))
    return tuple(tiers)


def _hopeful(person: Person, situation: Situation, now: datetime) -> bool:
    """Free and willing, or being rung for this just now; where there is time, also soon free again."""
    if any(past.live and past.staff_id == person.staff_id for past in situation.past):
        return True
    if person.staff_id in situation.barred or _declined(person, situation):
        return False
    reason = not_now(person, now)
    patient = situation.wanted.klass.rank >= Class.P2.rank
    return reason is None or (patient and reason in {"on_a_call", "wrapping_up", "resting"})


def _free(person: Person, situation: Situation, now: datetime) -> bool:
    return person.staff_id not in situation.barred and not_now(person, now) is None


def _can_be_asked(person: Person, rung: Rung, situation: Situation, now: datetime) -> bool:
    if not _free(person, situation, now):
        return False
    # In a crisis a "no" holds until every tier has been asked.
    if rung.quota is None and len(rung.tiers) < len(Tier) and _declined(person, situation):
        return False
    asked = [past.at for past in situation.past if past.staff_id == person.staff_id]
    return not any(at >= rung.opened_at for at in asked)


def _again(person: Person, situation: Situation) -> bool:
    """False, which sorts first, for whoever had this caller before and has not been rung for them yet."""
    asked = any(past.staff_id == person.staff_id for past in situation.past)
    return asked or person.staff_id != situation.before


def _declined(person: Person, situation: Situation) -> bool:
    return any(past.staff_id == person.staff_id and past.result == "declined" for past in situation.past)


def _place(
    person: Person, situation: Situation, tiers: Sequence[Tier] = tuple(Tier)
) -> tuple[int, int, int, bool, bool, float, str]:
    asked = [past for past in situation.past if past.staff_id == person.staff_id]
    near = tiers.index(person.tier) if person.tier in tiers else len(Tier) + person.tier.rank
    unfit = not fits(person, situation.wanted)
    said_no = sum(past.said_no for past in asked)
    return (len(asked) + said_no, near, said_no, unfit, not person.verified, person.load, person.staff_id.hex)


def _and_wider(chosen: Sequence[Person], order: Sequence[Person], situation: Situation) -> list[Person]:
    """One who does not fit as well, as soon as they may be asked and only others have been: no rung is waited for."""
    others = [one for one in order if not fits(one, situation.wanted)]
    asked = {past.staff_id for past in situation.past} | {one.staff_id for one in chosen}
    if not others or not situation.past or any(one.staff_id in asked for one in others):
        return [*chosen]
    return [*chosen, others[0]]


def _raised_first(order: Sequence[Person], rung: Rung, situation: Situation) -> list[Person]:
    """A tier that has opened and has not been asked since is asked before anybody is asked again."""
    first: list[Person] = []
    for tier, since in rung.raised:
        if not any(past.tier is tier and past.at >= since for past in situation.past):
            first += [one for one in order if one.tier is tier][:1]
    return [*first, *(one for one in order if one not in first)]


def _why(person: Person, chosen: Sequence[Person], able: Sequence[Person], wanted: Wanted, widened: bool) -> str:
    """The rules that led to this person, as codes: it is stored with the offer and shown to staff."""
    rivals = [one for one in able if one.tier is person.tier and one is not person]
    others = [one.load for one in rivals if one.verified or not person.verified]
    words = [person.tier.value]
    if len(others) < len(rivals):
        words.append("verified")
    if wanted.language != "en":
        words.append("speaks" if wanted.language in person.skills else "interpreter")
    if wanted.minor and MINOR_SKILL in person.skills:
        words.append("minors")
    elif widened and wanted.minor:
        words.append("widened")
    together = len(chosen) > 1 and wanted.klass is Class.P0
    words.append("together" if together else why_next(person.load, others))
    return ";".join(words)
