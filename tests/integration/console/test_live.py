"""The stream: one look for all listeners, changes within a second, a cap, and nothing of anybody in it."""

from __future__ import annotations

import threading
import time
from itertools import count

from intake.console.live import Hub
from intake.storage import console_live
from tests.console_kit import Console
from tests.console_rows import add_callback


def test_every_listener_hears_of_a_change() -> None:
    value = ["a"]
    hub = Hub(lambda: value[0], every_s=0.02)
    heard: list[str] = []
    ready = threading.Barrier(11)

    def listen() -> None:
        assert hub.enter()
        events = hub.events()
        next(events)
        ready.wait(5)
        heard.append(next(events))
        hub.leave()

    threads = [threading.Thread(target=listen) for _ in range(10)]
    for thread in threads:
        thread.start()
    ready.wait(5)
    value[0] = "b"
    for thread in threads:
        thread.join(5)
    assert len(heard) == 10
    assert all(event.startswith("event: change\n") for event in heard)


def test_a_busy_night_does_not_end_the_stream() -> None:
    looks = count()
    hub = Hub(lambda: str(next(looks)), every_s=0.001)
    assert hub.enter()
    events = hub.events()
    assert sum(next(events).startswith("event: change") for _ in range(60)) == 59
    hub.leave()
    ended = Hub(lambda: "", stay_s=0).events()
    assert [next(ended).startswith("retry"), next(ended, None)] == [True, None]


def test_ten_pages_read_once_and_again_after_a_change() -> None:
    hub, reads = Hub(lambda: ""), count(1)

    def page(key: str = "board") -> int:
        return hub.share(key, lambda: next(reads))

    assert [page() for _ in range(10)] == [1] * 10
    assert page("another filter") == 2
    hub._version += 1
    assert [page(), page()] == [3, 3]
    hub._shared["board"] = (hub._version, hub._shared["board"][1] - 1, 3)
    assert page() == 4


def test_places_are_counted() -> None:
    hub = Hub(lambda: "", room=2)
    assert [hub.enter(), hub.enter(), hub.enter()] == [True, True, False]
    hub.leave()
    assert hub.enter()
    hub.leave()
    hub.leave()


def test_the_digest_changes_with_what_the_boards_show(console: Console) -> None:
    def digest() -> str:
        with console.database.begin() as connection:
            return console_live.digest(connection)

    first = digest()
    assert digest() == first
    add_callback(console, "P2")
    assert digest() != first


def test_the_stream_carries_only_that_something_changed(console: Console) -> None:
    client = console.client("professional")
    answer = client.get("/live", buffered=False)
    assert answer.mimetype == "text/event-stream"
    stream = iter(answer.response)
    assert b"hello" in _bytes(next(stream))
    began = time.monotonic()
    add_callback(console, "P1", name="Rosa Blue")
    told = _bytes(next(stream))
    assert told.startswith(b"event: change")
    assert b"Rosa" not in told
    assert time.monotonic() - began < 2
    answer.close()


def _bytes(chunk: object) -> bytes:
    return chunk if isinstance(chunk, bytes) else str(chunk).encode()
