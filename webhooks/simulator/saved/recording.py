"""Turns the events of a network into a scenario: who dialled, heard, pressed, said, answered and hung up, in order.

A line is one thing that one person did or took notice of. What was cut short by the network itself is left
out, because how far it came is a matter of chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from webhooks.simulator.journal import Event
from webhooks.simulator.leg import TERMINAL
from webhooks.simulator.saved.heard import Heard
from webhooks.simulator.saved.wildcards import opened, parts

Json = dict[str, Any]
HABITS: Json = {"label": "", "mood": "manual", "answer_after": 2.0, "texts_mood": "delivered", "script": []}


@dataclass
class _Leg:
    """What is known of one call so far."""

    phone: str
    direction: str
    by_itself: bool
    status: str = ""
    acts: list[float] = field(default_factory=list)
    heard: dict[int, Heard] = field(default_factory=dict)
    keys: Json | None = None


class Recording:
    """Give it every event there is; it writes down what came after the one with number `since`."""

    def __init__(self, since: int = 0) -> None:
        self.since = since
        self.habits: dict[str, Json] = {}
        self._lines: list[tuple[float, int, Json]] = []
        self._legs: dict[str, _Leg] = {}
        self._texts: set[str] = set()

    def take(self, events: Iterable[Event]) -> "Recording":
        """Take in events, in order."""
        takers = {
            "phone": self._phone,
            "call": self._call,
            "caption": self._caption,
            "caption_cut": self._cut,
            "joined": self._joined,
            "text": self._text,
        }
        for event in events:
            taker = takers.get(event.name)
            if event.id <= self.since and event.name != "phone":
                self._pass_over(event)
            elif taker is not None:
                taker(event)
        return self

    def _pass_over(self, event: Event) -> None:
        """A call or a text that began before is no part of it, whatever becomes of it later."""
        if event.name == "call":
            self._legs[event.data["sid"]] = _Leg(event.data["phone"], event.data["direction"], by_itself=True)
        elif event.name == "text":
            self._texts.add(event.data["sid"])

    @property
    def phones(self) -> list[Json]:
        """Everybody who takes part, with the habits that they had at first."""
        number_of = ("phone", "joined_with")
        taking_part = dict.fromkeys(line[key] for line in self.lines for key in number_of if key in line)
        return [{"number": number, **self.habits.get(number, {})} for number in taking_part]

    @property
    def lines(self) -> list[Json]:
        """The scenario; `at` is in simulated seconds since its beginning."""
        heard = [
            (moment.at, moment.order, {"phone": leg.phone, "hears": opened(moment.words)})
            for leg in self._legs.values()
            if not leg.by_itself
            for each in leg.heard.values()
            if (moment := each.settled(leg.acts, self._others(leg))) is not None and parts(opened(moment.words))
        ]
        ordered = sorted([*self._lines, *heard], key=lambda each: each[:2])
        begun = ordered[0][0] if ordered else 0.0
        return [{"at": round(at - begun, 2), **line} for at, _, line in ordered]

    def _others(self, leg: _Leg) -> list[float]:
        """When everybody else acted."""
        return [at for each in self._legs.values() if each is not leg for at in each.acts]

    def _add(self, at: float, event: Event, line: Json) -> Json:
        self._lines.append((at, event.id, line))
        return line

    def _phone(self, event: Event) -> None:
        number = event.data["number"]
        now = {name: event.data[name] for name, usual in HABITS.items() if event.data[name] != usual}
        if now.get("mood") == "voicemail":
            now["greeting"] = event.data["greeting"]
        if not self._takes_part(number):
            self.habits[number] = now
            return
        label = now.pop("label", "")
        if label:
            self.habits[number]["label"] = label
        if event.id > self.since and {"mood": "manual", **now} != self._habits_now(number):
            self._add(event.at, event, {"phone": number, "has": {"mood": "manual", **now}})

    def _takes_part(self, number: str) -> bool:
        """Whether the person has done anything yet; until then their habits are those of the beginning."""
        legs = (leg.phone for leg in self._legs.values())
        return number in legs or any(line["phone"] == number for _, _, line in self._lines)

    def _habits_now(self, number: str) -> Json:
        changes = [line["has"] for _, _, line in self._lines if line["phone"] == number and "has" in line]
        first = {name: value for name, value in self.habits.get(number, {}).items() if name != "label"}
        return {"mood": "manual", **(changes[-1] if changes else first)}

    def _call(self, event: Event) -> None:
        call = event.data
        leg = self._legs.get(call["sid"]) or self._new(event)
        before, leg.status = leg.status, call["status"]
        if leg.by_itself or before == leg.status:
            return
        if leg.status == "in-progress" and leg.direction != "inbound":
            line = {"phone": leg.phone, "answers": True}
            self._add(call["answered_at"], event, line | _whoever(leg.direction))
        elif leg.status in TERMINAL:
            self._ended(event, leg)

    def _new(self, event: Event) -> _Leg:
        call = event.data
        inbound = call["direction"] == "inbound"
        by_itself = not inbound and self._habits_now(call["phone"])["mood"] != "manual"
        leg = self._legs[call["sid"]] = _Leg(call["phone"], call["direction"], by_itself)
        if inbound:
            line = {"phone": call["phone"], "dials": call["to"]}
            if call["from"] != call["phone"]:
                line["caller_id"] = call["from"]
            self._add(call["started_at"], event, line)
        return leg

    def _ended(self, event: Event, leg: _Leg) -> None:
        call = event.data
        at, answered = call["ended_at"], call["answered_at"] is not None
        if call["ended_by"] == "phone":
            leg.acts.append(at)
            declined = not answered and leg.direction != "inbound"
            line = {"declines": True} | _whoever(leg.direction) if declined else {"hangs_up": True}
            self._add(at, event, {"phone": leg.phone, **line})
        elif answered:
            self._add(at, event, {"phone": leg.phone, "is_hung_up": True})

    def _caption(self, event: Event) -> None:
        caption, leg = event.data, self._legs.get(event.data["call"])
        if leg is None or leg.by_itself:
            return
        if caption["who"] != "me":
            if caption["kind"] in ("say", "speech"):
                leg.heard[caption["i"]] = Heard(caption["at"], event.id, caption["seconds"], caption["text"])
                leg.keys = None
            return
        leg.acts.append(caption["at"])
        if caption["kind"] == "key" and leg.keys is not None:
            leg.keys["presses"] += caption["text"]
        elif caption["kind"] == "key":
            leg.keys = self._add(caption["at"], event, {"phone": leg.phone, "presses": caption["text"]})
        else:
            act = {"says": caption["text"]} if caption["kind"] == "speech" else {"is_silent": True}
            leg.keys = None
            self._add(caption["at"], event, {"phone": leg.phone, **act})

    def _cut(self, event: Event) -> None:
        leg = self._legs.get(event.data["call"])
        if leg is not None and event.data["i"] in leg.heard:
            leg.heard[event.data["i"]].cut_at = event.at

    def _joined(self, event: Event) -> None:
        if all(sid in self._legs for sid in event.data["calls"]):
            one, other = event.data["phones"]
            self._add(event.at, event, {"phone": one, "joined_with": other})

    def _text(self, event: Event) -> None:
        text = event.data
        if text["sid"] in self._texts:
            return
        self._texts.add(text["sid"])
        if text["direction"] == "in":
            self._add(text["at"], event, {"phone": text["phone"], "reads": opened(text["body"])})
            return
        media = {"media": text["media"]} if text["media"] else {}
        self._add(text["at"], event, {"phone": text["phone"], "texts": text["to"], "body": text["body"], **media})


def _whoever(direction: str) -> Json:
    """Calls that the account places itself go to whoever is on duty then."""
    return {"or_whoever_rings": True} if direction == "outbound-api" else {}
