"""Any order of accepts, declines, hang-ups, repeats, losses and crashes keeps the callback promise."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.house import Town
from tests.integration.callbacks.histories import moves
from tests.integration.callbacks.histories.machine import histories, profile
from tests.integration.callbacks.histories.moves import Move
from tests.integration.callbacks.histories.play import Play
from tests.integration.callbacks.histories.resting import comes_to_rest, end_state
from tests.integration.callbacks.histories.weathers import WEATHERS, Story, played, stories


def test_no_history_breaks_the_promise(town: Town, crew: dict[str, UUID]) -> None:
    run_state_machine_as_test(histories(town, crew), settings=profile(40, 20))


def test_every_webhook_twice_comes_to_the_same(town: Town, crew: dict[str, UUID]) -> None:
    steps = st.one_of(moves.callers, moves.professionals, moves.processes)

    @profile(25, 1)
    @given(st.lists(steps, min_size=4, max_size=20))
    def same(history: list[Move]) -> None:
        ends = []
        for times in (1, 2):
            play = Play(town, crew, times)
            for move in history:
                play.move(*move)
            before = end_state(play)
            comes_to_rest(play)
            ends.append((before, end_state(play)))
        assert ends[0] == ends[1]

    same()


def test_every_weather_comes_to_the_same_end(town: Town, crew: dict[str, UUID]) -> None:
    @profile(6, 1)
    @given(stories)
    def same(story: Story) -> None:
        calm = played(town, crew, story, "calm")
        for weather in WEATHERS:
            assert played(town, crew, story, weather) == calm, weather

    same()


def test_a_talk_of_which_no_word_came_is_held_until_it_is_settled(town: Town, crew: dict[str, UUID]) -> None:
    """Found by chance: the caller picked up, all events of it were lost, and the professional has hung up."""
    play = Play(town, crew)
    for move in (
        ("text", 2, ("I want to die",)),
        ("page", "accept_on_page", 1, 1),
        ("works",),
        ("shortcut", 1, ("1",)),
        ("pro", 2, "callee_answers", False),
    ):
        play.move(*move)
    comes_to_rest(play)
    assert ("callback", "P0", "completed", "outcome_not_recorded", "crisis", "1") in end_state(play)
