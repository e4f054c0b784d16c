"""The state machine: any move at any time, the truths after each, and rest at the end."""

from __future__ import annotations

from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.house import Town
from tests.integration.callbacks.histories import moves
from tests.integration.callbacks.histories.moves import Move
from tests.integration.callbacks.histories.play import Play
from tests.integration.callbacks.histories.resting import comes_to_rest


def histories(town: Town, crew: dict[str, UUID]) -> type[RuleBasedStateMachine]:
    """A machine over one house, which is emptied before each history."""

    class Histories(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.play = Play(town, crew)

        @rule(move=moves.callers)
        def a_caller_does_something(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.callers)
        def another_caller_does_something(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.professionals)
        def a_professional_does_something(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.professionals)
        def another_professional_does_something(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.pages)
        def somebody_acts_on_a_page(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.processes)
        def our_own_processes_run_or_fail(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.processes)
        def our_own_processes_run_on_or_fail(self, move: Move) -> None:
            self.play.move(*move)

        @rule(move=moves.again)
        def an_earlier_webhook_comes_again(self, move: Move) -> None:
            self.play.move(*move)

        def teardown(self) -> None:
            comes_to_rest(self.play)

    return Histories


def profile(count: int, steps: int, *, shrink: bool = True) -> settings:
    """How many histories, and how long each."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    return settings(
        # The same histories each time: a suite that fails by chance teaches to look away. Chance is for the bench.
        derandomize=True,
        max_examples=count,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
