"""The staffing maths gives the figures that the domain notes computed and simulated."""

from __future__ import annotations

from math import inf

import pytest

from intake.insights.erlang import (
    Load,
    average_wait,
    erlang_a,
    erlang_b,
    erlang_c,
    occupancy,
    on_rota,
    people_needed,
    service_level,
)
from intake.insights.staffing import RATES, Target, table, teams


@pytest.mark.parametrize(
    ("per_hour", "minutes", "people", "within", "erlangs", "waits", "asa", "level"),
    [
        (3, 20, 2, 30, 1.0, 0.3333, 400.0, 0.6749),
        (3, 20, 3, 30, 1.0, 0.0909, 54.55, 0.9135),
        (6, 20, 4, 30, 2.0, 0.1739, 104.35, 0.8346),
        (12, 15, 6, 20, 3.0, 0.0991, 29.74, 0.9073),
        (20, 6, 4, 20, 2.0, 0.1739, 31.30, 0.8444),
        (100, 3, 8, 20, 5.0, 0.1673, 10.04, 0.8801),
    ],
)
def test_waiting_queue(per_hour, minutes, people, within, erlangs, waits, asa, level):
    load = Load(per_hour, minutes * 60)
    assert load.erlangs == pytest.approx(erlangs)
    assert erlang_c(load.erlangs, people) == pytest.approx(waits, abs=5e-5)
    assert average_wait(load, people) == pytest.approx(asa, abs=5e-3)
    assert service_level(load, people, within) == pytest.approx(level, abs=5e-5)
    assert occupancy(load, people) == pytest.approx(erlangs / people)


@pytest.mark.parametrize(("per_hour", "people", "waits", "abandons"), [(3, 2, 0.2137, 0.1794), (6, 4, 0.1084, 0.0793)])
def test_queue_that_people_leave(per_hour, people, waits, abandons):
    found = erlang_a(Load(per_hour, 1200), people, patience_s=120)
    assert found.waits == pytest.approx(waits, abs=5e-5)
    assert found.abandons == pytest.approx(abandons, abs=5e-5)


def test_queue_that_people_leave_with_nobody_there():
    found = erlang_a(Load(3, 1200), 0, patience_s=120)
    assert found.waits == pytest.approx(1.0)
    assert found.abandons == pytest.approx(1.0)
    assert erlang_a(Load(0, 1200), 2, patience_s=120).abandons == 0


@pytest.mark.parametrize(
    ("within", "people"),
    [
        (900, (2, 3, 3, 4, 5, 6, 7)),
        (300, (2, 3, 4, 4, 5, 6, 8)),
        (60, (2, 3, 4, 4, 6, 7, 9)),
    ],
)
def test_people_needed_table(within, people):
    assert table()[within] == people
    assert len(RATES) == len(people)


def test_overload_is_said_and_not_hidden():
    load = Load(60, 1200)
    assert erlang_c(load.erlangs, 3) == 1.0
    assert average_wait(load, 3) == inf
    assert service_level(load, 3, 60) == 0.0


def test_edges():
    assert erlang_b(0, 1) == 0
    assert people_needed(Load(0, 60), 30) == 0
    assert on_rota(7) == 10
    assert on_rota(2) == 3
    with pytest.raises(ValueError, match="rate"):
        Load(-1, 60)


def test_one_more_person_is_shown_with_what_it_changes():
    found = teams(3, Target(within_s=30, handling_s=1200))
    assert [team.people for team in found] == list(range(1, len(found) + 1))
    assert found[0].wait_s == inf
    assert found[1].in_time == pytest.approx(0.6749, abs=5e-5)
    assert found[2].in_time == pytest.approx(0.9135, abs=5e-5)
    assert found[1].hangs_up == pytest.approx(0.1794, abs=5e-5)
    assert found[-1].in_time >= 0.9
