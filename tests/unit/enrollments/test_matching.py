"""What fits and is near comes first, each with its reasons, and money has no way in."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from intake.enrollments.matching import Wish, match
from intake.enrollments.places import place
from intake.enrollments.programs import ProgramOffer, Site

OFFER = ProgramOffer("a", "A", "2.1", 4, 3, 3, 8, languages=("en", "es"), payers=("medicaid",))


def site(zip_code: str, *programs: ProgramOffer) -> Site:
    where = place(zip_code)
    assert where is not None
    return Site(
        zip_code, zip_code, where.city, where.state, zip_code, str(where.zone), where.latitude or 0,
        where.longitude or 0, programs=programs or (OFFER,),
    )  # fmt: skip


NEAR, FARTHER, FAR = site("94110"), site("94612"), site("33101")
WISH = Wish(place("94103"), language="es", pay="medicaid", schedule="evening", format="in_person", age_band="adult")


def order(wish: Wish, *sites: Site) -> list[str]:
    return [one.site.slug for one in match(wish, sites)]


def test_the_nearest_of_two_that_fit_alike():
    assert order(WISH, FAR, FARTHER, NEAR) == ["94110", "94612", "33101"]


def test_a_better_fit_comes_before_a_nearer_place():
    english_only = site("94110", replace(OFFER, languages=("en",)))
    assert order(WISH, english_only, FARTHER) == ["94612", "94110"]


def test_too_far_the_wrong_level_or_age_is_not_possible():
    for wish, where in (
        (WISH, FAR),
        (replace(WISH, level="3.5"), NEAR),
        (replace(WISH, age_band="minor"), NEAR),
    ):
        (found,) = match(wish, [where])
        assert not found.possible
    assert match(WISH, [NEAR])[0].possible


def test_an_online_program_is_near_for_people_of_its_states():
    online = site("33101", replace(OFFER, formats=("online",), online_states=("CA",)))
    assert match(replace(WISH, format="either"), [online])[0].possible
    assert not match(WISH, [online])[0].possible
    elsewhere = replace(WISH, place=place("10001"), format="online")
    assert not match(elsewhere, [online])[0].possible


def test_what_is_not_known_rules_nothing_out():
    (found,) = match(Wish(None), [FAR])
    assert found.possible
    assert {one.code for one in found.reasons if one.fits is None} >= {"distance", "payer", "schedule", "format", "age"}


def test_every_match_says_why():
    (found,) = match(WISH, [NEAR])
    assert [(one.code, one.fits) for one in found.reasons] == [
        ("distance", True), ("level", True), ("age", True), ("language", True),
        ("payer", True), ("schedule", True), ("format", True), ("places", None),
    ]  # fmt: skip
    assert found.reasons[0].words == "1 miles away"


def test_no_field_of_a_site_or_program_could_hold_money():
    names = {field.name for kind in (Site, ProgramOffer, Wish) for field in fields(kind)}
    assert not [name for name in names if any(word in name for word in ("price", "fee", "bid", "rate", "pay_per"))]
    assert "payers" in names


@given(st.permutations([NEAR, FARTHER, FAR]))
def test_the_order_of_the_directory_makes_no_difference(sites):
    assert order(WISH, *sites) == ["94110", "94612", "33101"]
