"""What a job does: one call of a use case, by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from intake.callbacks import accepting, offering, ringing, settling, texting, traces
from intake.conversation.events import Connected
from intake.staff.phone_checks import PhoneChecks
from intake.storage import callbacks
from intake.wiring import House
from workers.jobs.sweep import sweep

Job = Callable[[House, str], None]


def _of_callback(house: House, record: str) -> None:
    offering.work(house.desk, UUID(record))


def _ring(house: House, record: str) -> None:
    ringing.ring(house.desk, UUID(record))


def _ring_accepted(house: House, record: str) -> None:
    ringing.ring_accepted(house.desk, UUID(record))


def _look_up(house: House, record: str) -> None:
    ringing.look_up(house.desk, UUID(record))


def _end_leg(house: House, record: str) -> None:
    accepting.end_leg(house.desk, UUID(record))


def _end_legs(house: House, record: str) -> None:
    accepting.end_legs(house.desk, UUID(record))


def _joined(house: House, record: str) -> None:
    """A waiting caller was joined: their conversation has come to its end."""
    with house.database.begin() as connection:
        found = callbacks.get(connection, UUID(record))
    if found is not None and found.conversation_id is not None:
        house.conversations.calls.event(found.conversation_id, Connected())


def _settle(house: House, record: str) -> None:
    settling.settle(house.desk, UUID(record))


def _look_after(house: House, record: str) -> None:
    house.upkeep.look(UUID(record))


def _look_up_call(house: House, record: str) -> None:
    house.upkeep.look_up(UUID(record))


def _send(house: House, record: str) -> None:
    texting.send(house.desk, UUID(record))


def _check_phone(house: House, record: str) -> None:
    PhoneChecks(house.desk).ring(UUID(record))


def _clear_trace(house: House, record: str) -> None:
    traces.clear(house.desk, UUID(record))


def _sweep(house: House, _record: str) -> None:
    sweep(house, JOBS)


JOBS: Mapping[str, Job] = MappingProxyType(
    {
        "work_callback": _of_callback,
        "ring_offer": _ring,
        "ring_accepted": _ring_accepted,
        "look_up_offer": _look_up,
        "end_offer_leg": _end_leg,
        "end_callback_legs": _end_legs,
        "joined_live": _joined,
        "settle_callback": _settle,
        "look_after_conversation": _look_after,
        "look_up_call": _look_up_call,
        "send_message": _send,
        "check_phone": _check_phone,
        "clear_trace": _clear_trace,
        "sweep": _sweep,
    }
)
