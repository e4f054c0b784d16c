"""Which coming minutes lack somebody: gaps, double bookings, a missing language, too short a horizon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from intake.oncall.rota import Duty, Rota, duties
from intake.oncall.tiers import Tier

# People know their shifts two weeks ahead.
PUBLISHED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    """Something that a supervisor must see. `serious`: callers would be affected."""

    # no_primary | no_backup | no_cover | same_person | double_booked | no_language | ends_early
    # and the rest rules' long_shift | short_rest | many_days | many_nights | many_weekends
    kind: str
    serious: bool
    start: datetime
    end: datetime
    staff_id: UUID | None = None
    # A language code, a number of hours: whatever the kind speaks of.
    detail: str = ""

    @property
    def minutes(self) -> int:
        """How long, in whole minutes."""
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True)
class _Stretch:
    """A time during which the same people are on duty."""

    start: datetime
    end: datetime
    on: tuple[Duty, ...]

    def of(self, tier: Tier) -> set[UUID]:
        return {duty.staff_id for duty in self.on if duty.tier is tier}


def check(
    rota: Rota,
    languages: Mapping[UUID, Sequence[str]],
    start: datetime,
    end: datetime,
    wanted: Sequence[str] = ("en", "es"),
) -> tuple[Finding, ...]:
    """Everything wrong between two instants, by time.

    Every minute needs a primary and a backup who is another person, and somebody who speaks each wanted
    language (`languages` holds what each person speaks; people not in it are not there any more).
    """
    found = tuple(duty for duty in duties(rota, start, end) if duty.staff_id in languages)
    stretches = tuple(_stretches(found, start, end))
    findings = [
        *_merged("no_cover", True, stretches, lambda one: not one.on),
        *_merged("no_primary", True, stretches, lambda one: bool(one.on) and not one.of(Tier.PRIMARY)),
        *_merged("no_backup", True, stretches, lambda one: bool(one.on) and not one.of(Tier.BACKUP)),
        *_merged("same_person", True, stretches, _backup_is_primary),
        *_double_booked(found),
    ]
    for language in wanted:
        unspoken = _unspoken(language, languages)
        findings += _merged("no_language", language == "en", stretches, unspoken, language)
    return tuple(sorted(findings, key=lambda one: (one.start, one.kind, one.detail)))


def horizon(rota: Rota, now: datetime) -> Finding | None:
    """Says so if the rota, as published, ends within the two weeks that people must be able to see."""
    end = now + PUBLISHED_AHEAD
    found = duties(rota, now, end)
    last = max((duty.end for duty in found if duty.tier is Tier.PRIMARY), default=now)
    return Finding("ends_early", False, last, end) if last < end else None


def _stretches(found: Sequence[Duty], start: datetime, end: datetime) -> Iterator[_Stretch]:
    edges = {at for duty in found for at in (duty.start, duty.end) if start < at < end}
    waiting = sorted(found, key=lambda duty: duty.start, reverse=True)
    on: list[Duty] = []
    for begins, ends in pairwise(sorted({start, end, *edges})):
        on = [duty for duty in on if duty.end > begins]
        while waiting and waiting[-1].start <= begins:
            on.append(waiting.pop())
        yield _Stretch(begins, ends, tuple(duty for duty in on if duty.end > begins))


def _backup_is_primary(stretch: _Stretch) -> bool:
    """Two people at least must stand in the first two tiers together."""
    primary, backup = stretch.of(Tier.PRIMARY), stretch.of(Tier.BACKUP)
    return bool(primary and backup) and len(primary | backup) < 2


def _unspoken(language: str, languages: Mapping[UUID, Sequence[str]]) -> Callable[[_Stretch], bool]:
    def unspoken(stretch: _Stretch) -> bool:
        return bool(stretch.on) and not any(language in languages[duty.staff_id] for duty in stretch.on)

    return unspoken


def _merged(
    kind: str,
    serious: bool,
    stretches: Iterable[_Stretch],
    wrong: Callable[[_Stretch], bool],
    detail: str = "",
) -> list[Finding]:
    """One finding for neighbouring stretches with the same fault."""
    found: list[Finding] = []
    for stretch in stretches:
        if not wrong(stretch):
            continue
        if found and found[-1].end == stretch.start:
            found[-1] = Finding(kind, serious, found[-1].start, stretch.end, detail=detail)
        else:
            found.append(Finding(kind, serious, stretch.start, stretch.end, detail=detail))
    return found


def _double_booked(found: Sequence[Duty]) -> list[Finding]:
    """One person in two duties at once, unless both are the same tier's (a shift entered twice)."""
    booked: list[Finding] = []
    of_person: dict[UUID, list[Duty]] = {}
    for duty in sorted(found, key=lambda one: one.start):
        for other in of_person.setdefault(duty.staff_id, []):
            begins, ends = max(duty.start, other.start), min(duty.end, other.end)
            if begins < ends:
                tiers = "+".join(sorted({duty.tier.value, other.tier.value}))
                booked.append(Finding("double_booked", False, begins, ends, duty.staff_id, tiers))
        of_person[duty.staff_id] = [other for other in of_person[duty.staff_id] if other.end > duty.start]
        of_person[duty.staff_id].append(duty)
    return booked
