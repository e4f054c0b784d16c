"""Which moves a history is made of, for hypothesis to choose among."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.integration.callbacks.histories.network import MOODS

Move = tuple[object, ...]

_few = st.integers(0, 3)
_told = st.booleans()
# Ways through the script, so that histories get somewhere: (keys of the telephone).
_WAYS: tuple[tuple[str | None, ...], ...] = (
    ("1", "2", "1", "2", "1", "1", "1", "94110"),
    ("1", "2", "1", "2", "1", "4", "4", "10001"),
    ("1", "2", "2", "2", "1", "2", "2", "#"),
    ("1", "2", "3", "2", "1", "1", "1", "#"),
    ("1", "2", "1", "1"),
    ("1", "2", "1", "1"),
    ("2", "2", "1", "1"),
    ("9", "1"), ("9", "2"), ("9", "3"), ("1", "1", "1"), ("9", "3", "2"), ("9", "3", "1"),
    ("1", "2", "1", "2", "1"),
    ("1", "2", "1", "2", "2", "2025550149", "1", "1", "1", "#"),
    ("1",), ("2",), ("3",), ("4",), ("0",), ("9",), ("#",), ("94110",), (None,), (None, None),
)  # fmt: skip
_THREADS: tuple[tuple[str, ...], ...] = (
    ("hi", "1", "2", "1", "2", "1", "2", "1", "33101", "2", "Alex", "2", "1"),
    ("hi", "1", "2", "1", "3", "Kim", "2", "1"),
    ("hi", "1", "2", "1", "0"),
    ("hi", "0"), ("I want to die",), ("he is hurting me",), ("hi",), ("1",), ("2",), ("3",), ("STOP",), ("START",),
    ("NOCALL",), ("CHANGE",), ("stop calling me",), ("wrong number",), ("gibberish", "gibberish", "gibberish"),
    ("HELP",), ("hi", "9", "3"), ("hi", "9", "1"),
)  # fmt: skip
_SECONDS = (1.0, 5.0, 12.0, 30.0, 95.0, 130.0, 400.0, 1000.0, 4000.0, 30_000.0, 90_000.0)

callers = st.one_of(
    st.tuples(st.just("call"), _few),
    st.tuples(st.just("call"), _few),
    st.tuples(st.just("keys"), _few, st.sampled_from(_WAYS)),
    st.tuples(st.just("keys"), st.just(0), st.sampled_from(_WAYS)),
    st.tuples(st.just("keys"), st.just(0), st.sampled_from(_WAYS)),
    st.tuples(st.just("bridge"), _few, st.booleans()),
    st.tuples(st.just("hang"), _few, _told),
    st.tuples(st.just("text"), _few, st.sampled_from(_THREADS)),
)
professionals = st.one_of(
    st.tuples(st.just("pro"), _few, st.just("answers"), _told),
    st.tuples(st.just("pro"), _few, st.just("rings_out"), st.sampled_from(("no_answer", "busy", "failed")), _told),
    st.tuples(st.just("pro"), _few, st.just("presses"), st.sampled_from(("1", "1", "2", None, "3", "4", "5", "9"))),
    st.tuples(st.just("shortcut"), _few, st.sampled_from((("1",), ("1", "1"), ("1", "1"), ("2",), (None, None, None)))),
    st.tuples(st.just("pro"), _few, st.just("callee_answers"), _told),
    st.tuples(
        st.just("pro"),
        _few,
        st.just("callee_unreached"),
        st.sampled_from(("busy", "no_answer", "failed", "canceled")),
        _told,
    ),
    st.tuples(st.just("pro"), _few, st.just("talk_ends"), _told),
    st.tuples(st.just("pro"), _few, st.just("hangs_up"), _told, _told),
    st.tuples(st.just("staff_text"), st.integers(0, 4), st.sampled_from(("Y", "N", "what?"))),
    st.tuples(st.just("break"), st.integers(0, 4), st.booleans()),
)
pages = st.one_of(
    st.tuples(
        st.just("page"),
        st.sampled_from(("accept_on_page", "accept_on_page", "decline", "ring_again", "hand_over", "assign")),
        _few,
        st.integers(0, 4),
    ),
    st.tuples(st.just("page"), st.just("cancel"), _few, _few, st.just("person_cancelled")),
    st.tuples(st.just("page"), st.just("raise_class"), _few, _few, st.sampled_from(("P0", "P1", "P2"))),
    st.tuples(
        st.just("page"),
        st.just("record_outcome"),
        _few,
        st.integers(0, 4),
        st.sampled_from(
            ("reached", "no_answer", "voicemail_left", "wrong_number", "stop", "refused", "reached_call_later")
        ),
        st.none(),
    ),
)
processes = st.one_of(
    st.tuples(st.just("works")),
    st.tuples(st.just("works")),
    st.tuples(st.just("works")),
    st.tuples(st.just("job"), st.integers(0, 5), st.sampled_from(("once", "lost", "twice"))),
    st.tuples(st.just("mood"), st.sampled_from(MOODS[1:])),
    st.tuples(st.just("redis_is_emptied")),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("time"), st.sampled_from(_SECONDS)),
    st.tuples(st.just("time"), st.sampled_from(_SECONDS[:7])),
)
again = st.tuples(st.just("again"), st.integers(0, 60))
