"""The four tiers of people on duty, nearest to the caller first."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """Who is rung before whom."""

    PRIMARY = "primary"
    BACKUP = "backup"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    @property
    def rank(self) -> int:
        """0 for the tier that is rung first."""
        return _ORDER.index(self)


_ORDER = tuple(Tier)
