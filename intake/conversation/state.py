"""Where one conversation stands: frozen, and equal to itself after a trip through JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from intake.conversation.answers import Answers
from intake.conversation.facts import Source
from intake.conversation.instructions import Channel, Language
from intake.frozen import filled


@dataclass(frozen=True)
class State:
    """Everything that the next turn needs; holds caller data, so it is sealed as a whole when kept."""

    channel: Channel
    language: Language = "en"
    language_chosen: bool = False
    step: str = "N10_LANG"
    turn: int = 0
    answers: Answers = field(default_factory=Answers)
    # As typed, until it is read back and confirmed.
    typed: str | None = field(default=None, repr=False)
    # The confirmed number if it was typed (E.164); None: the one on the line.
    number: str | None = field(default=None, repr=False)
    number_source: Source | None = None
    # Wrong answers and silences at the present step.
    strikes: int = 0
    timeouts: int = 0
    # 2 once a silence showed that this caller needs longer; applies from the next question on.
    pace: int = 1
    slow: bool = False
    asked_now: bool = False
    talk_now_missed: bool = False
    person_wanted: str | None = None
    crisis: str | None = None
    do_not_contact: bool = False
    preset_when: bool = False
    promised: bool = False
    # Steps offered once only (N90 after N99), and steps already gone through in the extra block.
    offered: tuple[str, ...] = ()
    nudged: bool = False
    # A call that dropped may go on here; the next text says that it does, and answers nothing yet.
    paused: bool = False
    outcome: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected from this caller."""
        return self.outcome is not None

    @property
    def confirmed(self) -> bool:
        """Whether a safe number is known, so that a callback can be promised."""
        return self.number_source is not None

    def to_json(self) -> dict[str, Any]:
        """A dict of plain JSON values."""
        return {**vars(self), "answers": vars(self.answers)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> State:
        """The state that `to_json` was made of; fields that a newer version added take their defaults."""
        kept = {name: value for name, value in data.items() if name in _FIELDS}
        kept["answers"] = _answers(kept.get("answers", {}))
        kept["offered"] = tuple(kept.get("offered", ()))
        return filled(cls, _DEFAULTS | kept)


def _answers(data: Mapping[str, Any]) -> Answers:
    kept = {name: value for name, value in data.items() if name in _ANSWERS}
    kept["flags"] = tuple(kept.get("flags", ()))
    return filled(Answers, vars(_NO_ANSWERS) | kept)


_NO_ANSWERS = Answers()
_DEFAULTS = vars(State(channel="voice"))
_FIELDS = frozenset(each.name for each in fields(State))
_ANSWERS = frozenset(each.name for each in fields(Answers))
