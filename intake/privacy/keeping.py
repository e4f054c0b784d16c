"""How long each kind of record is kept, and why: the table that forgetting goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# 45 CFR 164.316(b)(2) and 164.528: documentation and accountings, six years.
TRAIL_YEARS = 6
TRAIL_KEPT = timedelta(days=365 * TRAIL_YEARS + 2)


@dataclass(frozen=True, slots=True)
class Rule:
    """`name` is what a certificate says; `after` counts from `since`; None means we never delete it here."""

    name: str
    after: timedelta | None
    since: str
    why: str


# Closed enrollments by reason. Marked proposal of ours in every case: counsel confirms before go-live.
_DAY = timedelta(days=1)
_CLOSED: dict[str, Rule] = {
    "abandoned": Rule("abandoned", timedelta(0), "closed_at", "never asked us for anything"),
    "person_cancelled": Rule("cancelled", _DAY, "closed_at", "asked us not to call"),
    "do_not_contact": Rule("cancelled", _DAY, "closed_at", "asked us to leave them alone"),
    "wrong_number": Rule("wrong_number", _DAY, "closed_at", "somebody else's number"),
    "abusive_or_prank": Rule("cancelled", _DAY, "closed_at", "no person to help"),
    "duplicate": Rule("duplicate", _DAY, "closed_at", "the other record stays"),
    "unreachable": Rule("unreachable", 90 * _DAY, "closed_at", "may still call back"),
    "crisis_handed_off": Rule("unreachable", 90 * _DAY, "closed_at", "safety follow-up"),
    "referred_out": Rule("declined", 365 * _DAY, "closed_at", "continuity of care"),
    "not_eligible": Rule("declined", 365 * _DAY, "closed_at", "continuity of care"),
    "declined": Rule("declined", 365 * _DAY, "closed_at", "may change their mind"),
    "deceased": Rule("declined", 365 * _DAY, "closed_at", "42 CFR 2.15(b) protects the dead too"),
    "enrolled": Rule("enrolled", None, "closed_at", "belongs to the chart now"),
}
# A conversation that led to no record keeps neither number nor answers beyond what its answer needs.
LOOSE_CONVERSATION = Rule("abandoned", timedelta(0), "ended_at", "abandoned calls leave no number at all")
# Turns and their replies only serve repeated webhooks; the carrier stops repeating within minutes.
TURNS = Rule("turns", timedelta(hours=24), "at", "kept only to answer repeated webhooks")
MESSAGE_BODY = Rule("message_body", 30 * _DAY, "created_at", "the thread is over")
SIGN_IN_REMAINS = Rule("sign_in_remains", 30 * _DAY, "expires_at", "spent sessions, links and challenges")
TRAIL = Rule("trail", TRAIL_KEPT, "at", "45 CFR 164.316(b)(2)")


Periods = Mapping[str, timedelta]


def periods(*, cancelled: float, unreachable: float, declined: float) -> Periods:
    """Other periods than the table's, by rule, in seconds as settings give them."""
    day = timedelta(seconds=cancelled)
    shorter = {"cancelled": day, "wrong_number": day, "duplicate": day}
    return {**shorter, "unreachable": timedelta(seconds=unreachable), "declined": timedelta(seconds=declined)}


def rule_for(stage: str, closed_reason: str | None, other: Periods | None = None) -> Rule | None:
    """The rule of an enrollment; None while it is open. An unknown reason is kept as long as declined."""
    if stage in {"do_not_contact", "enrolled"}:
        rule = _CLOSED[stage]
    elif stage == "closed":
        rule = _CLOSED.get((closed_reason or "").split(".")[0].split("{")[0], _CLOSED["declined"])
    else:
        return None
    return replace(rule, after=(other or {}).get(rule.name, rule.after))


def forget_at(rule: Rule, since: datetime) -> datetime | None:
    """When a record under this rule is to be forgotten; None for never."""
    return None if rule.after is None else since + rule.after


def is_due(rule: Rule, since: datetime, now: datetime, *, held: bool) -> bool:
    """Whether to forget now. A legal hold stops every deletion of what it covers."""
    moment = forget_at(rule, since)
    return not held and moment is not None and moment <= now
