"""What one turn gives back: the new state, what to say or do, and what must be recorded."""

from __future__ import annotations

from dataclasses import dataclass

from intake.conversation.facts import Fact
from intake.conversation.instructions import Instruction
from intake.conversation.state import State


@dataclass(frozen=True)
class Turn:
    """State, instructions in order, and facts to record in the same transaction."""

    state: State
    instructions: tuple[Instruction, ...]
    facts: tuple[Fact, ...] = ()
