"""What the console asks of the house: everything that a staff page changes about calls goes through here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from intake.callbacks.desk import Desk
from intake.callbacks.page_acts import Result as Said
from intake.privacy.signing import Signer
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage.session import Database

__all__ = ["CANCEL_REASONS", "OUTCOMES", "CallbackActs", "House", "Said"]

OUTCOMES = (
    "reached", "reached_call_later", "no_answer", "voicemail_left", "third_party", "wrong_number", "refused",
    "crisis_handoff", "disconnected", "stop", "abusive",
)  # fmt: skip
"""What a person can say of a call; what each does is in `intake.callbacks.answers`."""

CANCEL_REASONS = ("caller_asked", "duplicate", "handled_elsewhere", "wrong_number", "test_call", "other")
"""Why a supervisor or coordinator ends a callback without a call."""


class CallbackActs(Protocol):
    """What staff do to callbacks. Each call is one transaction with its audit entry; jobs follow the commit.

    `by` is the member of staff who does it. None of them raises for a record that is over or not theirs:
    they answer `Said.GONE`, the same for both.
    """

    def accept_on_page(self, callback_id: UUID, by: UUID) -> Said:
        """Take it; then ring the person's own phone ("press 1 when ready") and join or dial the caller."""
        ...

    def decline(self, callback_id: UUID, by: UUID) -> Said:
        """Pass on what rings for this person; nobody asks why."""
        ...

    def ring_again(self, callback_id: UUID, by: UUID) -> Said:
        """Ring the phone of the person who holds it once more, if no leg of theirs is up."""
        ...

    def hand_over(self, callback_id: UUID, by: UUID) -> Said:
        """Give it back: due again at once, with its first time kept, and others are rung."""
        ...

    def record_outcome(self, callback_id: UUID, by: UUID, outcome: str, call_later: datetime | None) -> Said:
        """Settle the open or last attempt of this person at it with one of `OUTCOMES`; `call_later` (UTC)
        is when the person asked to be called instead."""
        ...

    def raise_class(self, callback_id: UUID, by: UUID, klass: str, reason: str) -> Said:
        """More urgent than it is, for one of `RAISE_REASONS`; the ladder starts anew for the new class."""
        ...

    def lower_class(self, callback_id: UUID, by: UUID, klass: str, reason: str) -> Said:
        """Less urgent than it is, for one of `LOWER_REASONS`; only a person may say so."""
        ...

    def assign(self, callback_id: UUID, by: UUID, to: UUID, reason: str) -> Said:
        """Ring one person for it now, before anybody else, for one of `ASSIGN_REASONS`."""
        ...

    def cancel(self, callback_id: UUID, by: UUID, reason: str) -> Said:
        """End it without a call, with one of `CANCEL_REASONS`; whoever rings for it stops ringing."""
        ...

    def send_thread_reply(self, conversation_id: UUID, by: UUID, text: str) -> Said:
        """Text the person back in the thread (sealed, due now); `NOT_WANTED` after a STOP."""
        ...

    def take_thread(self, conversation_id: UUID, by: UUID) -> Said:
        """Take a thread over from the machine."""
        ...

    def end_thread(self, conversation_id: UUID, by: UUID) -> Said:
        """Give a thread back: a person is done with it."""
        ...


class House(Protocol):
    """The parts that the console works with; `intake.wiring` makes one."""

    @property
    def settings(self) -> Settings: ...

    @property
    def database(self) -> Database: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def signer(self) -> Signer: ...

    @property
    def callback_acts(self) -> CallbackActs: ...
