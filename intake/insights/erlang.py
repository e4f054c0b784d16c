"""How long callers wait for a given number of people (Erlang B, C and A). Pure arithmetic.

Source: M/M/c (Erlang 1917) and M/M/c+M (Palm 1946). Times are seconds, rates are per hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, inf

_TAIL = 1e-12
_LONGEST_QUEUE = 100_000


@dataclass(frozen=True, slots=True)
class Load:
    """What comes in: requests an hour, each keeping one person busy for `handling_s` seconds."""

    per_hour: float
    handling_s: float

    def __post_init__(self) -> None:
        """Raises `ValueError` for a negative rate or a handling time that is not positive."""
        if self.per_hour < 0 or self.handling_s <= 0:
            raise ValueError("a load needs a rate of at least 0 and a positive handling time")

    @property
    def erlangs(self) -> float:
        """People kept busy on average: a = λ·AHT."""
        return self.per_hour * self.handling_s / 3600


@dataclass(frozen=True, slots=True)
class Abandoning:
    """A queue that people may leave: the chance to wait at all, and to give up."""

    waits: float
    abandons: float
    queue_length: float


def erlang_b(erlangs: float, people: int) -> float:
    """The share refused when nobody may wait: B(0) = 1, B(k) = a·B(k−1) / (k + a·B(k−1))."""
    blocked = 1.0
    for k in range(1, people + 1):
        blocked = erlangs * blocked / (k + erlangs * blocked)
    return blocked


def erlang_c(erlangs: float, people: int) -> float:
    """The share that has to wait when nobody gives up; 1.0 for more load than the people can carry."""
    if people <= erlangs:
        return 1.0
    blocked = erlang_b(erlangs, people)
    return blocked / (1 - (erlangs / people) * (1 - blocked))


def service_level(load: Load, people: int, within_s: float) -> float:
    """The share answered within `within_s` seconds: 1 − Pw·e^(−(c−a)·T/AHT); 0.0 when overloaded."""
    spare = people - load.erlangs
    if spare <= 0:
        return 0.0
    return 1 - erlang_c(load.erlangs, people) * exp(-spare * within_s / load.handling_s)


def average_wait(load: Load, people: int) -> float:
    """Average speed of answer in seconds: Pw·AHT / (c−a); infinite when overloaded."""
    spare = people - load.erlangs
    if spare <= 0:
        return inf
    return erlang_c(load.erlangs, people) * load.handling_s / spare


def occupancy(load: Load, people: int) -> float:
    """The share of their time that people are busy: a/c, at most 1."""
    return min(1.0, load.erlangs / people) if people else 1.0


def erlang_a(load: Load, people: int, patience_s: float) -> Abandoning:
    """A queue whose callers hang up after `patience_s` on average: the honest model for people on hold.

    Birth and death with death rate min(n, c)·μ + max(0, n − c)·θ; P(abandon) = θ·Lq/λ.
    """
    arrivals, served, leaving = load.per_hour / 3600, 1 / load.handling_s, 1 / patience_s
    if arrivals == 0:
        return Abandoning(0.0, 0.0, 0.0)
    weight, total, waiting, queued = 1.0, 1.0, 0.0 if people else 1.0, 0.0
    for n in range(1, _LONGEST_QUEUE):
        weight *= arrivals / (min(n, people) * served + max(0, n - people) * leaving)
        total += weight
        if n >= people:
            waiting += weight
            queued += (n - people) * weight
        if n > people and weight < _TAIL * total:
            break
    queue_length = queued / total
    return Abandoning(waiting / total, leaving * queue_length / arrivals, queue_length)


def people_needed(load: Load, within_s: float, share: float = 0.9) -> int:
    """The fewest people for whom `share` of the requests is taken up within `within_s` seconds.

    Uses Erlang C: nobody gives up on a call back that is written down.
    """
    if load.per_hour == 0:
        return 0
    people = max(1, ceil(load.erlangs))
    while service_level(load, people, within_s) < share:
        people += 1
    return people


def on_rota(people: int, shrinkage: float = 0.3) -> int:
    """How many to plan in for `people` to be there, when `shrinkage` of their time goes elsewhere."""
    return ceil(people / (1 - shrinkage) - 1e-9)
