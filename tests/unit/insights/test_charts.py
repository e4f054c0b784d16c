"""Marks go where the numbers say."""

from __future__ import annotations

from intake.insights import charts


def test_heat_has_every_hour_and_shows_the_least_call():
    cells = charts.heat({(0, 0): 100, (6, 23): 1})
    assert len(cells) == 168
    assert (cells[0].level, cells[-1].level, cells[5].level) == (5, 1, 0)
    assert {cell.level for cell in charts.heat({})} == {0}


def test_bars_share_one_scale():
    assert [bar.percent for bar in charts.bars([("a", 2), ("b", 1)])] == [100, 50]
    assert charts.bars([("a", 50)], 100)[0].percent == 50
    assert charts.bars([("a", 0)])[0].percent == 0


def test_steps():
    assert charts.steps([1, 2], 2, height=10, width=5) == "0,5 5,5 5,0 10,0"
    assert charts.steps([0], 0, height=10, width=5) == "0,10 5,10"


def test_reached_counts_all_who_came_at_least_so_far():
    found = charts.reached({("voice/self", "b"): 2, ("sms/self", "a"): 1, ("sms/self", "?"): 1}, ("a", "b", "c"))
    assert found == {"a": 4, "b": 2, "c": 0}
