"""The way from a first call to the first group: stages, gates and clocks as data. Pure.

Source: the pipeline of the domain notes 5.4. The one hard gate is 42 CFR 2.31 and 2.13: without a written
consent nothing about the person leaves the house, so no stage that needs a payer comes before it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise


class Proof(StrEnum):
    """What has to be so before a record may enter a stage."""

    NUMBER = "number"
    ATTEMPT = "attempt"
    REACHED = "reached"
    CHECKLIST = "checklist"
    LEVEL_HINT = "level_hint"
    RULES = "rules_explained"
    CONSENT = "consent"
    BENEFITS = "benefits"
    SLOT = "slot"
    ASSESSED = "assessed"
    LEVEL_FITS = "level_fits"
    START = "start"


# A coordinator says these with a tick; the others follow from what is on record and cannot be claimed.
TICKED = frozenset(
    {
        Proof.REACHED,
        Proof.CHECKLIST,
        Proof.LEVEL_HINT,
        Proof.RULES,
        Proof.BENEFITS,
        Proof.ASSESSED,
        Proof.LEVEL_FITS,
    }
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One place in the pipeline: what it needs, how long a record may rest in it, where it leads."""

    name: str
    needs: tuple[Proof, ...]
    leads: tuple[str, ...]
    within: timedelta | None = None
    business_days: int = 0


_STAGES = (
    Stage("partial", (), ("queued", "closed"), timedelta(minutes=10)),
    Stage("queued", (Proof.NUMBER,), ("attempting", "contacted", "closed")),
    Stage("attempting", (Proof.ATTEMPT,), ("contacted", "closed"), timedelta(days=7)),
    Stage("contacted", (Proof.REACHED,), ("prescreened", "closed"), timedelta(hours=4)),
    Stage(
        "prescreened",
        (Proof.REACHED, Proof.CHECKLIST, Proof.LEVEL_HINT),
        ("consented", "closed"),
        business_days=1,
    ),
    Stage("consented", (Proof.CONSENT,), ("vob_pending", "closed"), timedelta(hours=24)),
    Stage("vob_pending", (Proof.CONSENT,), ("vob_done", "closed"), timedelta(hours=24)),
    Stage("vob_done", (Proof.CONSENT, Proof.BENEFITS), ("assessment_scheduled", "closed"), timedelta(hours=24)),
    Stage(
        "assessment_scheduled",
        (Proof.CONSENT, Proof.SLOT, Proof.RULES),
        ("assessed", "closed"),
        timedelta(hours=48),
    ),
    Stage("assessed", (Proof.CONSENT, Proof.ASSESSED), ("enrolled", "closed"), timedelta(days=7)),
    Stage("enrolled", (Proof.CONSENT, Proof.ASSESSED, Proof.LEVEL_FITS, Proof.START), ()),
    Stage("closed", (), ()),
    Stage("do_not_contact", (), ()),
)
STAGES = {stage.name: stage for stage in _STAGES}
ORDER = tuple(STAGES)
# Where coordinators work: what the board shows.
BOARD = ORDER[:10]
TERMINAL = frozenset({"enrolled", "closed", "do_not_contact"})
# A slip of the hand is put right by one step back; consent that was given is not taken back by it.
_BACK = {later: earlier for earlier, later in pairwise(ORDER[3:10])}

REASONS = {
    "referred_out": (
        "higher_level", "medical_detox", "lower_level", "out_of_area", "minor", "language", "payer",
    ),
    "not_eligible": ("clinical", "not_sud"),
    "declined": ("cost", "not_ready", "chose_other", "schedule", "distance", "12_step_rule"),
    "unreachable": (), "person_cancelled": (), "wrong_number": (), "duplicate": (),
    "abusive_or_prank": (), "crisis_handed_off": (), "deceased": (),
}  # fmt: skip
CLOSED_REASONS = tuple(
    f"{reason}:{detail}" if detail else reason for reason, details in REASONS.items() for detail in (details or ("",))
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a record may move: whether the way exists at all, and what is missing for it."""

    known_way: bool
    missing: tuple[Proof, ...]

    @property
    def ok(self) -> bool:
        """Whether it may move."""
        return self.known_way and not self.missing


def judge(stage: str, target: str, proofs: Collection[Proof]) -> Verdict:
    """Whether a record may go from `stage` to `target` with these proofs; names everything missing at once.

    Closing and do-not-contact are open from every stage that is not an end; a reason is checked by `reason`.
    """
    if stage not in STAGES or target not in STAGES or stage in TERMINAL:
        return Verdict(False, ())
    if target == "do_not_contact":
        return Verdict(True, ())
    known = target in STAGES[stage].leads or _BACK.get(stage) == target
    return Verdict(known, tuple(proof for proof in STAGES[target].needs if proof not in proofs) if known else ())


def ways(stage: str) -> tuple[str, ...]:
    """Stages that a record may be moved to from here, forward first, then the step back."""
    if stage not in STAGES or stage in TERMINAL:
        return ()
    back = _BACK.get(stage)
    forward = tuple(name for name in STAGES[stage].leads if name != "closed")
    return (*forward, back) if back else forward


def reason(given: str) -> str | None:
    """The closing reason if it is one of the list; None otherwise. Free text is never a reason."""
    return given if given in CLOSED_REASONS else None


def due(stage: str, since: datetime) -> datetime | None:
    """When a record should have left its stage; None where a callback's clock or nothing rules.

    A business day ends at the same time on the next weekday; one that begins on a weekend begins on Monday.
    """
    known = STAGES.get(stage)
    if known is None or (known.within is None and not known.business_days):
        return None
    if known.within is not None:
        return since + known.within
    moment = _from_a_weekday(since)
    for _ in range(known.business_days):
        moment = _from_a_weekday(moment + timedelta(days=1), keep_time=True)
    return moment


def late_before(now: datetime) -> dict[str, datetime]:
    """By stage with a clock of its own: a record that has rested there since before this moment is late."""
    found = {}
    for stage in STAGES.values():
        if stage.within is not None:
            found[stage.name] = now - stage.within
        elif stage.business_days:
            moment = now if now.weekday() < 5 else _midnight(now) - timedelta(days=now.weekday() - 5)
            for _ in range(stage.business_days):
                moment -= timedelta(days=3 if moment.weekday() == 0 else 1)
            found[stage.name] = moment
    return found


def _from_a_weekday(moment: datetime, *, keep_time: bool = False) -> datetime:
    if moment.weekday() < 5:
        return moment
    monday = moment + timedelta(days=7 - moment.weekday())
    return monday if keep_time else _midnight(monday)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def late(stage: str, since: datetime, now: datetime) -> bool:
    """Whether the record has rested in its stage longer than it should."""
    limit = due(stage, since)
    return limit is not None and now > limit
