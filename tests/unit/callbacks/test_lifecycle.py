"""Whatever comes in whatever order: nothing closed reopens, only what was taken is dialled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.answers import ANSWERS
from intake.callbacks.lifecycle import (
    ATTEMPT_BY_CARRIER,
    ATTEMPT_BY_PERSON,
    CALLBACK,
    CLOSED,
    OFFER,
    OPEN,
    NotPossible,
    attempt_after,
    may_follow,
)
from intake.storage.schema.callbacks import OPEN_STATES, STATES

STATES_ALL = sorted(OPEN | CLOSED)


def test_states_are_those_that_the_database_knows():
    assert frozenset(OPEN_STATES) == OPEN
    assert frozenset(STATES) == OPEN | CLOSED
    assert frozenset().union(*CALLBACK.values()) == OPEN | CLOSED


@given(st.lists(st.sampled_from(STATES_ALL), max_size=40))
def test_nothing_reopens_a_closed_callback(wanted):
    state = "due"
    for then in wanted:
        if may_follow(CALLBACK, state, then):
            assert state not in CLOSED or then == state
            state = then


def test_only_a_callback_that_nobody_has_can_be_taken_and_only_a_taken_one_dialled():
    before = {state: {now for now in OPEN if state in CALLBACK[now]} for state in OPEN}
    assert before["accepted"] == {"due", "offered", "dialing"}
    assert before["dialing"] == {"accepted"}
    assert before["connected"] == {"accepted", "dialing"}


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_callback_can_end_and_can_be_due_again(state):
    assert CLOSED | {"due", "waiting"} - {state} <= CALLBACK[state] | {state}


@pytest.mark.parametrize("result", sorted(OFFER))
def test_an_offer_that_is_over_stays_as_it_ended(result):
    over = result not in ("planned", "ringing", "unknown")
    follows = {other for other in OFFER if other != result and may_follow(OFFER, result, other)}
    assert not follows if over else "planned" not in follows


@given(st.lists(st.tuples(st.sampled_from(sorted(ATTEMPT_BY_CARRIER | ATTEMPT_BY_PERSON)), st.booleans())))
def test_a_persons_word_stands_against_the_carriers(words):
    result, said_by_person = None, None
    for word, by_person in words:
        try:
            result = attempt_after(result, word, by_person)
        except NotPossible:
            continue
        if by_person and word not in ATTEMPT_BY_CARRIER:
            said_by_person = said_by_person or word
        if said_by_person:
            assert result == said_by_person


def test_every_answer_is_in_the_table_and_leads_where_an_attempt_can():
    assert ANSWERS.keys() == ATTEMPT_BY_PERSON | ATTEMPT_BY_CARRIER
