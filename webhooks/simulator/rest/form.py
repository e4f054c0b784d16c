"""A posted form, read with the carrier's errors for what is wrong in it."""

from dataclasses import dataclass
from typing import Any

from webhooks.simulator.rest.errors import RestError


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set of names."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Form:
    """A posted form."""

    values: dict[str, Any]

    def text(self, name: str, otherwise: str = "") -> str:
        """One value; the last of several."""
        value = self.values.get(name, otherwise)
        return str(value[-1]) if isinstance(value, list) else str(value)

    def many(self, name: str) -> list[str]:
        """A repeated key, or one with words in it."""
        value = self.values.get(name, [])
        return [str(each) for each in value] if isinstance(value, list) else str(value).split()

    def url(self, name: str, code: int = 21205) -> str:
        """A URL, or nothing; RestError if it is none."""
        found = self.text(name)
        if found and not found.startswith(("http://", "https://")):
            raise RestError(code, name)
        return found

    def seconds(self, name: str, otherwise: float, most: float) -> float:
        """A number of seconds within bounds."""
        found = self.text(name) or str(otherwise)
        if not found.replace(".", "", 1).isdigit() or not 0 < float(found) <= most:
            raise RestError(20001, name)
        return float(found)
