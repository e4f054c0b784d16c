"""How urgently a caller needs a person, and whether we may call at all (domain 7.1, 3)."""

from __future__ import annotations

from intake.conversation.facts import Class, Need
from intake.conversation.state import State


def need(state: State) -> Need:
    """The class and its reason: the most urgent of everything that is known so far."""
    if state.crisis is not None:
        return Need("P0", f"crisis_{state.crisis}")
    urgent = _urgent(state)
    if urgent is not None:
        return Need("P1", urgent)
    klass, reason = _ordinary(state)
    return Need(klass, reason)


def _urgent(state: State) -> str | None:
    answers = state.answers
    reasons = (
        ("medical_first", answers.flagged("medical_first")),
        ("minor", answers.flagged("minor") or answers.age_band == "minor"),
        ("priority_group", answers.priority_group is True),
        ("talk_now_missed", state.talk_now_missed),
        ("talk_now", state.asked_now),
        (state.person_wanted or "", state.person_wanted is not None),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _ordinary(state: State) -> tuple[Class, str]:
    if state.answers.for_whom == "professional":
        return "P4", "work"
    if state.answers.contact_mode == "text_only":
        return "P4", "text_only"
    return ("P2", "asap") if state.answers.when == "asap" else ("P3", "window")


def may_call_back(state: State) -> bool:
    """Whether a person may ring this caller: after a safe number, or a dropped overdose or suicide call.

    Never after "someone is hurting me" unless the caller asked for it and said that a number is safe.
    """
    if state.do_not_contact:
        return False
    return state.confirmed or state.crisis in ("overdose", "suicide", "unknown")
