"""Who signs for a minor, and why a parent is not called: 42 CFR 2.14 with each state's own age, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class StateRule:
    """`alone_from`: the age from which a minor consents alone; None if a parent has to. `checked`: when
    counsel confirmed it, empty if nobody has."""

    alone_from: int | None
    source: str
    checked: str


UNKNOWN = StateRule(None, "", "")


@cache
def table() -> Mapping[str, StateRule]:
    """The rules by two-letter state code."""
    text = (files("intake.privacy") / "minors.toml").read_text()
    return {
        state: StateRule(row.get("alone_from"), row["source"], row["checked"])
        for state, row in tomllib.loads(text).items()
    }


def needs_counsel() -> list[str]:
    """The states whose rule no lawyer has confirmed: said by `helpline doctor`."""
    return sorted(state for state, rule in table().items() if not rule.checked)


def signers(state: str | None, age: int | None, rules: Mapping[str, StateRule] | None = None) -> str:
    """Who has to sign a minor's consent: "minor" or "minor_and_parent".

    The minor always does. Without a checked rule, a known state and a known age the parent does as well.
    """
    rule = (table() if rules is None else rules).get((state or "").upper(), UNKNOWN)
    alone = bool(rule.checked) and rule.alone_from is not None and age is not None and age >= rule.alone_from
    return "minor" if alone else "minor_and_parent"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the program director wrote down under 2.14(c): both have to be true."""

    no_capacity: bool
    threat_to_life: bool


def may_tell_parent(*, minor_agreed_in_writing: bool, finding: Finding | None = None) -> bool:
    """Whether a parent may even hear that the minor applied (2.14(b)(2), (c)). Never by machine."""
    return minor_agreed_in_writing or (finding is not None and finding.no_capacity and finding.threat_to_life)
