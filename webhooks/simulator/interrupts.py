"""What can break into a leg while it plays a document."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.party import Party


class Interrupt(Exception):
    """The leg has something else to do now."""


class HungUp(Interrupt):
    """The leg is over."""


@dataclass(frozen=True)
class Source:
    """A document to be played: one to be fetched, or one that is at hand. `base` resolves relative URLs."""

    url: str = ""
    method: str = "POST"
    extra: tuple[tuple[str, str], ...] = ()
    twiml: str | None = None
    purpose: str = "voice"


class Moved(Interrupt):
    """The API has given the leg another document, and perhaps another fallback."""

    def __init__(self, source: Source, fallback: Source | None = None) -> None:
        super().__init__()
        self.source, self.fallback = source, fallback


class Dequeued(Interrupt):
    """Somebody has taken the leg out of its queue; `url` is to be played to it first."""

    def __init__(self, by: "Leg", party: "Party", source: Source | None) -> None:
        super().__init__()
        self.by, self.party, self.source = by, party, source
