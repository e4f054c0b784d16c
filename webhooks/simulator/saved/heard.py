"""How much of one caption a person certainly heard, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from webhooks.simulator.speech import heard_until


@dataclass(frozen=True)
class Moment:
    """Words that were out, and the simulated second by which they were."""

    at: float
    order: int
    words: str


@dataclass
class Heard:
    """A caption as it began; `order` is the number of its event."""

    at: float
    order: int
    seconds: float
    text: str
    cut_at: float | None = None

    def settled(self, acts: Sequence[float], others: Sequence[float] = ()) -> Moment | None:
        """What was out when the person acted themselves, or all of it; None if the network cut it short.

        Once somebody else has acted, it depends on the service's speed how much more is heard."""
        end = self.at + self.seconds if self.cut_at is None else self.cut_at
        chance = next((each for each in sorted(others) if self.at < each < end), None)
        if chance is not None and self.cut_at is None:
            acts = (*acts, chance)
        act = next((each for each in sorted(acts) if self.at < each <= end), None)
        if act is not None and act < self.at + self.seconds:
            return Moment(act, 0, heard_until(self.text, (act - self.at) / self.seconds))
        return Moment(end, self.order, self.text) if self.cut_at is None else None
