"""Who goes first when somebody is free: class, then earliest due, then longest waiting, whoever looked first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from intake.callbacks import rules
from intake.callbacks.classes import Class
from intake.callbacks.desk import Desk
from intake.callbacks.promise import clocks_of
from intake.callbacks.rules import Waiting
from intake.oncall.availability import somebody_available
from intake.storage import callbacks
from intake.storage.callbacks import Callback

# Of each class so many are looked at, and at most so many are asked for before the one at hand.
_LOOKED_AT, _MOST = 8, 8


def ahead_of(desk: Desk, callback_id: UUID) -> tuple[UUID, ...]:
    """Callbacks that found nobody free and go before this one, most urgent first; itself among them if it is one.

    Nobody while nobody is free: then there is nothing to be given to anybody.
    """
    now = desk.clock()
    with desk.database.begin() as connection:
        waiting = callbacks.unserved(connection, _LOOKED_AT)
        if not waiting or not somebody_available(connection, now):
            return ()
        this = callbacks.get(connection, callback_id)
    order = in_order(desk, [*waiting, *([this] if this is not None and this.open else [])], now)
    before = order.index(callback_id) + 1 if callback_id in order else len(order)
    unserved = {one.id for one in waiting}
    return tuple(one for one in order[:before] if one in unserved)[:_MOST]


def in_order(desk: Desk, found: list[Callback], now: datetime) -> list[UUID]:
    """The ids in the order in which free people go to them."""
    clocks = clocks_of(desk.settings)
    places = {one.id: rules.order_key(_waiting(one), now, clocks) for one in found}
    return sorted(places, key=lambda one: places[one])


def _waiting(one: Callback) -> Waiting:
    return Waiting(one.id.hex, Class(one.klass), one.created_at, one.due_at, one.window_opens_at)
