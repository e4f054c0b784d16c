"""Who is on duty, from a file to the answer, with every change in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from intake.oncall import availability, service
from intake.oncall.breaks import Pauses, after_call, back, number_is_dead, take_break
from intake.oncall.ical import Owner
from intake.oncall.tiers import Tier
from intake.privacy.audit import Action
from intake.storage import duty
from tests.integration.oncall.conftest import HEADING, NOW, line

ROTA = HEADING + line("ana", "primary", 8, 12) + line("ben", "primary", 20, 12) + line("cal", "backup")


def on_duty(database, at=NOW):
    with database.begin() as connection:
        return [(duty.staff_id, duty.tier.value) for duty in service.who_at(connection, at)]


def entries(database, action):
    with database.begin() as connection:
        query = text("SELECT reason FROM audit_entries WHERE action = :action ORDER BY id")
        return list(connection.execute(query, {"action": action.value}).scalars())


def test_a_file_becomes_people_on_duty(database, team, change):
    with database.begin() as connection:
        done = service.import_csv(connection, ROTA, change)
    assert (done.added, done.kept, done.retired) == (3, 0, 0)
    assert on_duty(database) == [(team["ana"], "primary"), (team["cal"], "backup")]
    assert on_duty(database, NOW + timedelta(hours=12)) == [(team["ben"], "primary"), (team["cal"], "backup")]
    assert entries(database, Action.ROTA_CHANGE) == ["file:added=3,retired=0"]


def test_the_same_file_again_changes_nothing_and_a_newer_one_is_the_whole_rota(database, team, change):
    with database.begin() as connection:
        service.import_csv(connection, ROTA, change)
        again = service.import_csv(connection, ROTA, change)
        newer = service.import_csv(connection, HEADING + line("ana", "primary", 8, 12), change)
    assert (again.added, again.kept, again.retired) == (0, 3, 0)
    assert (newer.added, newer.kept, newer.retired) == (0, 1, 2)
    assert on_duty(database) == [(team["ana"], "primary")]


def test_a_file_with_a_mistake_changes_nothing(database, team, change):
    with database.begin() as connection:
        service.import_csv(connection, ROTA, change)
        bad = service.import_csv(connection, HEADING + line("zoe", "primary") + line("ana", "first"), change)
    assert [problem.split(":")[0] for problem in bad.problems] == ["line 2", "line 3"]
    assert len(on_duty(database)) == 2


def test_shifts_from_a_calendar_stay_when_a_file_comes(database, team, change):
    event = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T140000Z\r\nDURATION:PT4H\r\nEND:VEVENT\r\n"
    data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n".encode()
    owner = Owner(team["dee"], Tier.SUPERVISOR, "America/New_York")
    with database.begin() as connection:
        assert service.import_calendar(connection, data, owner, change).added == 1
        service.import_csv(connection, ROTA, change)
        assert service.import_calendar(connection, data, owner, change).kept == 1
    assert (team["dee"], "supervisor") in on_duty(database)


def test_gaps_are_found_and_the_worst_come_first(database, team, change):
    with database.begin() as connection:
        service.import_csv(connection, HEADING + line("ana", "primary", 8, 12) + line("cal", "backup"), change)
        found = service.gaps(connection, NOW, 1)
    assert found[0].kind == "no_primary"
    assert (found[0].start, found[0].minutes) == (NOW + timedelta(hours=10), 720)
    assert not found[-1].serious
    assert {"long_shift", "many_days"} <= {one.kind for one in found}


def available(database, at=NOW):
    with database.begin() as connection:
        return availability.somebody_available(connection, at)


def test_professionals_are_here_only_when_one_of_them_can_be_rung(database, team, change):
    assert not available(database)
    with database.begin() as connection:
        service.import_csv(connection, HEADING + line("ana", "primary"), change)
    assert available(database)
    with database.begin() as connection:
        take_break(connection, team["ana"], change)
    assert not available(database)
    with database.begin() as connection:
        back(connection, team["ana"], change)
        number_is_dead(connection, team["ana"], change)
    assert not available(database)
    with database.begin() as connection:
        duty.number_works(connection, team["ana"])
    assert available(database)


def test_after_a_crisis_they_rest_and_a_tap_ends_it(database, team, change):
    pauses = Pauses(wrap_seconds=600, crisis_rest_seconds=900)
    with database.begin() as connection:
        service.import_csv(connection, HEADING + line("ana", "primary"), change)
        assert after_call(connection, team["ana"], "P0", pauses, NOW) == NOW + timedelta(seconds=900)
    assert not available(database, NOW + timedelta(seconds=899))
    assert available(database, NOW + timedelta(seconds=900))
    with database.begin() as connection:
        back(connection, team["ana"], replace(change, now=NOW + timedelta(seconds=60)))
    assert available(database, NOW + timedelta(seconds=61))


def test_somebody_in_two_tiers_is_one_person_in_the_nearer(database, team, change):
    with database.begin() as connection:
        service.import_csv(connection, HEADING + line("ana", "backup") + line("ana", "primary"), change)
        (person,) = availability.people_on_duty(connection, NOW)
    assert (person.staff_id, person.tier, person.skills) == (team["ana"], Tier.PRIMARY, frozenset({"es", "en"}))


def test_people_who_were_disabled_are_not_on_duty(database, team, change):
    with database.begin() as connection:
        service.import_csv(connection, HEADING + line("ana", "primary"), change)
        connection.execute(text("UPDATE staff SET disabled_at = now() WHERE id = :id"), {"id": team["ana"]})
    assert not available(database)
    with database.begin() as connection:
        assert availability.people_on_duty(connection, NOW) == []
        assert service.gaps(connection, NOW, 1)[0].kind == "no_cover"
