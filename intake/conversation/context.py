"""What the engine must be told about the world for one turn; it looks nothing up itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from intake.conversation.facts import Need
from intake.conversation.instructions import Language


@dataclass(frozen=True)
class Context:
    """Facts of the moment. The three functions must give the same answer within one turn.

    `when_words(need, when, language)` fills {WHEN} ("in 10 to 20 minutes") and never promises too much.
    `zip_exists` and `accepts_number` (E.164) say no to what is well formed but unusable.
    """

    brand: str
    help_number: str
    neutral_number: str
    # False when the caller's number is withheld, not dialable, or known to be a shared trunk.
    caller_dialable: bool
    on_duty: bool
    when_words: Callable[[Need, str, Language], str]
    zip_exists: Callable[[str], bool]
    accepts_number: Callable[[str], bool]
    line: Literal["public", "neutral"] = "public"
    caller_last4: str = field(default="", repr=False)
    # A fresh four digit code, kept only if CallbackPromised says that it was given.
    pin: str = field(default="", repr=False)
    recording: bool = False
    # A caller who rings again and again: the crisis menu and a person, nothing else.
    crisis_only: bool = False
    # The texter has opted out: nothing may be sent except in answer to START or HELP.
    opted_out: bool = False
    first_wait: float = 6.0
    second_wait: float = 8.0
    hold_wait: float = 20.0
