"""A directory file is taken whole or not at all, warns of too few hours, and has no room for money."""

from __future__ import annotations

import pytest
import yaml

from intake.enrollments.programs import ProgramOffer, warn
from intake.enrollments.sites import parse
from intake.enrollments.sites import written as as_file

PROGRAM = {
    "slug": "evening",
    "name": "Evening group",
    "level": "2.1",
    "sessions_per_week": 3,
    "hours_per_session": 3,
    "weeks": 8,
    "schedule": "evening",
    "format": ["in_person", "online"],
    "languages": ["en", "es"],
    "payers": ["medicaid"],
    "online_states": ["CA"],
}
SITE = {"slug": "mission", "name": "Mission", "zip": "94110", "programs": [PROGRAM]}


def written(site=None, **program):
    changed = SITE | {"programs": [PROGRAM | program]} | (site or {})
    return parse(yaml.safe_dump({"sites": [changed]}))


def test_a_good_file():
    found = written()
    assert found.problems == found.warnings == ()
    (site,) = found.sites
    assert (site.city, site.state, site.timezone) == ("San Francisco", "CA", "America/Los_Angeles")
    assert site.programs[0].schedules == ("evening",)
    assert site.programs[0].hours_per_week == 10


# Sessions a week and hours a session, with one hour of individual counselling: which reach nine hours.
ENOUGH = {(2, 2): 0, (2, 3): 0, (3, 2): 0, (3, 2.5): 0, (3, 3): 1, (4, 2): 1, (4, 2.5): 1, (5, 2): 1, (5, 3): 1}


@pytest.mark.parametrize(("sessions", "hours"), sorted(ENOUGH))
def test_an_iop_of_less_than_nine_hours_is_warned_of(sessions, hours):
    found = written(sessions_per_week=sessions, hours_per_session=hours)
    assert found.sites
    assert bool(found.warnings) == (not ENOUGH[sessions, hours])


def test_adolescents_need_six_hours_and_other_levels_none():
    short = {"sessions_per_week": 2, "hours_per_session": 2.5}
    assert written(ages="minor", **short).warnings == ()
    assert written(level="1.5", **short).warnings == ()


def test_unusual_numbers_are_warned_of():
    offer = ProgramOffer("x", "X", "2.1", 4, sessions_per_week=6, hours_per_session=4, weeks=12)
    assert len(warn(offer)) == 3


@pytest.mark.parametrize("name", ["price", "referral_fee", "bid", "pay_per_lead", "sponsored"])
def test_nothing_that_is_paid_may_stand_in_it(name):
    for found in (written({name: 10}), written(**{name: 10})):
        assert found.sites == ()
        assert "nothing that is paid decides" in found.problems[0]


def test_every_mistake_is_named_at_once_with_its_place():
    found = written({"zip": 501, "sabg": "maybe"}, level="9", weeks="eight", languages=["klingon"], extra=1)
    assert len(found.problems) == 6
    assert all(problem.startswith("site 1 (mission)") for problem in found.problems)
    assert parse(yaml.safe_dump({"sites": [SITE, SITE]})).problems == ("site 'mission' is there twice",)


@pytest.mark.parametrize("text", ["", "sites: []", "- 1", "sites: {", "sites: [1]", "sites: hello"])
def test_no_file_breaks_it(text):
    found = parse(text)
    assert found.problems
    assert not found.sites


def test_the_directory_is_written_as_it_was_read():
    read = written(ages=["adult", "minor"], open_places=3, languages=["en", "es"], payers=["medicaid"]).sites
    assert parse(as_file(read)).sites == read
    assert as_file(()) == ""
