"""What the board shows: asked for by address, so that a page can be kept, sent and gone back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.oncall.availability import people_on_duty
from intake.oncall.standing import Person, not_now
from intake.storage import attempts, console_board, debriefs, offers, staff_names
from intake.storage.attempts import Attempt
from intake.storage.console_board import CLASSES, Key, Line
from intake.storage.debriefs import Debrief
from intake.storage.offers import Offer

PAGE = 50
VIEWS = ("now", "late", "later")


@dataclass(frozen=True)
class Asked:
    """Which part of the board is wanted."""

    view: str = "now"
    klass: str | None = None
    after: Key | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Asked:
        """From an address; what makes no sense there is left out."""
        view, klass = args.get("view", "now"), args.get("class")
        return cls(view if view in VIEWS else "now", klass if klass in CLASSES else None, _key(args.get("after", "")))

    def address(self, **other: object) -> dict[str, object]:
        """Arguments of an address with some of them different; a page's place is not kept."""
        return {"view": self.view, "class": self.klass} | other


def _key(text: str) -> Key | None:
    parts = text.split("_")
    try:
        klass, due_at, found = parts
        return Key(klass, datetime.fromisoformat(due_at), UUID(found)) if klass in CLASSES else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Board:
    """One look at the board."""

    lines: Sequence[Line]
    after: str | None
    in_hand: Sequence[Line]
    ringing: Mapping[UUID, Sequence[Offer]]
    counts: Mapping[str, int]
    late: int
    people: Sequence[tuple[Person, str | None]]
    names: Mapping[UUID, str]
    debriefs: Sequence[Debrief]


def board(connection: Connection, asked: Asked, now: datetime) -> Board:
    """Everything on one page of the board, by index only."""
    late = console_board.late(connection, now, PAGE + 1)
    lines = _lines(connection, asked, late)
    shown = lines[:PAGE]
    in_hand = console_board.in_hand(connection)
    return Board(
        lines=shown,
        after=_text(shown[-1]) if len(lines) > PAGE and asked.view != "late" else None,
        in_hand=in_hand,
        ringing=_live_offers(connection, [line.id for line in (*shown, *in_hand)]),
        counts=console_board.counts(connection),
        late=len(late),
        people=[(one, not_now(one, now)) for one in people_on_duty(connection, now)],
        names=staff_names.names(connection),
        debriefs=debriefs.open_ones(connection),
    )


def _lines(connection: Connection, asked: Asked, late: list[Line]) -> list[Line]:
    if asked.view == "late":
        return [line for line in late if asked.klass in (None, line.klass)]
    read = console_board.later if asked.view == "later" else console_board.ready
    return read(connection, asked.after, PAGE + 1, asked.klass)


def _text(line: Line) -> str:
    return f"{line.klass}_{line.due_at.isoformat()}_{line.id.hex}"


def _live_offers(connection: Connection, ids: list[UUID]) -> dict[UUID, list[Offer]]:
    found: dict[UUID, list[Offer]] = {}
    for offer in offers.of_callbacks(connection, ids):
        if offer.ended_at is None:
            found.setdefault(offer.callback_id, []).append(offer)
    return found


@dataclass(frozen=True)
class Story:
    """One callback, everybody who was rung for it and every try."""

    line: Line
    offers: Sequence[Offer]
    attempts: Sequence[Attempt]
    names: Mapping[UUID, str]

    @property
    def open(self) -> bool:
        """Whether anything can still be done about it."""
        return self.line.state in {"due", "offered", "waiting", "accepted"}


def story(connection: Connection, callback_id: UUID) -> Story | None:
    """What happened to one callback; None where there is none."""
    line = console_board.of(connection, callback_id)
    if line is None:
        return None
    return Story(
        line,
        offers.of_callback(connection, callback_id),
        attempts.of_callbacks(connection, [callback_id]),
        staff_names.names(connection),
    )


def free_people(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """Who on duty could be rung now, for a list to choose from."""
    names = staff_names.names(connection)
    found = people_on_duty(connection, now)
    return [(one.staff_id.hex, names.get(one.staff_id, "")) for one in found if not_now(one, now) is None]
