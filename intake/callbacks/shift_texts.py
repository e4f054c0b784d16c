"""Reminders and alarms about shifts, sent as texts from the neutral line; the sweep asks for them."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.callbacks import texting
from intake.callbacks.desk import Desk
from intake.callbacks.texting import Text
from intake.oncall import reminders
from intake.oncall.reminders import Notice, Times
from intake.staff import people
from intake.storage import duty, staff

_LIMIT = 100


def remind(desk: Desk) -> None:
    """Plan what is new and do what is due; each shift in a transaction of its own."""
    now = desk.clock()
    times = Times(desk.settings.shift_reminder_seconds, desk.settings.shift_alarm_seconds)
    with desk.database.begin() as connection:
        reminders.plan(connection, times, now)
        due = duty.due_confirmations(connection, now, _LIMIT)
    teller = _Texts(desk)
    for confirmation_id in due:
        with desk.database.begin() as connection:
            reminders.work(connection, confirmation_id, times, teller, now)


class _Texts:
    """Writes a notice as a text that is due; the same intent is written once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, connection: Connection, notice: Notice, now: datetime) -> None:
        found = staff.by_ids(connection, [notice.to, notice.about])
        person, about = found.get(notice.to), found.get(notice.about)
        number = people.phone(self.desk.vault, person) if person is not None else None
        if person is None or about is None or number is None:
            return
        words = _words()["es" if person.languages[:1] == ("es",) else "en"]
        local = notice.starts_at.astimezone(ZoneInfo(person.timezone))
        body = words[notice.kind].format(
            TIER=words[notice.tier.value], TIME=local.strftime("%m/%d %H:%M"), NAME=about.name
        )
        text = Text(number, body, notice.kind, notice.intent, staff_id=notice.to)
        texting.write(connection, self.desk, text, now)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("intake.callbacks") / "shift_words.toml").read_text("utf-8"))
