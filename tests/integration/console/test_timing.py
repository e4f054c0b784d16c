"""Time does not tell: a record that is not there and one that is not theirs are refused alike, in bytes and in time.

Two distributions are compared by the rank-sum test of Mann and Whitney; a difference that is planted is found.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from uuid import uuid4

from tests.console_kit import Console
from tests.console_rows import add_callback, take

ROUNDS = 120
# Six of a million runs of two equal distributions lie further apart than this.
FAR = 4.5


def timed(*asks: Callable[[], object]) -> list[list[float]]:
    """How long each takes, in an order that makes a busy machine busy for all of them (seconds)."""
    taken: list[list[float]] = [[] for _ in asks]
    turns = [place for place in range(len(asks)) for _ in range(ROUNDS)]
    random.Random(42).shuffle(turns)
    for place in turns:
        start = time.perf_counter()
        asks[place]()
        taken[place].append(time.perf_counter() - start)
    return taken


def apart(one: list[float], other: list[float]) -> float:
    """How far apart two samples are, in standard deviations of their rank sum (0 if they are alike)."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    mean = len(one) * (len(ranked) + 1) / 2
    spread = math.sqrt(len(one) * len(other) * (len(ranked) + 1) / 12)
    return abs(ranks - mean) / spread


def test_not_there_and_not_theirs_take_equally_long(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "supervisor")
    mine = console.client("professional")
    calls = [f"/now/calls/{one}" for one in (made.callback, uuid4())]
    records = [f"/enrollments/{one.hex}" for one in (made.enrollment, uuid4())]
    answers = [mine.get(path) for path in (*calls, *records)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(404, answers[0].data)}

    def leaky() -> None:
        mine.get(records[0])
        # What somebody would add who looks first (record, story, thread …) and asks for the right afterwards.
        with console.database.begin() as connection:
            for _ in range(6):
                connection.exec_driver_sql("SELECT * FROM enrollments e JOIN callbacks c ON c.enrollment_id = e.id")

    asks = [*((lambda path=path: mine.get(path)) for path in (*calls, *records)), leaky]
    timed(*asks)
    other, missing, record, no_record, planted = timed(*asks)
    assert apart(record, no_record) < FAR
    assert apart(other, missing) < FAR
    assert apart(planted, no_record) > FAR


def test_the_comparison_is_fair() -> None:
    chance = random.Random(1)
    alike = [[chance.gauss(5, 1) for _ in range(ROUNDS)] for _ in range(2)]
    assert apart(*alike) < FAR
    assert apart(alike[0], [value + 1 for value in alike[1]]) > FAR
