"""What the engine is told about the moment: who is on duty, how long it will take, what may be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from intake.callbacks import caution, forecasting
from intake.callbacks.desk import Desk
from intake.conversation.context import Context
from intake.conversation.facts import Need
from intake.conversation.instructions import Language
from intake.enrollments import places
from intake.numbers import PhoneNumber, parse_number, refusal
from intake.oncall import availability
from intake.privacy import codes
from intake.storage.conversations import Conversation


@dataclass(frozen=True)
class Moment:
    """One turn's view of the world."""

    desk: Desk
    connection: Connection
    conversation: Conversation
    zip: str | None = None
    # When the conversation began; what began before it decides whether they ring again and again.
    began: datetime | None = None
    # In a crisis no cap holds.
    in_crisis: bool = False
    opted_out: bool = False

    @cached_property
    def caller(self) -> PhoneNumber | None:
        """The number on the line, while we may know it; opened by the turns that ask for it."""
        return caller_of(self.desk, self.conversation)

    @cached_property
    def pin(self) -> str:
        """A fresh code, kept only if it is read out; drawn with a query, when the words ask for it."""
        return codes.issue(self.connection, self.desk.vault, self.desk.clock()).digits

    def context(self) -> Context:
        """The engine's context; look-ups that cost a query are made when they are asked for."""
        return _Present(self)

    def dialable(self, number: PhoneNumber | None) -> bool:
        """Whether we may ever call this number (toll fraud, loops, our own lines)."""
        if number is None:
            return False
        allowed = self.desk.settings.allow_fictional_numbers
        return refusal(number, self.desk.lines.own_lines, allowed) is None and not self._over_cap(number)

    def _over_cap(self, number: PhoneNumber) -> bool:
        """Whether so many calls to it were promised of late that one more would be somebody's nuisance."""
        if self.in_crisis:
            return False
        now = self.desk.clock()
        return caution.over_cap(self.connection, self.desk.vault, self.caller, number, now) is not None


class _Present(Context):
    """What few turns ask for is found out when a turn asks for it, and once: most turns ask for nothing."""

    def __init__(self, moment: Moment) -> None:
        settings = moment.desk.settings
        # A frozen record is filled in at once; what is not among these is one of the properties below.
        self.__dict__.update(
            moment=moment,
            brand=settings.brand,
            zip_exists=places.zip_exists,
            line="neutral" if moment.conversation.line == "neutral" else "public",
            opted_out=moment.opted_out,
            first_wait=settings.gather_seconds,
            second_wait=settings.gather_again_seconds,
        )

    __repr__ = object.__repr__
    moment: Moment

    @cached_property
    def help_number(self) -> str:
        return _spoken(self.moment.desk.lines.helpline)

    @cached_property
    def neutral_number(self) -> str:
        return _spoken(self.moment.desk.lines.neutral)

    @cached_property
    def caller_dialable(self) -> bool:
        return self.moment.dialable(self.moment.caller)

    @cached_property
    def crisis_only(self) -> bool:
        moment = self.moment
        if moment.began is None:
            return False
        return caution.is_crisis_only(moment.connection, moment.desk.vault, moment.caller, moment.began)

    @cached_property
    def caller_last4(self) -> str:
        caller = self.moment.caller
        return caller.last_digits if caller else ""

    @cached_property
    def on_duty(self) -> bool:
        return availability.somebody_available(self.moment.connection, self.moment.desk.clock())

    @property
    def pin(self) -> str:
        return self.moment.pin

    def accepts_number(self, e164: str) -> bool:
        return self.moment.dialable(parse_number(e164))

    @cached_property
    def when_words(self) -> Callable[[Need, str, Language], str]:
        moment = self.moment
        zone = places.zone_of(moment.zip, moment.caller.area_code if moment.caller else None)
        return forecasting.words_for(moment.connection, moment.desk, zone or moment.desk.settings.timezone)


def caller_of(desk: Desk, found: Conversation) -> PhoneNumber | None:
    """The number on the line, while we may know it."""
    if found.caller_sealed is None:
        return None
    place = f"conversations.caller_sealed:{found.id.hex}"
    return PhoneNumber(desk.vault.open(found.data_key, found.caller_sealed, place))


def _spoken(number: PhoneNumber) -> str:
    digits = number.reveal()[-10:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
