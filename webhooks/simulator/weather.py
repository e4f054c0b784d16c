"""The weather between carrier and product: what goes wrong, decided by the seed and by what is sent."""

import hashlib
from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Sky:
    """Chances from 0 to 1, seconds real; `only` names the purposes that are hit, empty = all.

    A doubled question is asked twice and answered once: a call can only go one way. A doubled text is to the
    carrier a second text, and what is answered to either is sent. A dropped report never comes; a dropped question
    is a connection that failed, tried again as its URL says, else the fallback's.
    """

    seed: int = 1
    doubled: float = 0.0
    delayed: float = 0.0
    delay_seconds: tuple[float, float] = (0.05, 0.5)
    reordered: float = 0.0
    dropped: float = 0.0
    read_timeout: float = 0.0
    only: tuple[str, ...] = ()
    rest_slow: float = 0.0
    rest_slow_seconds: tuple[float, float] = (0.5, 2.0)
    rest_503: float = 0.0
    rest_429: float = 0.0
    rest_500_after: float = 0.0
    rest_dropped_after: float = 0.0
    cut: bool = False
    ring_buffer: float = 5.0

    def changed(self, changes: dict[str, Any]) -> "Sky":
        """The sky with some switches thrown; ValueError names what is not one."""
        kinds = {each.name: type(each.default) for each in fields(self)}
        wrong = sorted(set(changes) - set(kinds))
        if wrong:
            raise ValueError(f"no such weather: {', '.join(wrong)}")
        cast = {bool: bool, int: int, float: float, tuple: tuple}
        return replace(self, **{name: cast[kinds[name]](value) for name, value in changes.items()})


class Weather:
    """Draws lots. The n-th request of a kind to a number always has the same luck, whatever else goes on."""

    def __init__(self, seed: int = 1) -> None:
        self.sky = Sky(seed=seed)
        self._drawn: Counter[tuple[str, str, str]] = Counter()

    def change(self, changes: dict[str, Any]) -> Sky:
        """Throw switches; a new seed starts the lots afresh."""
        self.sky = self.sky.changed(changes)
        if "seed" in changes:
            self._drawn.clear()
        return self.sky

    def clear(self) -> None:
        """Fair weather again, same seed."""
        self.sky = Sky(seed=self.sky.seed)
        self._drawn.clear()

    def draw(self, switch: str, purpose: str, number: str) -> float:
        """The next lot of this kind, 0 to 1."""
        kind = (switch, purpose, number)
        self._drawn[kind] += 1
        text = f"{self.sky.seed}|{'|'.join(kind)}|{self._drawn[kind]}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") / 2**56

    def strikes(self, switch: str, purpose: str, number: str) -> bool:
        """Whether this switch hits this request."""
        chance = float(getattr(self.sky, switch))
        if not chance or (self.sky.only and purpose != "rest" and purpose not in self.sky.only):
            return False
        return self.draw(switch, purpose, number) < chance

    def seconds(self, switch: str, purpose: str, number: str) -> float:
        """A delay from the range of a switch (`delay_seconds`, `rest_slow_seconds`), real seconds."""
        low, high = getattr(self.sky, switch)
        return float(low + (high - low) * self.draw(switch, purpose, number))
