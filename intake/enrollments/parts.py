"""Reading one mapping of a file by its parts, with words for where each mistake stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# Programs that a file must not describe: pay for a referral is a crime whoever pays it (18 U.S.C. 220).
_MONEY = ("price", "fee", "bid", "commission", "payout", "per_lead", "per_admission", "sponsor")


class Part:
    """One mapping of the file, with words for where it stands."""

    def __init__(self, entry: object, where: str, problems: list[str]) -> None:
        self.entry: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
        self.where = f"{where} ({self.entry['slug']})" if "slug" in self.entry else where
        self.problems = problems
        self.seen: set[str] = set()
        if not isinstance(entry, dict):
            self.wrong("is not a mapping")

    def wrong(self, what: str) -> None:
        """Note a mistake."""
        self.problems.append(f"{self.where}: {what}")

    def text(self, name: str, default: str | None = None) -> str:
        """Words that must be there, or `default` ("-" is nothing)."""
        value = self._value(name, default)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
            self.wrong(f"{name} must be words; put them in quotes")
            return ""
        return "" if value == "-" else str(value).strip()

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """A number within bounds."""
        value = self._value(name, default)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.wrong(f"{name} must be a number from {low:g} to {high:g}")
            return low
        return value

    def words(self, name: str, known: Collection[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of words, or one word."""
        value = self._value(name, default)
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            self.wrong(f"{name} must be a list of words")
            return default
        strange = [one for one in listed if known is not None and one not in known]
        if strange:
            self.wrong(f"{name} has {', '.join(strange)}; it may have {', '.join(known or ())}")
        return tuple(listed)

    def choice(self, name: str, known: Collection[str], default: str) -> str:
        """One of the known words."""
        value = self.text(name, default)
        if value and value not in known:
            self.wrong(f"{name} is {value}; it may be {', '.join(known)}")
            return default
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no where it is not there."""
        value = self._value(name, False)
        if not isinstance(value, bool):
            self.wrong(f"{name} must be true or false")
        return value is True

    def count(self, name: str) -> int | None:
        """A whole number from 0; None where it is not there."""
        self.seen.add(name)
        if self.entry.get(name) is None:
            return None
        return int(self.number(name, 0, 10_000))

    def parts(self, name: str, what: str) -> list[Part]:
        """The mappings of a list; none where it is not there."""
        value = self._value(name, [])
        if not isinstance(value, list):
            self.wrong(f"{name} must be a list")
            return []
        return [Part(one, f"{self.where}, {what} {at}", self.problems) for at, one in enumerate(value, 1)]

    def _value(self, name: str, default: object) -> object:
        self.seen.add(name)
        value = self.entry.get(name, default)
        if value is None and self.entry:
            self.wrong(f"{name} is missing")
        return value

    def done(self) -> None:
        """Name what nobody asked for; money by its name."""
        for name in self.entry.keys() - self.seen:
            money = any(word in str(name).lower() for word in _MONEY)
            self.wrong(
                f"{name} may not be here: nothing that is paid decides where anybody is sent"
                if money
                else f"{name} is not known"
            )
