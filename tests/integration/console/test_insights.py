"""Figures of any range, each with its definition; counts only."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from tests import enrollment_kit as kit
from tests.console_kit import ROLES, Console


@pytest.fixture
def busy(console: Console) -> Console:
    """A day with a lost call, a saved one and a kept callback."""
    now = console.clock()
    with console.database.begin() as connection:
        record_id = kit.add_enrollment(connection, console.house.vault, name="Ana", created_at=now)
        began = now - timedelta(hours=1)
        over = began + timedelta(seconds=80)
        kit.add_talk(connection, started_at=began, ended_at=over, secured_at=began + timedelta(seconds=48))
        kit.add_talk(connection, started_at=began, ended_at=over, outcome="abandoned")
        call = kit.add_callback(connection, record_id, promised_at=began, created_at=began, due_at=over)
        kit.add_attempt(connection, call, at=began + timedelta(minutes=3), result="no_answer")
    return console


def test_the_page(busy: Console) -> None:
    page = busy.client("supervisor").get("/insights").text
    assert "(abandoned − short) / (offered − short)" in page
    assert "50 %" in page
    assert "48 s" in page
    assert "Ana" not in page
    assert page.count('<svg class="chart') == 4
    assert page.count("<table") >= 3


@pytest.mark.parametrize(
    "query", ["?since=2020-01-01&until=2020-02-01", "?since=x&until=y", "?since=2030-01-01", "?since=0001-01-01"]
)
def test_any_range(busy: Console, query: str) -> None:
    for path in ("/insights", "/insights.csv"):
        assert busy.client("admin").get(path + query).status_code == 200


def test_the_file_has_the_same_figures(busy: Console) -> None:
    answer = busy.client("supervisor").get("/insights.csv")
    assert answer.mimetype == "text/csv"
    found = {(row[0], row[1]): row[2] for row in csv.reader(io.StringIO(answer.text))}
    assert found["figure", "offered"] == "2"
    assert found["figure", "abandonment"] == "0.5"
    assert found["figure", "secured"] == "48"
    assert found["callbacks", "P2 within"] == "1"
    assert found["funnel", "voice/unknown queued"] == "1"


def test_staffing(busy: Console) -> None:
    client = busy.client("supervisor")
    page = client.get("/insights/staffing").text
    assert "168 hours of the week have fewer people than they need." in page
    assert page.count("<polyline") == 14
    assert client.get("/insights/staffing?within=60&minutes=40").status_code == 200
    assert client.get("/insights/staffing?within=x&minutes=-1").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_counts_are_for_who_leads(console: Console, role: str) -> None:
    expected = 200 if role in ("supervisor", "admin") else 404
    for path in ("/insights", "/insights.csv", "/insights/staffing"):
        assert console.client(role).get(path).status_code == expected
