"""Short ways to write shifts and times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from intake.oncall.recurrence import Shift
from intake.oncall.rota import Override
from intake.oncall.tiers import Tier

NEW_YORK = "America/New_York"


def at(wall: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shift(
    who: UUID,
    start: str = "2026-06-01T08:00",
    end: str = "2026-06-01T20:00",
    zone: str = NEW_YORK,
    rule: str = "",
    tier: Tier = Tier.PRIMARY,
) -> Shift:
    return Shift(uuid4(), who, tier, datetime.fromisoformat(start), datetime.fromisoformat(end), zone, rule)


def override(
    who: UUID,
    start: str,
    end: str,
    replaces: UUID | None = None,
    tier: Tier = Tier.PRIMARY,
    made: int = 0,
) -> Override:
    made_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=made)
    return Override(uuid4(), who, tier, at(start), at(end), replaces, "override", made_at)
