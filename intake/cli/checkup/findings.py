"""One problem and its cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`callers`: somebody who calls or texts now would be worse off for it."""

    what: str
    cure: str
    callers: bool
