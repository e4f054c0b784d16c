"""A person is tried again by the plan, never too often, and never against their word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.classes import Class
from intake.callbacks.retries import Then, Tries, next_try
from intake.callbacks.windows import may_ring_at, within_contact_hours
from tests.unit.callbacks.kit import CLOCKS, NEW_YORK, NOW, seconds


def tries(*made: float, klass: Class = Class.P2, preferred: str = "asap", **how: object) -> Tries:
    at = [NOW + seconds(offset) for offset in made]
    return Tries(klass, preferred, NEW_YORK, at, len(at), **how)


def following(plan: Tries, after: float) -> object:
    return next_try(plan, NOW + seconds(after), CLOCKS)


def test_now_then_a_quarter_of_an_hour_then_two_hours():
    assert following(tries(), 0).at == NOW
    assert following(tries(0), 30).at == NOW + seconds(900)
    assert following(tries(0, 900), 930).at == NOW + seconds(900 + 7200)


def test_then_another_part_of_the_day_and_at_most_three_in_a_day():
    """Attempts at 10:00, 10:15 and 12:15: the next part opens at 17:00, the limit moves it to tomorrow."""
    plan = following(tries(0, 900, 8100), 8130)
    assert plan.at == NOW + timedelta(days=1)
    assert plan.reason == "three_in_a_day"


def test_asked_for_at_night_moved_to_another_day_is_by_day():
    night = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    made = [night, night + seconds(900), night + seconds(8100)]
    plan = next_try(Tries(Class.P2, "asap", NEW_YORK, made, 3), night + seconds(8200), CLOCKS)
    assert plan.at == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def test_retries_keep_to_the_chosen_part_of_the_day():
    """In a morning that ends at noon: 11:50, and not at 12:05 but the next morning."""
    late = 110 * 60
    plan = following(tries(late, klass=Class.P3, preferred="morning"), late + 30)
    assert plan.at == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def test_six_in_a_week_and_then_a_coordinator():
    week = [day * 86_400.0 for day in range(6)]
    plan = following(tries(*week), week[-1] + 60)
    assert (plan.then, plan.reason) == (Then.OVER, "six_in_a_week")


def test_a_crisis_is_tried_again_after_five_minutes_and_then_a_person_decides():
    assert following(tries(0, klass=Class.P0), 20).at == NOW + seconds(300)
    assert following(tries(0, 300, klass=Class.P0), 330).then is Then.DECIDE


def test_a_dropped_crisis_call_is_called_back_exactly_once():
    first = following(tries(klass=Class.P0, dropped_crisis=True), 0)
    assert (first.then, first.at) == (Then.AGAIN, NOW)
    assert following(tries(0, klass=Class.P0, dropped_crisis=True), 20).then is Then.OVER


def test_never_against_their_word():
    for klass in Class:
        plan = following(tries(klass=klass, do_not_contact=True), 0)
        assert (plan.then, plan.at) == (Then.OVER, None)


MADE = st.lists(st.floats(-700_000, 0), max_size=8).map(sorted)


@given(
    st.sampled_from([Class.P1, Class.P2, Class.P3, Class.P4]),
    st.sampled_from(["asap", "morning", "afternoon", "evening"]),
    MADE,
    st.data(),
)
def test_the_limits_and_the_hours_hold_for_every_history(klass, preferred, made, data):
    history = [NOW + seconds(offset) for offset in made]
    of_this = data.draw(st.integers(0, len(history)))
    plan = next_try(Tries(klass, preferred, NEW_YORK, history, of_this), NOW, CLOCKS)
    if plan.then is not Then.AGAIN:
        assert sum(NOW - at < timedelta(days=7) for at in history) >= 6
        return
    assert plan.at >= NOW
    assert sum(timedelta() < plan.at - at < timedelta(days=1) for at in history) < 3
    assert may_ring_at(preferred, NEW_YORK, plan.at)
    if plan.reason == "three_in_a_day":
        assert within_contact_hours(plan.at, NEW_YORK)


@given(st.sampled_from(["asap", "morning", "afternoon", "evening"]), st.integers(0, 86_400))
def test_a_person_who_never_answers_is_let_go_within_two_weeks(preferred, start):
    """Following the plan to its end: at most six calls in any week, three in any day, and it does end."""
    now, made = NOW + seconds(start), []
    while True:
        plan = next_try(Tries(Class.P2, preferred, NEW_YORK, made, len(made)), now, CLOCKS)
        if plan.then is not Then.AGAIN:
            break
        made.append(plan.at)
        now = plan.at + seconds(30)
        assert now < NOW + timedelta(days=15)
    assert len(made) == 6
    assert all(later - earlier >= timedelta(days=1) for earlier, later in zip(made, made[3:], strict=False))
