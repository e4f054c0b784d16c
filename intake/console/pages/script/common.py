"""What the script's pages share: which version is looked at, who edits, how wordings measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.notices import tell
from intake.console.viewer import house, moment_now, viewer
from intake.conversation.bundle import parse
from intake.conversation.drafts import Editor, Said
from intake.conversation.editing import Place
from intake.conversation.findings import Sample
from intake.conversation.instructions import Channel, Language
from intake.conversation.pacing import seconds
from intake.conversation.reading import grade
from intake.conversation.script import CHANNELS, LANGUAGES, Script, Step
from intake.conversation.segments import size
from intake.conversation.shipped import shipped_text
from intake.storage import conversations, script_drafts, script_edits

_MOODS = {Said.DONE: "good", Said.STALE: "warn", Said.GONE: "warn", Said.WRONG: "bad"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording with its measures; segments for texts only, seconds for voice only."""

    place: Place
    text: str
    characters: int
    segments: int | None
    grade: float
    seconds: float | None

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"{self.place.channel}.{self.place.language}.{self.place.variant}"


@cache
def shipped() -> Script:
    """The version in the code."""
    return parse(shipped_text())


@cache
def _parsed(text: str) -> Script:
    return parse(text)


def current(connection: Connection) -> Script:
    """What new conversations begin with."""
    published = script_drafts.published_digest(connection)
    text = conversations.script(connection, published) if published else None
    return _parsed(text) if text else shipped()


def shown(connection: Connection) -> tuple[Script, script_edits.Draft | None]:
    """The open draft, or what callers hear now."""
    draft = script_edits.open_draft(connection)
    return (parse(draft.content) if draft else current(connection)), draft


def editor() -> Editor:
    """Who edits."""
    who = viewer()
    return Editor(who.actor, f"console:{who.session}", moment_now())


def sample() -> Sample:
    """What placeholders are filled with when wording is measured."""
    return Sample(brand=house().settings.brand)


def done(said: Said, endpoint: str = "script.show", part: str = "") -> ResponseReturnValue:
    """On, with a line on how it went."""
    tell(_MOODS[said], f"script.said_{said.value}")
    return redirect(url_for(endpoint, _anchor=part or None), 303)


def wordings(script: Script, step: Step) -> dict[tuple[Channel, str], dict[Language, Wording]]:
    """A step's words by channel and variant, the languages beside each other."""
    filled = sample()
    found: dict[tuple[Channel, str], dict[Language, Wording]] = {}
    for channel in CHANNELS:
        for language in LANGUAGES:
            values = filled.values(channel, language, script.words[channel, language])
            for variant, text in script.words[channel, language].get(step.words, {}).items():
                place = Place(channel, language, step.words, variant)
                found.setdefault((channel, variant), {})[language] = _measured(place, text, values)
    return found


def _measured(place: Place, text: str, values: dict[str, str]) -> Wording:
    spoken = text
    for name, value in values.items():
        spoken = spoken.replace("{" + name + "}", value)
    by_text = place.channel == "sms"
    return Wording(
        place,
        text,
        len(spoken),
        size(spoken).segments if by_text else None,
        grade(spoken, place.language),
        None if by_text else seconds(spoken),
    )


def blocks(script: Script) -> Sequence[tuple[str, Sequence[Step]]]:
    """Steps by block, in the order in which a caller meets them."""
    names = dict.fromkeys(step.block for step in script.steps.values())
    return [(name, [step for step in script.steps.values() if step.block == name]) for name in names]
