"""A ZIP or an area code tells which clock hangs where somebody is."""

from __future__ import annotations

import gzip
from zoneinfo import ZoneInfo

import pytest

from intake.enrollments.places import miles_between, place, zip_exists, zone_of
from tests import places_data


@pytest.mark.parametrize(
    ("zip_code", "area_code", "zone"),
    [
        ("94110", None, "America/Los_Angeles"),
        ("33101", "415", "America/New_York"),
        ("00501", None, "America/New_York"),
        ("00901", None, "America/Puerto_Rico"),
        ("85001", None, "America/Phoenix"),
        ("86515", None, "America/Denver"),
        (None, "202", "America/New_York"),
        (None, "808", "Pacific/Honolulu"),
        (None, "416", "America/Toronto"),
        (None, "645", "America/New_York"),
        ("99999", "312", "America/Chicago"),
        (None, "800", None),
        (None, None, None),
        ("09001", "602", "America/Phoenix"),
    ],
)
def test_zone(zip_code, area_code, zone):
    assert zone_of(zip_code, area_code) == zone


def test_every_zone_is_one_that_a_clock_has():
    for area_code in range(200, 1000):
        zone = zone_of(None, str(area_code))
        assert zone is None or ZoneInfo(zone)


def test_zips_that_exist_and_zips_that_do_not():
    assert zip_exists("94110")
    assert not zip_exists("00000")
    assert not zip_exists("9411")


def test_distance():
    here, there = place("94110"), place("94612")
    assert here is not None
    assert there is not None
    assert miles_between(here, (there.latitude, there.longitude)) == pytest.approx(9, abs=2)
    assert miles_between(here, (40.75, -73.99)) == pytest.approx(2570, abs=15)
    military = place("09001")
    assert military is not None
    assert miles_between(military, (40.75, -73.99)) is None


def test_the_file_is_what_the_package_says():
    assert gzip.decompress(places_data.FILE.read_bytes()).decode().splitlines() == places_data.lines()
