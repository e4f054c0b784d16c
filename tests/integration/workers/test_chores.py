"""Chores of the house: the trail is chained, nights forget, glass is told of, each once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from intake.numbers import PhoneNumber
from intake.privacy import backup, sealer
from intake.staff import glass, people
from intake.storage import certificates
from tests.house import Town
from tests.integration.privacy import seeds
from workers.jobs import chores


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HELPLINE_DATA_DIR", str(tmp_path))
    return tmp_path


def test_a_night_forgets_once_and_lists_it_outside_the_database(town: Town, folder: Path) -> None:
    number = PhoneNumber("+12025550147")
    long_ago = town.clock() - timedelta(days=2)
    with town.database.begin() as connection:
        values = {"stage": "closed", "closed_reason": "person_cancelled", "closed_at": long_ago}
        gone = seeds.enrollment(connection, town.desk.vault, number, long_ago, **values)
    town.sweeps()
    town.sweeps()
    with town.database.begin() as connection:
        runs = connection.execute(text("SELECT count(*) FROM certificates")).scalar_one()
        kept = connection.execute(text("SELECT number_sealed FROM enrollments")).scalar_one()
    assert (runs, kept) == (1, None)
    listed = backup.exported_erasures(folder / "erasures.jsonl")
    assert [one.record_id for one in listed] == [gone]
    town.clock.passes(86_400)
    town.sweeps()
    with town.database.begin() as connection:
        assert len(certificates.newest(connection)) == 2
    assert len(backup.exported_erasures(folder / "erasures.jsonl")) == 1


def test_the_whole_trail_is_looked_through_once_an_hour(
    town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    seal = sealer.seal

    def watched(*given: Any, everything: bool = False) -> sealer.Sealed:
        asked.append(everything)
        return seal(*given, everything=everything)

    monkeypatch.setattr(chores.sealer, "seal", watched)
    town.calls().presses("1").hangs_up()
    town.sweeps()
    town.clock.passes(600)
    town.sweeps()
    assert asked == [False, True, False]
    town.clock.passes(3_000)
    town.sweeps()
    assert asked == [False, True, False, False, True]
    assert "signature" in (folder / "audit-checkpoints.jsonl").read_text()


def test_a_chore_that_fails_is_not_counted_as_done(town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(chores.retention, "carry_out", fail)
        town.sweeps()
    town.sweeps()
    with town.database.begin() as connection:
        assert len(certificates.newest(connection)) == 1


def test_every_reviewer_but_the_one_who_did_it_is_told_of_broken_glass(town: Town, folder: Path) -> None:
    now = town.clock()
    with town.database.begin() as connection:
        made = {}
        for place, (name, role) in enumerate([("sue", "supervisor"), ("aud", "auditor"), ("pro", "professional")]):
            new = people.NewPerson(f"{name}@example.org", name, [role], PhoneNumber(f"+1202555013{place}"))
            made[name] = people.add(connection, town.desk.vault, new, "cli:test", now)
        why = glass.Emergency("enrollment", "0" * 32, "the caller is in danger")
        glass.open_glass(connection, town.desk.vault, made["sue"], why, now)
    town.sweeps()
    town.sweeps()
    sent = [order for _sid, order in town.paper.texts if "emergency" in order.body]
    assert [order.to.reveal()[-3:] for order in sent] == ["131"]
    assert sent[0].sender == town.desk.lines.neutral
