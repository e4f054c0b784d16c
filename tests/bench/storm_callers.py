"""People who call and write all the while, each from a number of their own, and what may be done with them."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.deployment import LINE, Deployment

# Keys, whether a call back is allowed, and whether a text is. A caller who abandons is left alone.
_WAYS: dict[str, tuple[tuple[str, ...], bool]] = {
    "call back": (("1", "2", "1", "2", "1", "1", "1", "94110"), True),
    "call back, no message": (("2", "2", "1", "2", "1", "4", "1", "#"), True),
    "hung up after the number": (("1", "2", "1", "2", "1"), True),
    "overdose": (("1", "1", "1"), True),
    "988": (("9", "2", "1"), True),
    "unsafe at home": (("9", "3"), False),
    "abandoned": (("1", "2", "1"), False),
    "talk now": (("1", "2", "1", "1"), True),
}
_THREADS: dict[str, tuple[tuple[str, ...], bool]] = {
    "text, call me": (("hi", "1", "2", "1", "1", "1", "2", "33101", "2", "Alex", "2", "1"), True),
    "text, then STOP": (("hi", "1", "2", "1", "1", "1", "STOP"), False),
}
_AREAS = tuple(area for area in range(205, 400) if area % 100 not in (0, 4, 11, 42, 46, 64, 68, 84) and area != 211)


@dataclass
class Begun:
    """One person: their number, what they did, and whether we may call them."""

    number: str
    what: str
    may_be_called: bool


@dataclass
class Callers:
    """Keeps so many people at it until told to stop."""

    service: Deployment
    chance: random.Random
    begun: list[Begun] = field(default_factory=list)

    def keep_calling(self, at_once: int, ended: threading.Event) -> None:
        """A new person for each who is done."""
        numbers, lately = self._numbers(), deque[str](maxlen=at_once)
        while not ended.wait(0.4):
            busy = sum(self._on_the_line(number) for number in lately)
            if busy < at_once:
                number = next(numbers)
                lately.append(number)
                self._begins(number)

    def _numbers(self) -> Iterator[str]:
        for area in _AREAS:
            for place in range(100):
                yield f"+1{area}55501{place:02}"

    def _on_the_line(self, number: str) -> bool:
        phones = self.service.network.wire.get("/state")["phones"]
        return any(one["number"] == number and one["state"] not in {"idle", "free"} for one in phones)

    def _begins(self, number: str) -> None:
        what = self.chance.choice([*_WAYS, *_THREADS])
        phone = self.service.network.phone(number).ignores_texts().ignores_calls()
        # Whoever is called back talks for a while.
        phone.follows({"joined": True, "after": 4, "hangs_up": True}, answer_after=1.0)
        if what in _WAYS:
            keys, may = _WAYS[what]
            self.begun.append(Begun(number, what, may))
            phone.dials(LINE, script=self._script(what, keys))
        else:
            bodies, may = _THREADS[what]
            self.begun.append(Begun(number, what, may))
            threading.Thread(target=self._writes, args=(number, bodies), daemon=True).start()

    def _script(self, what: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
        moves: list[dict[str, Any]] = [{"after": self.chance.uniform(1, 4), "presses": key} for key in keys]
        if what in {"talk now", "988"}:
            return [*moves, {"joined": True, "after": 5, "hangs_up": True}]
        return [*moves, {"after": 4, "hangs_up": True}]

    def _writes(self, number: str, bodies: tuple[str, ...]) -> None:
        phone = self.service.network.phone(number)
        for body in bodies:
            before = len(phone.thread)
            phone.texts(LINE, body)
            for _ in range(40):
                if len(phone.thread) > before + 1:
                    break
                threading.Event().wait(0.1)
