"""The right people are rung: free, fitting, least loaded, never twice on a rung, and nobody waits for an empty tier."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.choosing import Past, Situation, look_again_at, whom, whom_on_hold
from intake.callbacks.classes import Class
from intake.callbacks.ladder import hold_rung, rung
from intake.oncall.tiers import Tier
from tests.unit.callbacks.kit import CLOCKS, NOW, person, seconds, wanted


def chosen(klass, people, past=(), after=0.0, barred=frozenset(), **how):
    now = NOW + seconds(after)
    situation = Situation(wanted(klass, **how), past, barred)
    found = whom(rung(klass, NOW, now, CLOCKS), situation, people, now, CLOCKS)
    return [one.person.staff_id.int for one in found]


def asked(number, after, result="no_answer", tier=Tier.PRIMARY):
    return Past(person(number).staff_id, tier, NOW + seconds(after), result)


PAIR = [person(1), person(2, Tier.BACKUP), person(3, Tier.SUPERVISOR), person(4, Tier.MANAGER)]


def test_a_crisis_rings_primary_and_backup_at_once_and_again_with_more():
    assert chosen(Class.P0, PAIR) == [1, 2]
    past = (asked(1, 0), asked(2, 0, tier=Tier.BACKUP))
    assert chosen(Class.P0, PAIR, past, after=59) == []
    assert set(chosen(Class.P0, PAIR, past, after=60)) == {1, 2, 3}
    assert set(chosen(Class.P0, PAIR, past, after=120)) == {1, 2, 3, 4}


def test_in_a_crisis_a_no_holds_until_every_tier_was_asked():
    past = (asked(1, 0, "declined"),)
    assert chosen(Class.P0, PAIR, past, after=60) == [2, 3]
    assert 1 in chosen(Class.P0, PAIR, past, after=120)


def test_the_next_person_on_each_rung():
    people = [person(1), person(5), *PAIR[1:]]
    assert chosen(Class.P1, people) == [1]
    assert chosen(Class.P1, people, [asked(1, 0)], after=119) == []
    assert chosen(Class.P1, people, [asked(1, 0)], after=120) == [5]
    past = [asked(1, 0), asked(5, 120), asked(2, 240, tier=Tier.BACKUP)]
    assert chosen(Class.P1, people, past, after=300) == [3]
    # One phone rings at a time, however late somebody looks: the supervisor comes first.
    assert chosen(Class.P1, people, past[:2], after=300)[0] == 3


def test_a_no_costs_no_time():
    assert chosen(Class.P2, PAIR, [asked(1, 0, "declined")], after=5) == [2]
    assert chosen(Class.P2, PAIR, [asked(1, 0, "failed")], after=5) == [2]


def test_nobody_is_asked_twice_on_one_rung_even_after_a_no():
    assert chosen(Class.P2, [person(1)], [asked(1, 0, "declined")], after=5) == []
    assert chosen(Class.P2, [person(1)], [asked(1, 0, "declined")], after=300) == [1]


def test_an_empty_tier_keeps_nobody_waiting():
    assert chosen(Class.P2, [person(3, Tier.SUPERVISOR)]) == [3]
    assert chosen(Class.P2, [person(1, number_dead=True), person(3, Tier.SUPERVISOR)]) == [3]
    assert chosen(Class.P1, [person(1, busy=True), person(3, Tier.SUPERVISOR)]) == [3]


def test_where_there_is_time_the_supervisor_is_not_rung_for_people_who_are_soon_free():
    assert chosen(Class.P2, [person(1, busy=True), person(3, Tier.SUPERVISOR)]) == []


def test_a_ringing_phone_is_waited_for():
    assert chosen(Class.P1, [person(1, busy=True), person(3, Tier.SUPERVISOR)], [asked(1, 0, "ringing")]) == []


def test_the_lower_load_is_next_and_says_why():
    people = [person(1, load=4.0), person(2, load=2.5)]
    situation = Situation(wanted(Class.P2))
    (choice,) = whom(rung(Class.P2, NOW, NOW, CLOCKS), situation, people, NOW, CLOCKS)
    assert choice.person.staff_id.int == 2
    assert choice.why == "primary;least=2.5/4.0"


def test_a_verified_telephone_comes_first_where_others_fit_as_well():
    people = [person(1, load=1.0, verified=False), person(2, load=2.5), person(3, Tier.BACKUP)]
    situation = Situation(wanted(Class.P2))
    (choice,) = whom(rung(Class.P2, NOW, NOW, CLOCKS), situation, people, NOW, CLOCKS)
    assert (choice.person.staff_id.int, choice.why) == (2, "primary;verified;only")
    assert chosen(Class.P2, people, [asked(2, 0, "declined")], after=5) == [1]


def test_language_first_then_everybody_after_half_the_time():
    people = [person(1), person(2, Tier.BACKUP, skills=frozenset({"es", "en"}))]
    assert chosen(Class.P2, people, language="es") == [2]
    past = [asked(2, 0, tier=Tier.BACKUP)]
    assert chosen(Class.P2, people, past, after=300, language="es") == [2]
    assert chosen(Class.P2, people, past, after=450, language="es") == [1]
    assert chosen(Class.P2, people[:1], language="es") == [1]


def test_a_crisis_does_not_wait_for_a_language():
    people = [person(1), person(2, Tier.BACKUP, skills=frozenset({"es"}))]
    assert set(chosen(Class.P0, people, language="es")) == {1, 2}


def test_whoever_ended_an_abusive_call_does_not_get_the_next_one():
    assert chosen(Class.P2, PAIR, barred=frozenset({PAIR[0].staff_id})) == [2]


def test_on_hold_two_phones_ring_then_the_backup_then_the_supervisor():
    def on_hold(after, past=()):
        now = NOW + seconds(after)
        found = hold_rung(NOW, now, seconds(20))
        choices = whom_on_hold(found, Situation(wanted(Class.P1), past), PAIR, now, CLOCKS)
        return [one.person.staff_id.int for one in choices]

    assert on_hold(0) == [1, 2]
    assert on_hold(5, [asked(1, 0, "ringing"), asked(2, 0, "ringing")]) == []
    assert on_hold(40, [asked(1, 0), asked(2, 0)]) == [3, 4]


def test_look_again_when_somebody_has_rested():
    people = [person(1, resting_until=NOW + seconds(30))]
    situation = Situation(wanted(Class.P2))
    found = rung(Class.P2, NOW, NOW, CLOCKS)
    assert look_again_at(found, situation, people, NOW, CLOCKS) == NOW + seconds(30)


RESULTS = st.sampled_from(["no_answer", "declined", "busy", "failed", "ringing", "taken"])
STAFF = st.lists(
    st.builds(
        person,
        st.integers(1, 6),
        st.sampled_from(Tier),
        skills=st.frozensets(st.sampled_from(["en", "es", "minor"]), min_size=1),
        load=st.floats(0, 50),
        busy=st.booleans(),
        on_break=st.booleans(),
        number_dead=st.booleans(),
        resting_until=st.sampled_from([None, NOW + seconds(100), NOW + seconds(9000)]),
        wrapping_until=st.sampled_from([None, NOW + seconds(100), NOW + seconds(9000)]),
    ),
    max_size=6,
    unique_by=lambda one: one.staff_id,
)
PASTS = st.lists(st.builds(asked, st.integers(1, 6), st.floats(0, 4000), RESULTS), max_size=8)


@given(st.sampled_from(Class), STAFF, PASTS, st.floats(0, 4000), st.sampled_from(["en", "es"]), st.booleans())
def test_nobody_is_ever_rung_who_must_not_be(klass, people, past, after, language, minor):
    now = NOW + seconds(after)
    past = [one for one in past if one.at <= now]
    found = rung(klass, NOW, now, CLOCKS)
    choices = whom(found, Situation(wanted(klass, language, minor), past), people, now, CLOCKS)
    for choice in choices:
        one = choice.person
        assert not any((one.busy, one.on_break, one.number_dead))
        assert one.resting_until is None or one.resting_until <= now
        assert one.wrapping_until is None or one.wrapping_until <= now
        assert not any(was.staff_id == one.staff_id and was.at >= found.opened_at for was in past)
    assert len({one.person.staff_id for one in choices}) == len(choices)
    if found.quota is not None:
        assert len(choices) <= found.quota


@given(st.sampled_from(Class), STAFF)
def test_as_long_as_somebody_is_free_somebody_is_rung(klass, people):
    """From the first instant in P0 and P1; for the rest, when those who are soon free have had their time."""
    free = [one for one in people if not (one.busy or one.on_break or one.number_dead)]
    free = [one for one in free if one.resting_until is None and one.wrapping_until is None]
    after = 0.0 if klass.rank < 2 else 40_000.0
    assert bool(chosen(klass, people, after=after)) >= bool(free)
