"""Send a text that is written down: once, to somebody who may have it, and never twice for an unknown outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import traces
from intake.callbacks.desk import Desk
from intake.carrier.errors import CarrierBusy, CarrierRefused, OutcomeUnknown
from intake.carrier.port import TextOrder
from intake.numbers import PhoneNumber
from intake.privacy import suppression
from intake.storage import messages, offers
from intake.storage.messages import Message

_OPTED_OUT = 21610
# What the carrier answers where no text arrives: landlines, numbers nobody has, and numbers it cannot reach.
_NO_TEXTS = frozenset({21211, 21214, 21614, 30005, 30006})
# Texts to our own people are not contact with a caller; a caller's STOP is not theirs.
_TO_STAFF = frozenset({"offer", "outcome", "reminder", "alarm", "glass", "debrief"})


@dataclass(frozen=True)
class Text:
    """A text to be sent. `intent` names what it is for: the same intent is never sent twice."""

    to: PhoneNumber
    body: str
    purpose: str
    intent: str
    conversation_id: UUID | None = None
    offer_id: UUID | None = None
    staff_id: UUID | None = None


def write(connection: Connection, desk: Desk, text: Text, now: datetime) -> UUID | None:
    """Write the intent down; None if the same one is there already. Nudge `send_message` after the commit."""
    message_id, data_key = uuid4(), desk.vault.new_key()
    seal = desk.vault.seal
    written = messages.add(
        connection,
        {
            "id": message_id,
            "direction": "out",
            "purpose": text.purpose,
            "conversation_id": text.conversation_id,
            "offer_id": text.offer_id,
            "staff_id": text.staff_id,
            "data_key": data_key,
            "number_sealed": seal(data_key, text.to.reveal(), f"messages.number_sealed:{message_id.hex}"),
            "number_fingerprint": desk.vault.fingerprint(text.to),
            "body_sealed": seal(data_key, text.body, f"messages.body_sealed:{message_id.hex}"),
            "state": "due",
            "intent": text.intent,
            "created_at": now,
            "next_action_at": now,
        },
    )
    return message_id if written else None


def send(desk: Desk, message_id: UUID) -> None:
    """Send one due message; the session is closed while the carrier is asked."""
    now = desk.clock()
    with desk.database.begin() as connection:
        message = messages.claim(connection, message_id, now, now + timedelta(minutes=2))
        if message is None:
            messages.was_lost(connection, message_id, now)
            return
        if message.number_sealed is None or message.body_sealed is None:
            messages.change(connection, message.id, state="dropped", next_action_at=None)
            return
        number = PhoneNumber(_open(desk, message, "number_sealed", message.number_sealed))
        stopped = message.purpose not in _TO_STAFF and suppression.suppressed(
            connection, desk.vault, number, "sms"
        )
        if stopped or _too_late(connection, message):
            messages.change(connection, message.id, state="dropped", next_action_at=None)
            return
    body = _open(desk, message, "body_sealed", message.body_sealed)
    sender = desk.lines.neutral if message.purpose in _TO_STAFF else _line_of(desk, message)
    _ask_carrier(desk, message, TextOrder(number, sender, body, message.id.hex), now)


def takes_no_texts(connection: Connection, desk: Desk, number: PhoneNumber) -> bool:
    """Whether the carrier has told us that texts do not arrive there: a landline, or nobody's number."""
    return messages.failed_with(connection, desk.vault.fingerprints(number), _NO_TEXTS)


def _too_late(connection: Connection, message: Message) -> bool:
    """An offer that is taken or over is not texted any more."""
    if message.purpose != "offer" or message.offer_id is None:
        return False
    offer = offers.get(connection, message.offer_id)
    return offer is None or offer.ended_at is not None or offer.result == "accepted"


def _line_of(desk: Desk, message: Message) -> PhoneNumber:
    return desk.lines.neutral if message.purpose == "callback_text" else desk.lines.helpline


def _open(desk: Desk, message: Message, column: str, sealed: bytes) -> str:
    return desk.vault.open(message.data_key, sealed, f"messages.{column}:{message.id.hex}")


def _ask_carrier(desk: Desk, message: Message, order: TextOrder, now: datetime) -> None:
    values: dict[str, object]
    try:
        facts = desk.carrier.send_text(order)
        values = {"state": "sent", "sid": facts.sid, "next_action_at": None}
    except CarrierBusy:
        values = {"state": "due", "next_action_at": now + timedelta(seconds=5)}
    except CarrierRefused as refused:
        values = {"state": "failed", "error_code": refused.code, "next_action_at": None}
    except OutcomeUnknown:
        # A text that may have gone is not sent again: twice is worse than the sweep's second look.
        values = {"state": "unknown", "next_action_at": None}
    with desk.database.begin() as connection:
        messages.change(connection, message.id, **values)
        if "sid" in values:
            traces.text(connection, desk, str(values["sid"]), now, final=False)
        if values.get("error_code") == _OPTED_OUT:
            stop = suppression.Stop("sms", "carrier", "carrier_error", actor="carrier")
            suppression.suppress(connection, desk.vault, order.to, stop, now)
