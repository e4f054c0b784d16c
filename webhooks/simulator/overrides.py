"""Connection overrides: what the fragment of a webhook's URL asks for. It is neither sent nor signed."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

RETRY_ON = ("4xx", "5xx", "ct", "rt", "all")
RANGES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
PASSED = {"sni", "e"}


class BadOverride(ValueError):
    """The fragment asks for something that does not exist (11243)."""


@dataclass(frozen=True)
class Overrides:
    """Milliseconds, except `retries`."""

    connect: int = 5_000
    read: int = 15_000
    total: int = 15_000
    retries: int = 1
    retry_on: tuple[str, ...] = ("ct",)

    def again(self, failure: str) -> bool:
        """Whether a failure (`ct`, `rt`, `4xx`, `5xx`) is tried again."""
        return "all" in self.retry_on or failure in self.retry_on


def split(url: str) -> tuple[str, Overrides]:
    """The URL to ask and how; BadOverride for unknown keys and values out of range."""
    address, _, fragment = url.partition("#")
    found = dict(parse_qsl(fragment, keep_blank_values=True))
    numbers = {key: _within(key, found.pop(key)) for key in RANGES if key in found}
    retry_on = tuple(found.pop("rp", "ct").split(","))
    if set(retry_on) - set(RETRY_ON) or set(found) - PASSED:
        raise BadOverride(fragment)
    names = {"ct": "connect", "rt": "read", "tt": "total", "rc": "retries"}
    return address, Overrides(**{names[key]: value for key, value in numbers.items()}, retry_on=retry_on)


def _within(key: str, text: str) -> int:
    low, high = RANGES[key]
    if not text.isdigit() or not low <= int(text) <= high:
        raise BadOverride(f"{key}={text}")
    return int(text)
