"""Where the script's next step is not the right one for this caller, and which is."""

from __future__ import annotations

from intake.conversation.facts import Cancelled
from intake.conversation.walk import Walk
from intake.conversation.wording import extra_allowed

_INTAKE = frozenset({"N20_NOTICE", "N25_PRIVACY", "N30_EMERG", "N40_WHO", "N50_MODE"})
# In a crisis nothing is asked between the promise and its words but whether a message may be left.
_NOT_IN_CRISIS = frozenset({"N80_TIME", "N85_ZIP", "N72_IDENT", "N88_NAME", "N90_MORE", "N95_REVIEW"})


def detour(walk: Walk, place: str) -> str:
    """The step to go to instead of `place`; words that explain the detour are said on the way."""
    for rule in (_repeated, _crisis, _mode, _room, _number, _preset, _extra):
        place = rule(walk, place)
    if place == "N98_CANCEL":
        walk.fact(Cancelled())
        walk.change(promised=False)
    return place


def _repeated(walk: Walk, place: str) -> str:
    """A caller who rings again and again gets the crisis menu and a person, nothing else.

    Asked once, at the door of the intake: it is the same at every turn, and costs the context a look-up.
    """
    enters = place in _INTAKE and walk.state.step not in _INTAKE
    return "R10_REPEAT" if enters and walk.context.crisis_only else place


def _crisis(walk: Walk, place: str) -> str:
    return "N99_DONE" if walk.state.crisis is not None and place in _NOT_IN_CRISIS else place


def _mode(walk: Walk, place: str) -> str:
    """Talking now is offered only while somebody is on duty; otherwise we say that we will call."""
    if place != "N50_MODE" or not walk.voice or walk.context.on_duty:
        return place
    walk.say("N50_MODE", "nobody")
    return walk.script.route("N50_MODE", "voice", "timeout") or "N60_NUMBER"


def _room(walk: Walk, place: str) -> str:
    """Nobody on duty: said honestly, and a callback instead. In a crisis the ladder is tried all the same."""
    if place != "T10_TALKNOW" or not walk.voice or walk.context.on_duty or walk.state.crisis is not None:
        return place
    walk.say("E_NOBODY")
    walk.change(talk_now_missed=True)
    return after_room(walk)


def after_room(walk: Walk) -> str:
    """Where a caller goes whom nobody could take: to a safe number, or straight to the promise."""
    return "N99_DONE" if walk.state.confirmed else "N60_NUMBER"


def _number(walk: Walk, place: str) -> str:
    return "N61_ENTRY" if place == "N60_NUMBER" and not walk.context.caller_dialable else place


def _preset(walk: Walk, place: str) -> str:
    if place != "N80_TIME" or not walk.state.preset_when:
        return place
    return walk.script.route("N80_TIME", walk.state.channel, "timeout") or place


def _extra(walk: Walk, place: str) -> str:
    """The extra questions are offered once, and never to a work caller or on the neutral number."""
    if place != "N90_MORE":
        return place
    if "N90_MORE" in walk.state.offered or not extra_allowed(walk.state, walk.context):
        return walk.script.route("N90_MORE", walk.state.channel, "timeout") or place
    walk.change(offered=(*walk.state.offered, "N90_MORE"))
    return place
