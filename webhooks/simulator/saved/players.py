"""Plays a saved scenario on the phones of a running network, line by line, until the first difference."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from webhooks.simulator.people import Network, Phone, Unexpected
from webhooks.simulator.saved.file import Scenario, move_of
from webhooks.simulator.saved.wildcards import holds, parts

Json = dict[str, Any]
# Real seconds that everything may take on top of what it took when it was recorded.
GRACE = 15.0


@dataclass
class Outcome:
    """What came of it: `line` (1 is the first after the head) and `instead` tell the first difference."""

    title: str
    lines: int
    line: int | None = None
    expected: str = ""
    instead: str = ""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether everything came as it was saved."""
        return self.line is None

    def as_json(self) -> Json:
        """For the page and for programs."""
        return {**vars(self), "passed": self.passed}

    def story(self) -> str:
        """For people."""
        notes = "".join(f"\n  note: {note}" for note in self.notes)
        if self.passed:
            return f"as saved: {self.title} ({self.lines} lines, {self.seconds:.1f} s){notes}"
        return f"differs: {self.title}, line {self.line} of {self.lines}: {self.expected}\n{self.instead}{notes}"


def replay(network: Network, scenario: Scenario) -> Outcome:
    """Play it; whatever the outcome, everybody has hung up afterwards."""
    outcome, begun = Outcome(scenario.title, len(scenario.lines)), time.monotonic()
    company = Company(network, scenario, outcome)
    before = 0.0
    try:
        for number, line in enumerate(scenario.lines, 1):
            at = float(line.get("at", before))
            network.deadline = GRACE + 2 * (at - before) / min(scenario.speed, company.speed)
            before = at
            try:
                company.play(line)
            except Unexpected as difference:
                outcome.line, outcome.expected = number, in_words(line)
                outcome.instead = str(difference)
                break
    finally:
        company.hang_up()
        outcome.seconds = round(time.monotonic() - begun, 2)
    return outcome


class Company:
    """The people of one scenario. Somebody else than the one recorded may be on duty, and takes their part."""

    def __init__(self, network: Network, scenario: Scenario, outcome: Outcome) -> None:
        self.network, self.outcome = network, outcome
        self.parts: dict[str, Phone] = {}
        self.speed = float(network.wire.get("/state")["speed"])
        for phone in scenario.phones:
            habits = {"mood": "manual", **phone}
            network.phone(habits.pop("number"), **habits)

    def phone(self, number: str) -> Phone:
        """Whoever plays the part of a number."""
        if number not in self.parts:
            self.parts[number] = Phone(self.network, number)
        return self.parts[number]

    def play(self, line: Json) -> None:
        """One line. Raises Unexpected."""
        move = move_of(line)
        if line.get("or_whoever_rings"):
            self._cast(line["phone"])
        getattr(self, f"_{move}")(self.phone(line["phone"]), line)

    def hang_up(self) -> None:
        """Nobody stays on the line."""
        for phone in self.parts.values():
            with suppress(Unexpected):
                phone.hangs_up()

    def _cast(self, number: str) -> None:
        """Find who is rung for a part; whoever has one already is not asked."""
        if number in self.parts:
            return
        taken = [phone.number for phone in self.parts.values()]
        wanted = {"rather": number, "but": taken, "deadline": self.network.deadline}
        found = self.network.wire.post("/ringing", wanted, self.network.deadline)["phone"]
        self.parts[number] = Phone(self.network, found["number"])
        if found["number"] != number:
            self.outcome.notes.append(f"{found['label'] or found['number']} was rung instead of {number}")

    def _dials(self, phone: Phone, line: Json) -> None:
        phone.dials(line["dials"], **({"caller_id": line["caller_id"]} if "caller_id" in line else {}))

    def _hears(self, phone: Phone, line: Json) -> None:
        phone.hears(*parts(line["hears"]))

    def _presses(self, phone: Phone, line: Json) -> None:
        phone.presses(line["presses"])

    def _says(self, phone: Phone, line: Json) -> None:
        phone.says(line["says"])

    def _is_silent(self, phone: Phone, _: Json) -> None:
        phone.is_silent()

    def _answers(self, phone: Phone, _: Json) -> None:
        phone.answers()

    def _declines(self, phone: Phone, _: Json) -> None:
        phone.declines()

    def _joined_with(self, phone: Phone, line: Json) -> None:
        phone.joined_with(self.phone(line["joined_with"]))

    def _hangs_up(self, phone: Phone, _: Json) -> None:
        phone.hangs_up()

    def _is_hung_up(self, phone: Phone, _: Json) -> None:
        phone.is_hung_up()

    def _texts(self, phone: Phone, line: Json) -> None:
        phone.texts(line["texts"], line.get("body", ""), line.get("media"))

    def _reads(self, phone: Phone, line: Json) -> None:
        phone.reads(max(parts(line["reads"]), key=len, default=""))
        body = phone.last_text["body"]
        if not holds(body, line["reads"]):
            raise Unexpected(f"the text says: {body}")

    def _has(self, phone: Phone, line: Json) -> None:
        phone.has(**line["has"])


def in_words(line: Json) -> str:
    """A line for people: `+1… hears “press 1”`."""
    move = move_of(line)
    value = line[move]
    told = f" {line['body']!r} to {value}" if move == "texts" else "" if value is True else f" {value!r}"
    return f"{line['phone']} {move.replace('_', ' ')}{told}"
