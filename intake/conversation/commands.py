"""The commands of a text thread: HELP, START, SKIP, PRIVACY, CHANGE, NOCALL and the two languages."""

from __future__ import annotations

from intake.conversation.asking import ask
from intake.conversation.choices import change_request, skip
from intake.conversation.facts import Started
from intake.conversation.instructions import Language
from intake.conversation.keywords import Keyword, keyword
from intake.conversation.moves import enter
from intake.conversation.walk import Walk

_ROUTES = {"PRIVACY": "N25_PRIVACY", "CHANGE": "N60_NUMBER", "NOCALL": "N98_CANCEL", "START": "N50_MODE"}


def command(walk: Walk, word: Keyword, carrier_handled: bool) -> None:
    """Act on a command. Where the carrier has answered itself nothing is sent a second time."""
    if word == "HELP":
        _help(walk, carrier_handled)
    elif word == "START":
        _start(walk, carrier_handled)
    elif word == "SKIP":
        _skip(walk)
    elif word == "PRIVACY":
        _privacy(walk)
    elif word in ("ENGLISH", "SPANISH"):
        _switch(walk, "en" if word == "ENGLISH" else "es")
    else:
        change_request(walk)
        enter(walk, _target(walk, word))


def reopens_with(body: str) -> bool:
    """Whether a text is a command about a request that is already made."""
    return keyword(body) in ("CHANGE", "NOCALL")


def _target(walk: Walk, word: str) -> str:
    return walk.script.globals["sms"].get(word, _ROUTES[word])


def _help(walk: Walk, carrier_handled: bool) -> None:
    if carrier_handled:
        return
    walk.say("K_HELP")
    if walk.step.asks and walk.context.line == "public":
        ask(walk)


def _start(walk: Walk, carrier_handled: bool) -> None:
    """Texts are welcome again; a 1 now asks for a call back, as the words say."""
    walk.fact(Started())
    walk.change(step=_target(walk, "START"), strikes=0)
    if not carrier_handled:
        walk.say("K_START")


def _skip(walk: Walk) -> None:
    if walk.step.asks:
        skip(walk)


def _privacy(walk: Walk) -> None:
    """The long notice; then the emergency check, or, after a safe number, the present question again."""
    if not walk.state.confirmed and walk.step.asks:
        enter(walk, _target(walk, "PRIVACY"))
        return
    walk.say("N25_PRIVACY")
    if walk.step.asks:
        ask(walk)


def _switch(walk: Walk, language: Language) -> None:
    walk.change(language=language, language_chosen=True)
    if walk.state.step == walk.script.first:
        enter(walk, walk.route("1") or "N20_NOTICE")
    elif walk.step.asks:
        ask(walk)
