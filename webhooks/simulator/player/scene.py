"""Where a document is being played, and the ways in which playing ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from webhooks.simulator.forms import Params
from webhooks.simulator.interrupts import Source

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.player.player import Player


class Ending(Exception):
    """A verb has ended the document."""


class HangUpVerb(Ending):
    """The document hangs up."""


class Left(Ending):
    """The document leaves the queue."""


class Failed(Exception):
    """A document could not be had or played: the carrier's code and the URL."""

    def __init__(self, code: int, url: str, words: str) -> None:
        super().__init__(words)
        self.code, self.url, self.words = code, url, words


def nothing() -> Params:
    """No further parameters."""
    return ()


@dataclass(frozen=True)
class Setting:
    """What kind of document this is (`wait`, `whisper` …) and what is sent along with its requests."""

    context: str = ""
    extra: Callable[[], Params] = nothing


@dataclass(frozen=True)
class Scene:
    """One document being played on a leg."""

    player: "Player"
    url: str
    method: str
    setting: Setting

    @property
    def leg(self) -> "Leg":
        """The leg that hears it."""
        return self.player.leg

    def resolve(self, url: str) -> str:
        """An address in the document, relative to it; Failed 11100 where it leads nowhere."""
        found = urljoin(self.url, url) if self.url else url
        if not found.startswith(("http://", "https://")):
            raise Failed(11100, url, f"not a URL: {url!r}")
        return found

    def action(self, url: str, method: str, extra: Params) -> Source:
        """The next document: an action URL, or the present document once more if there is none."""
        return Source(self.resolve(url or self.url), method, extra, purpose="action")
