"""The directory of sites, from a file to the programs near a person."""

from __future__ import annotations

import yaml

from intake.enrollments.directory import as_json, import_sites, listed, near
from intake.enrollments.matching import Wish
from intake.enrollments.places import place
from tests.integration.oncall.conftest import NOW

PROGRAM = {
    "slug": "evening", "name": "Evening", "level": "2.1", "sessions_per_week": 3, "hours_per_session": 2,
    "weeks": 8, "languages": ["en", "es"], "open_places": 4,
}  # fmt: skip
MISSION = {"slug": "mission", "name": "Mission", "zip": "94110", "programs": [PROGRAM]}
MIAMI = {"slug": "miami", "name": "Miami", "zip": "33101", "programs": [PROGRAM, PROGRAM | {"slug": "day"}]}


def put(database, *sites):
    with database.begin() as connection:
        return import_sites(connection, yaml.safe_dump({"sites": list(sites)}), "cli:test", NOW)


def test_a_file_becomes_the_directory_with_its_warnings(database):
    done = put(database, MISSION, MIAMI)
    assert (done.sites, done.programs, done.closed) == (2, 3, 0)
    assert len(done.warnings) == 3
    with database.begin() as connection:
        first = as_json(connection)[0]
    assert (first["slug"], len(first["programs"])) == ("miami", 2)
    assert first["programs"][0]["hours_per_week"] == 7
    assert first["programs"][0]["warnings"]


def test_the_next_file_changes_closes_and_opens_again_under_the_same_id(database):
    put(database, MISSION, MIAMI)
    with database.begin() as connection:
        ids = {one.site.slug: one.id for one in listed(connection)}
    assert put(database, MISSION | {"name": "Mission District"}).closed == 1
    with database.begin() as connection:
        assert [one.site.name for one in listed(connection)] == ["Mission District"]
    put(database, MISSION, MIAMI | {"programs": [PROGRAM]})
    with database.begin() as connection:
        found = {one.site.slug: one for one in listed(connection)}
    assert {slug: one.id for slug, one in found.items()} == ids
    assert len(found["miami"].site.programs) == 1


def test_a_file_with_a_mistake_changes_nothing(database):
    put(database, MISSION)
    assert put(database, MIAMI | {"price": 3}).problems
    with database.begin() as connection:
        assert [one.site.slug for one in listed(connection)] == ["mission"]


def test_what_is_near_comes_first(database):
    put(database, MISSION, MIAMI)
    with database.begin() as connection:
        found = near(connection, Wish(place("94612"), language="es"))
    assert [(one.site.slug, one.possible) for one in found] == [("mission", True), ("miami", False), ("miami", False)]
