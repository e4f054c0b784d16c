"""Texts in both directions: their life, their receipts, their opt-outs."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from webhooks.simulator import inbox, receipts
from webhooks.simulator.clock import wall
from webhooks.simulator.segments import encoding, segments

if TYPE_CHECKING:
    from webhooks.simulator.config import Line
    from webhooks.simulator.phone import Phone
    from webhooks.simulator.world import World

LOOP_REPLIES, LOOP_SECONDS = 15, 30


@dataclass(eq=False)
class Text:
    """One message. `direction` is as the handset sees it: `in` is from the helpline to the person."""

    sender: str
    receiver: str
    body: str
    direction: str
    media: tuple[tuple[tuple[str, str], ...], ...] = ()
    status_url: str = ""
    service: str = ""
    i: int = 0
    at: float = 0.0
    status: str = "queued"
    read: bool = False
    error_code: int | None = None
    # Emptied in the carrier's records; the handset keeps what it was sent.
    redacted: bool = False
    origin: str = "outbound-api"
    sid: str = field(default_factory=lambda: "SM" + secrets.token_hex(16))
    created: datetime = field(default_factory=wall)
    updated: datetime = field(default_factory=wall)
    sent: datetime | None = None

    @property
    def segments(self) -> int:
        """Parts on the air."""
        return segments(self.body)

    @property
    def encoding(self) -> str:
        """GSM-7 or UCS-2."""
        return encoding(self.body)

    @property
    def person(self) -> str:
        """The number of the person, whichever way it went."""
        return self.receiver if self.direction == "in" else self.sender


class Texts:
    """All texts of the account, and who has opted out of which line."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.all: dict[str, Text] = {}
        self._numbered = 0
        self._threads: dict[str, list[Text]] = {}
        self._blocked: set[tuple[str, str]] = set()
        self._replies: dict[tuple[str, str], list[float]] = {}

    def of(self, number: str) -> list[Text]:
        """The texts of one handset, in order."""
        return self._threads.get(number, [])

    def add(self, text: Text) -> Text:
        """Give a text its place."""
        self._numbered += 1
        text.i, text.at = self._numbered, round(self.world.clock.now(), 3)
        self.all[text.sid] = text
        self._threads.setdefault(text.person, []).append(text)
        self.tell(text)
        return text

    def tell(self, text: Text) -> None:
        """Publish a text and what it does to its handset."""
        text.updated = wall()
        data = {"phone": text.person, **self.world.describe.text(text)}
        self.world.journal.tell("text", data)
        phone = self.world.phone(text.person)
        if phone is not None:
            phone.tell()

    def send(self, sender: str, receiver: str, body: str, media: tuple[str, ...] = (), status_url: str = "") -> Text:
        """The account texts a person; the text goes its way by itself."""
        line = self.world.lines.get(sender)
        files = tuple((("url", url), ("type", "")) for url in media)
        text = Text(sender, receiver, body, "in", files, status_url, line.service_sid if line else "")
        text.status = "accepted" if text.service else "queued"
        self.add(text)
        self.world.background(receipts.deliver(self.world, text))
        return text

    def carrier(self, line: "Line", receiver: str, body: str) -> None:
        """The carrier itself answers a keyword; no receipt, no block, and nothing the product has sent."""
        text = Text(line.number, receiver, body, "in", origin="carrier")
        text.status = "delivered"
        text.read = True
        self.add(text)

    def receive(self, phone: "Phone", line: "Line", body: str, media: list[dict[str, str]]) -> Text:
        """A person texts a line."""
        files = tuple(tuple(each.items()) for each in media)
        text = Text(phone.number, line.number, body, "out", files, service=line.service_sid)
        text.origin, text.status, text.read = "inbound", "received", True
        if media:
            text.sid = "MM" + text.sid[2:]
        self.add(text)
        self.world.background(inbox.take(self.world, text, line))
        return text

    def opt_out(self, line: "Line", person: str, out: bool) -> None:
        """Block a person's texts from a line, and from all that share its messaging service; or let them again."""
        pair = (line.service_sid or line.number, person)
        if out:
            self._blocked.add(pair)
        else:
            self._blocked.discard(pair)

    def opted_out(self, sender: str, person: str) -> bool:
        """Whether a person has opted out of what a number sends."""
        line = self.world.lines.get(sender)
        return ((line.service_sid if line else "") or sender, person) in self._blocked

    def looping(self, sender: str, receiver: str) -> bool:
        """Whether these two have had more than 15 automatic replies in 30 real seconds (14107)."""
        now = time.monotonic()
        recent = [each for each in self._replies.get((sender, receiver), []) if now - each < LOOP_SECONDS]
        self._replies[(sender, receiver)] = [*recent, now]
        return len(recent) >= LOOP_REPLIES
