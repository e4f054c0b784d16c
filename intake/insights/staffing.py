"""People needed against people on the rota, hour of the week by hour. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.insights.erlang import (
    Load,
    average_wait,
    erlang_a,
    occupancy,
    on_rota,
    people_needed,
    service_level,
)
from intake.insights.forecast import HourForecast

TARGETS_S = (900.0, 300.0, 60.0)
RATES = (1, 2, 3, 4, 6, 8, 12)
HANDLING_S = 25 * 60.0


@dataclass(frozen=True, slots=True)
class Need:
    """One hour of the week: requests to plan for, people to have free, people to plan in, people planned."""

    hour: int
    expected: int
    people: int
    planned_for: int
    on_rota: int

    @property
    def short(self) -> int:
        """How many are missing; 0 where there are enough."""
        return max(0, self.planned_for - self.on_rota)


@dataclass(frozen=True, slots=True)
class Target:
    """What staffing has to reach: `share` of requests within `within_s`, each taking `handling_s`."""

    within_s: float = 900.0
    handling_s: float = HANDLING_S
    share: float = 0.9
    shrinkage: float = 0.3


@dataclass(frozen=True, slots=True)
class Team:
    """What a team of so many gives at one load. Shares 0 to 1, seconds; infinite where it is overloaded."""

    people: int
    busy: float
    in_time: float
    wait_s: float
    # On hold people hang up: the share who do, if they wait two minutes on average.
    hangs_up: float


PATIENCE_S = 120.0


def teams(per_hour: float, target: Target) -> tuple[Team, ...]:
    """Teams from one person to one more than are needed: what one more person changes."""
    load = Load(per_hour, target.handling_s)
    most = max(2, people_needed(load, target.within_s, target.share) + 1)
    return tuple(
        Team(
            people,
            occupancy(load, people),
            service_level(load, people, target.within_s),
            average_wait(load, people),
            erlang_a(load, people, PATIENCE_S).abandons,
        )
        for people in range(1, most + 1)
    )


def needs(hours: Sequence[HourForecast], rota: Sequence[int], target: Target) -> tuple[Need, ...]:
    """Every hour's need; never less than one person, because somebody is always on duty."""
    found = []
    for hour, planned in zip(hours, rota, strict=True):
        people = max(1, people_needed(Load(hour.p80, target.handling_s), target.within_s, target.share))
        found.append(Need(hour.hour, hour.p80, people, on_rota(people, target.shrinkage), planned))
    return tuple(found)


def table(handling_s: float = HANDLING_S, share: float = 0.9) -> dict[float, tuple[int, ...]]:
    """People needed for each target in seconds, by requests an hour (`RATES`)."""
    return {
        within: tuple(people_needed(Load(rate, handling_s), within, share) for rate in RATES) for within in TARGETS_S
    }
