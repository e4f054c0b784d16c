"""Reading one mapping of a file by its parts, with words for where each mistake stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from intake.told import Told, told

# Programs that a file must not describe: pay for a referral is a crime whoever pays it (18 U.S.C. 220).
_MONEY = ("price", "fee", "bid", "commission", "payout", "per_lead", "per_admission", "sponsor")


class Part:
    """One mapping of the file, with words for where it stands."""

    def __init__(self, entry: object, where: Told, problems: list[Told]) -> None:
        self.entry: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
        slug = self.entry.get("slug")
        self.where = where if slug is None else told("{where} ({slug})", where=where, slug=slug)
        self.problems = problems
        self.seen: set[str] = set()
        if not isinstance(entry, dict):
            self.wrong(told("is not a mapping"))

    def wrong(self, what: Told) -> None:
        """Note a mistake."""
        self.problems.append(told("{where}: {what}", where=self.where, what=what))

    def text(self, name: str, default: str | None = None) -> str:
        """Words that must be there, or `default` ("-" is nothing)."""
        value = self._value(name, default)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
            self.wrong(told("{name} must be words; put them in quotes", name=name))
            return ""
        return "" if value == "-" else str(value).strip()

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """A number within bounds."""
        value = self._value(name, default)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.wrong(
                told("{name} must be a number from {low} to {high}", name=name, low=f"{low:g}", high=f"{high:g}")
            )
            return low
        return value

    def words(self, name: str, known: Collection[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of words, or one word."""
        value = self._value(name, default)
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            self.wrong(told("{name} must be a list of words", name=name))
            return default
        strange = [one for one in listed if known is not None and one not in known]
        if strange:
            may = ", ".join(known or ())
            self.wrong(told("{name} has {strange}; it may have {may}", name=name, strange=", ".join(strange), may=may))
        return tuple(listed)

    def choice(self, name: str, known: Collection[str], default: str) -> str:
        """One of the known words."""
        value = self.text(name, default)
        if value and value not in known:
            may = ", ".join(known)
            self.wrong(told("{name} is {value}; it may be {may}", name=name, value=value, may=may))
            return default
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no where it is not there."""
        value = self._value(name, False)
        if not isinstance(value, bool):
            self.wrong(told("{name} must be true or false", name=name))
        return value is True

    def count(self, name: str) -> int | None:
        """A whole number from 0; None where it is not there."""
        self.seen.add(name)
        if self.entry.get(name) is None:
            return None
        return int(self.number(name, 0, 10_000))

    def programs(self, name: str) -> list[Part]:
        """The mappings of a list of programs; none where it is not there."""
        value = self._value(name, [])
        if not isinstance(value, list):
            self.wrong(told("{name} must be a list", name=name))
            return []
        return [
            Part(one, told("{where}, program {number}", where=self.where, number=number), self.problems)
            for number, one in enumerate(value, 1)
        ]

    def _value(self, name: str, default: object) -> object:
        self.seen.add(name)
        value = self.entry.get(name, default)
        if value is None and self.entry:
            self.wrong(told("{name} is missing", name=name))
        return value

    def done(self) -> None:
        """Name what nobody asked for; money by its name."""
        for name in self.entry.keys() - self.seen:
            money = any(word in str(name).lower() for word in _MONEY)
            self.wrong(
                told("{name} may not be here: nothing that is paid decides where anybody is sent", name=name)
                if money
                else told("{name} is not known", name=name)
            )
