"""What a turn obliges the service to record, in the same transaction as the new state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from intake.conversation.answers import Answers

Class = Literal["P0", "P1", "P2", "P3", "P4"]
Source = Literal["caller_id", "typed", "sender"]


@dataclass(frozen=True)
class Need:
    """How urgent (domain 7.1) and why, in the rule's own word."""

    klass: Class
    reason: str


@dataclass(frozen=True)
class NumberConfirmed:
    """It is safe to call this number: an enrollment exists from now on. Comes again after a change.

    `number` is E.164 when typed, and None when it is the number that called or texted.
    """

    source: Source
    number: str | None = field(repr=False)
    answers: Answers
    need: Need


@dataclass(frozen=True)
class AnswersChanged:
    """Something was answered after the number was confirmed; need may have risen with it."""

    answers: Answers
    need: Need


@dataclass(frozen=True)
class CrisisEntered:
    """C10 was entered: page P0 at once. `kind` is overdose, suicide, violence or unknown."""

    kind: str
    by_words: bool


@dataclass(frozen=True)
class CrisisChosen:
    """The caller said which crisis it is: the flag overdose, suicide or violence."""

    flag: str


@dataclass(frozen=True)
class CrisisCleared:
    """The texter answered that it is none of these."""


@dataclass(frozen=True)
class DoNotContact:
    """C40: never call or text this person back; lifted (active False) only by their own 1."""

    active: bool


@dataclass(frozen=True)
class TalkNowRequested:
    """The caller enters the waiting room now."""

    need: Need


@dataclass(frozen=True)
class CallbackPromised:
    """The words of the promise were said, or the caller left after a safe number (then partial).

    `pin_given`: the context's code was read out and must be kept. May come again for the same callback.
    """

    need: Need
    answers: Answers
    partial: bool
    pin_given: bool


@dataclass(frozen=True)
class PersonWanted:
    """A text thread waits for a person to answer in it; the engine stays quiet there (step HUMAN)."""

    need: Need


@dataclass(frozen=True)
class LeftForPerson:
    """This text is for the person who has the thread: keep it sealed and show it to them."""


@dataclass(frozen=True)
class CodeEntered:
    """A code was keyed in on the neutral number. Look it up and call advance again with CodeChecked."""

    code: str = field(repr=False)


@dataclass(frozen=True)
class Stopped:
    """Opt-out of everything automated (47 CFR 64.1200(a)(10)). `how`: keyword, wording or wrong_number."""

    how: str


@dataclass(frozen=True)
class Started:
    """START or UNSTOP: texts are welcome again."""


@dataclass(frozen=True)
class Cancelled:
    """The caller takes the request back: no call."""


@dataclass(frozen=True)
class Ended:
    """The conversation is over. `end` is the script's ending, `outcome` the word of the conversations JSON.

    `call_back_once`: one human call, at once, no voicemail (a dropped overdose or suicide call).
    """

    outcome: str
    end: str
    step: str
    call_back_once: bool = False


Fact = (
    NumberConfirmed
    | AnswersChanged
    | CrisisEntered
    | CrisisChosen
    | CrisisCleared
    | DoNotContact
    | TalkNowRequested
    | CallbackPromised
    | PersonWanted
    | LeftForPerson
    | CodeEntered
    | Stopped
    | Started
    | Cancelled
    | Ended
)
