"""When an open conversation must be looked at although its caller does nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from intake.conversation.events import Event, Expire, Lapse, Nudge
from intake.conversation.state import State
from intake.settings import Settings

WITH_PERSON = "HUMAN"


def next_look(settings: Settings, state: State, now: datetime) -> datetime | None:
    """The next instant at which silence means something; None once the end has come.

    A thread that a person has is looked at too, a day after its last text: people forget to close them.
    """
    if state.ended:
        return None
    if state.step == WITH_PERSON:
        return now + timedelta(seconds=settings.text_expire_seconds)
    if state.channel == "voice":
        return now + timedelta(seconds=settings.lost_call_seconds)
    return now + timedelta(seconds=_silence(settings, state))


def _unfinished(state: State) -> bool:
    """A safe number and nothing promised yet: silence promises it, except to whoever is not to be called."""
    return state.confirmed and not state.promised and not state.do_not_contact


def _silence(settings: Settings, state: State) -> float:
    if _unfinished(state):
        return settings.partial_seconds
    return settings.text_expire_seconds if state.nudged else settings.text_nudge_seconds


def due_event(settings: Settings, state: State) -> Event:
    """What a thread's silence means once `next_look` has come."""
    if _unfinished(state):
        return Lapse()
    return Expire() if state.nudged else Nudge()
