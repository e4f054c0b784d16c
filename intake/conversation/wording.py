"""The words of a key, in the variant that is true now, with every placeholder filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.conversation.bundle import other
from intake.conversation.context import Context
from intake.conversation.instructions import Language, Say
from intake.conversation.need import need
from intake.conversation.script import Script
from intake.conversation.spelling import spell, spell_number
from intake.conversation.state import State


@dataclass(frozen=True)
class Speaker:
    """Who speaks to whom: everything that wording depends on."""

    script: Script
    context: Context
    state: State

    def says(self, key: str, variant: str | None = None, language: Language | None = None) -> tuple[Say, ...]:
        """The stretches of words of a key: one, or several where the language or the barge-in changes."""
        language = language or self.state.language
        template = self._template(key, variant, language)
        place = self.state.channel, language
        foreign = self.script.foreign[place].get(key, ())
        unbroken = self.script.unbroken[place].get(key, ())
        return tuple(
            Say(
                key=key,
                text=self.fill(piece, language),
                language=other(language) if piece in foreign else language,
                barge_in=piece not in unbroken,
            )
            for piece in _pieces(template, (*foreign, *unbroken))
        )

    def _template(self, key: str, variant: str | None, language: Language) -> str:
        chosen = (variant,) if variant else (*self._variants(), "say")
        found = (self.script.wording(self.state.channel, language, key, name) for name in chosen)
        return next((words for words in found if words is not None), "")

    def _variants(self) -> tuple[str, ...]:
        """Names of the variants that hold now, the most telling first."""
        state, context = self.state, self.context
        holding = (
            ("crisis", state.crisis is not None),
            ("neutral", context.line == "neutral"),
            ("recorded", context.recording),
            ("they", state.answers.for_whom == "loved_one"),
            ("text_only", state.answers.contact_mode == "text_only"),
            ("confirmed", state.confirmed and extra_allowed(state, context)),
        )
        return tuple(name for name, holds in holding if holds)

    def fill(self, template: str, language: Language) -> str:
        """A template with its placeholders filled; only those that occur are computed."""
        if "{" not in template:
            return template
        text = template
        for name, value in self._values(language).items():
            if name in text:
                text = text.replace(name, value())
        return text

    def _values(self, language: Language) -> dict[str, Callable[[], str]]:
        state, context = self.state, self.context
        channel, answers = state.channel, state.answers

        def phrase(key: str, value: str) -> str:
            return self.script.wording(channel, language, key, value) or ""

        last4 = state.number[-4:] if state.number else context.caller_last4
        return {
            "{BRAND}": lambda: context.brand,
            "{HELPNUM}": lambda: context.help_number,
            "{NEUTRALNUM}": lambda: context.neutral_number,
            "{NUM}": lambda: spell_number(state.typed or state.number or "", channel),
            "{LAST4}": lambda: spell(last4, channel),
            "{PIN}": lambda: spell(context.pin, channel),
            "{TIME}": lambda: phrase("TIME", answers.when),
            "{MSG}": lambda: phrase("MSG", answers.message),
            "{WHEN}": lambda: context.when_words(need(state), answers.when, language),
        }


def extra_allowed(state: State, context: Context) -> bool:
    """Whether extra questions may be offered: not to work callers, in a crisis, on the neutral number."""
    return state.answers.for_whom != "professional" and state.crisis is None and context.line == "public"


def _pieces(template: str, marked: tuple[str, ...]) -> list[str]:
    """The template cut at its marked stretches; put together again with spaces it is the template."""
    pieces = [template]
    for stretch in marked:
        pieces = [part for piece in pieces for part in _cut(piece, stretch)]
    return [piece for piece in pieces if piece]


def _cut(piece: str, stretch: str) -> list[str]:
    before, found, after = piece.partition(stretch)
    return [before.strip(), found, after.strip()] if found and piece != stretch else [piece]
