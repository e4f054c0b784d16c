"""Texts: opt-outs, danger and commands before anything else, then the answer to the present question."""

from __future__ import annotations

import re

from intake.conversation import call_now
from intake.conversation.asking import ask
from intake.conversation.calling import answer, heard_danger
from intake.conversation.choices import take
from intake.conversation.commands import command
from intake.conversation.crisis import danger
from intake.conversation.events import Text
from intake.conversation.facts import CrisisEntered, LeftForPerson, Stopped
from intake.conversation.inputs import meaning, whole_meaning
from intake.conversation.keywords import greeting, keyword, keyword_language
from intake.conversation.language import guess
from intake.conversation.moves import enter
from intake.conversation.plain import plain
from intake.conversation.stopwords import stop
from intake.conversation.walk import Walk

_NO_CALL = re.compile(r"\b(?:(?:dont|do not|please dont) call|no me llam\w+|no llam\w+|cancel (?:the|my) call)\b")


def on_text(walk: Walk, event: Text) -> None:
    """One text message at any point of a thread."""
    body = event.body.strip()
    if walk.context.opted_out:
        _after_stop(walk, event, body)
    elif (how := stop(body)) is not None:
        _stop(walk, how, body, event.carrier_handled)
    elif not body and event.media:
        _media(walk)
    elif walk.state.turn == 0:
        _first(walk, event, body)
    else:
        _later(walk, event, body)


def _later(walk: Walk, event: Text, body: str) -> None:
    if (word := keyword(body)) is not None:
        command(walk, word, event.carrier_handled)
    elif heard_danger(walk, body) or _called_now(walk, body):
        return
    elif walk.state.paused:
        _go_on(walk)
    elif not walk.step.asks:
        _to_person(walk, body)
    elif walk.state.step == walk.script.first and _guessed(walk, body):
        enter(walk, "N20_NOTICE")
    elif _no_call(walk, body):
        enter(walk, walk.script.globals["sms"].get("NOCALL", "N98_CANCEL"))
    else:
        answer(walk, body)


def _called_now(walk: Walk, body: str) -> bool:
    """Whether a call this very minute was asked for, and promised."""
    language = call_now.asked(body)
    return language is not None and call_now.take(walk, language)


def _go_on(walk: Walk) -> None:
    """A call that dropped goes on by text, at the question where it was: the first answer only says so."""
    walk.change(paused=False)
    ask(walk)


def _to_person(walk: Walk, body: str) -> None:
    if body == "9":
        take(walk, "9")
    else:
        walk.fact(LeftForPerson())


def _no_call(walk: Walk, body: str) -> bool:
    """ "Don't call me" takes the request back wherever it is not itself an answer."""
    unclear = meaning(walk.script, "sms", walk.state.step, body) is None
    return unclear and _NO_CALL.search(plain(body)) is not None


def _guessed(walk: Walk, body: str) -> bool:
    """Whether the language of a free text at the greeting is clear; then the greeting need not be asked."""
    language = None if meaning(walk.script, "sms", walk.state.step, body) else guess(body)
    if language is None:
        return False
    walk.change(language=language)
    return True


def _first(walk: Walk, event: Text, body: str) -> None:
    language = keyword_language(body) or guess(body)
    if language is not None and not walk.state.language_chosen:
        walk.change(language=language)
    word = keyword(body)
    if word in ("HELP", "START", "PRIVACY", "CHANGE", "NOCALL"):
        command(walk, word, event.carrier_handled)
    elif heard_danger(walk, body) or _called_now(walk, body):
        return
    elif walk.context.line == "neutral":
        enter(walk, walk.script.globals["sms"].get("0", "HUMAN"))
    elif greeting(body):
        enter(walk, walk.script.first)
    elif (key := whole_meaning(walk.script, "sms", walk.script.first, body)) in ("0", "1", "2", "9"):
        take(walk, key)
    else:
        enter(walk, "N20_NOTICE" if guess(body) is not None else walk.script.first)


def _media(walk: Walk) -> None:
    walk.say("K_MEDIA")
    if walk.state.turn == 0 and walk.context.line == "public":
        enter(walk, walk.script.first)


def _stop(walk: Walk, how: str, body: str, carrier_handled: bool) -> None:
    """Nothing automated after this. Danger in the same words still pages a person (domain 2.4)."""
    language = keyword_language(body) or guess(body)
    if language is not None and not walk.state.language_chosen:
        walk.change(language=language)
    if not carrier_handled:
        walk.say("K_WRONG" if how == "wrong_number" else "K_STOP")
    # The page after the stop: what a stop calls off must not be the page that the same text asks for.
    walk.fact(Stopped(how))
    _page(walk, body)
    walk.finish("wrong_number" if how == "wrong_number" else "stopped", "END_STOP")


def _page(walk: Walk, body: str) -> None:
    found = danger(body)
    if found is not None and walk.state.crisis is None:
        walk.flag("crisis_words")
        walk.change(crisis=found.kind)
        walk.fact(CrisisEntered(found.kind, by_words=True))


def _after_stop(walk: Walk, event: Text, body: str) -> None:
    """Someone who opted out writes again: only START and HELP may be answered; danger pages a person.

    A further stop is taken without a word: they may have asked for a call since, by voice.
    """
    word = keyword(body)
    if (how := stop(body)) is not None:
        walk.fact(Stopped(how))
        _page(walk, body)
        walk.finish("wrong_number" if how == "wrong_number" else "stopped", "END_STOP")
    elif word == "START":
        command(walk, word, event.carrier_handled)
    elif word == "HELP" and not event.carrier_handled:
        walk.say("K_HELP")
    else:
        _page(walk, body)
