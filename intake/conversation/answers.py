"""What a caller has told us, in the values of the enrollment record, with the safest defaults."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answers:
    """Field names and values are those of the enrollments JSON; None means not asked or skipped."""

    for_whom: str = "self"
    contact_mode: str = "voice"
    message: str = "none"
    identify_as: str = "first_name_only"
    when: str = "asap"
    zip: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    age_band: str | None = None
    care_stage: str | None = None
    living: str | None = None
    priority_group: bool | None = None
    pay: str | None = None
    schedule: str | None = None
    format: str | None = None
    flags: tuple[str, ...] = ()

    def flagged(self, flag: str) -> bool:
        """Whether this flag was raised at any time."""
        return flag in self.flags
