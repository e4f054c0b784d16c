"""What the engine is told about the moment: who is on duty, how long it will take, what may be said."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from intake.callbacks import forecasting
from intake.callbacks.desk import Desk
from intake.conversation.context import Context
from intake.conversation.facts import Need
from intake.conversation.instructions import Language
from intake.enrollments import places
from intake.numbers import PhoneNumber, parse_number, refusal
from intake.oncall import availability
from intake.privacy import codes

# Steps from which one answer can lead to the words that read the code out.
_BEFORE_CODE = frozenset({"N85_ZIP", "N95_REVIEW", "N99_DONE", "T10_TALKNOW"})


@dataclass(frozen=True)
class Moment:
    """One turn's view of the world."""

    desk: Desk
    connection: Connection
    caller: PhoneNumber | None
    line: str
    step: str = ""
    zip: str | None = None
    crisis_only: bool = False
    opted_out: bool = False

    @cached_property
    def pin(self) -> str:
        """A fresh code, kept only if it is read out; drawn with a query only where that may be."""
        if self.step in _BEFORE_CODE:
            return codes.issue(self.connection, self.desk.vault, self.desk.clock()).digits
        return f"{secrets.randbelow(10_000):04d}"

    def context(self) -> Context:
        """The engine's context; look-ups that cost a query are made when they are asked for."""
        settings = self.desk.settings
        return Context(
            brand=settings.brand,
            help_number=_spoken(self.desk.lines.helpline),
            neutral_number=_spoken(self.desk.lines.neutral),
            caller_dialable=self.dialable(self.caller),
            on_duty=self._on_duty(),
            when_words=self._when_words(),
            zip_exists=places.zip_exists,
            accepts_number=lambda e164: self.dialable(parse_number(e164)),
            line="neutral" if self.line == "neutral" else "public",
            caller_last4=self.caller.last_digits if self.caller else "",
            pin=self.pin,
            crisis_only=self.crisis_only,
            opted_out=self.opted_out,
            first_wait=settings.gather_seconds,
            second_wait=settings.gather_again_seconds,
        )

    def dialable(self, number: PhoneNumber | None) -> bool:
        """Whether we may ever call this number (toll fraud, loops, our own lines)."""
        if number is None:
            return False
        allowed = self.desk.settings.allow_fictional_numbers
        return refusal(number, self.desk.lines.own_lines, allowed) is None

    def _on_duty(self) -> bool:
        return availability.somebody_available(self.connection, self.desk.clock())

    def _when_words(self) -> Callable[[Need, str, Language], str]:
        zone = places.zone_of(self.zip, self.caller.area_code if self.caller else None)
        return forecasting.words_for(self.connection, self.desk, zone or self.desk.settings.timezone)


def _spoken(number: PhoneNumber) -> str:
    digits = number.reveal()[-10:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
