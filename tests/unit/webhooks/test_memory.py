"""The last failures are remembered, the older ones forgotten."""

from __future__ import annotations

from webhooks.memory import Memory


def test_a_name_is_known_the_second_time() -> None:
    memory = Memory()
    assert not memory.seen("a")
    assert memory.seen("a")
    assert not memory.seen("b")


def test_the_oldest_is_forgotten() -> None:
    memory = Memory(most=2)
    for name in ("a", "b", "a", "c"):
        memory.seen(name)
    assert memory.seen("a")
    assert not memory.seen("b")
