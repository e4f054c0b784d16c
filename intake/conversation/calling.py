"""Keys and speech on the telephone."""

from __future__ import annotations

from intake.conversation.asking import ask, entry
from intake.conversation.choices import take
from intake.conversation.crisis import danger
from intake.conversation.detours import after_room
from intake.conversation.entries import take_entry
from intake.conversation.events import Heard, Key
from intake.conversation.inputs import meaning
from intake.conversation.instructions import Hold, Language
from intake.conversation.moves import enter, enter_crisis
from intake.conversation.numbers_given import take_number
from intake.conversation.numerals import phone
from intake.conversation.plain import plain
from intake.conversation.strikes import invalid, silent
from intake.conversation.walk import Walk
from intake.conversation.wording import extra_allowed

_LANGUAGE_WORDS: dict[str, Language] = {
    "english": "en", "in english": "en", "ingles": "en", "en ingles": "en",
    "spanish": "es", "in spanish": "es", "espanol": "es", "en espanol": "es", "hablo espanol": "es",
}  # fmt: skip
_CRISIS_STEPS = {"overdose": "C20_OD", "suicide": "C30_SUI", "violence": "C40_DV"}


def on_key(walk: Walk, event: Key) -> None:
    """Keys pressed at a question, or in the waiting room."""
    keys = event.digits.strip()
    kind = walk.step.kind
    if kind in ("room", "bridge"):
        _in_room(walk, keys)
    elif not keys:
        silent(walk)
    elif keys in ("0", "9", "*", "#") or (kind in ("menu", "name") and len(keys) == 1):
        take(walk, keys)
    elif not entry(walk.step) or kind == "name":
        invalid(walk)
    elif "*" in keys:
        ask(walk, again=True)
    else:
        take_entry(walk, keys.replace("#", ""))


def _in_room(walk: Walk, keys: str) -> None:
    if keys == "9":
        enter_crisis(walk)
    elif keys == "0" and walk.step.kind == "bridge":
        enter(walk, "T10_TALKNOW")
    elif keys == "1" and walk.step.kind == "room":
        leave_room(walk)
    else:
        hold(walk)


def leave_room(walk: Walk) -> None:
    """A callback instead of waiting; the place in the line is kept by the callback's class.

    With a safe number the room's own words have offered the private questions, so that 1 was a yes to them.
    """
    walk.change(talk_now_missed=True)
    asked = walk.script.route("N90_MORE", walk.state.channel, "1")
    if asked is None or not walk.state.confirmed or not extra_allowed(walk.state, walk.context):
        enter(walk, after_room(walk))
        return
    walk.change(offered=(*walk.state.offered, "N90_MORE"))
    enter(walk, asked)


def hold(walk: Walk) -> None:
    """The words of the waiting room; after a failed bridge key the bridge itself is tried again."""
    if walk.step.kind == "bridge":
        enter(walk, walk.state.step)
        return
    walk.say("T10_WAIT")
    walk.do(Hold(tuple(walk.says), "019*", walk.context.hold_wait))


def on_heard(walk: Walk, event: Heard) -> None:
    """Speech at a question: danger first, whatever was asked."""
    text = event.text.strip()
    if not text:
        silent(walk)
    elif walk.step.kind in ("room", "bridge"):
        _heard_in_room(walk, text)
    elif not heard_danger(walk, text) and not _switched(walk, text):
        answer(walk, text)


def heard_danger(walk: Walk, text: str) -> bool:
    """Whether the words meant danger, and were acted on. At the crisis menus they are answers first."""
    found = danger(text)
    if found is None:
        return False
    if walk.step.block != "crisis":
        if not walk.state.language_chosen:
            walk.change(language=found.language)
        enter_crisis(walk, found.kind, by_words=True)
        return True
    place = _CRISIS_STEPS.get(found.kind)
    if walk.state.step == "C10_CRISIS" or place in (None, walk.state.step):
        return False
    if meaning(walk.script, walk.state.channel, walk.state.step, text) is not None:
        return False
    enter(walk, place)
    return True


def _heard_in_room(walk: Walk, text: str) -> None:
    found = danger(text)
    if found is not None and walk.state.crisis is None:
        enter_crisis(walk, found.kind, by_words=True)
    else:
        hold(walk)


def _switched(walk: Walk, text: str) -> bool:
    language = _LANGUAGE_WORDS.get(plain(text))
    if language is None or walk.state.step == walk.script.first or walk.step.kind == "name":
        return False
    walk.change(language=language, language_chosen=True)
    ask(walk, again=True)
    return True


def answer(walk: Walk, text: str) -> None:
    """Speech or text as the answer to the present question."""
    key = meaning(walk.script, walk.state.channel, walk.state.step, text)
    if key in ("0", "9", "*", "#"):
        take(walk, key)
    elif entry(walk.step):
        take_entry(walk, text)
    elif key is not None:
        take(walk, key)
    elif walk.state.step in ("N60_NUMBER", "N62_CONFIRM") and phone(text) is not None and take_number(walk, text):
        # A number said or typed where we only asked whether this one is safe.
        enter(walk, "N62_CONFIRM")
    else:
        invalid(walk)
