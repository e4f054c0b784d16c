"""The hostile benchmark, in small: over real servers nothing is broken, accepted or told."""

from __future__ import annotations

from tests.bench import hostile


def test_a_small_storm_of_hostile_requests_changes_nothing() -> None:
    report = hostile.measure(quick=True, seed=11)
    found = {figure.name: figure.median for figure in report.figures}
    assert found["requests"] == hostile.QUICK
    assert {name: found[name] for name in (*hostile._FAULTS[:3], "records made of them")} == {
        "5xx": 0, "accepted": 0, "leaked": 0, "records made of them": 0,
    }, report.notes  # fmt: skip
    assert "the service lives" in report.notes
