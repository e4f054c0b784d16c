"""A worker does each job once, leaves nothing of it in Redis, and learns of a returned Redis at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from rq.job import Job
from rq.serializers import JSONSerializer

from intake import logs
from intake.nudges import QUEUES, ROUTINE, URGENT, Nudges
from workers import worker as working
from workers.queues import WORKERS, worker

SECRET = "Canary 202-555-0147"


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    opened = redis.Redis.from_url(redis_url)
    yield opened
    opened.close()


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to which each job writes: one of them runs in a process of its own."""
    file = tmp_path / "done"
    file.touch()

    def note(house: object, record: str) -> None:
        with file.open("a") as stream:
            stream.write(f"{record}\n")

    def fail(house: object, record: str) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(working, "house", lambda: None)
    monkeypatch.setattr(working, "JOBS", {"work_callback": note, "sweep": note, "look_up_offer": fail})
    return file


def work(redis_url: str, queue: str) -> None:
    logging.getLogger("rq.worker").handlers.clear()
    worker(queue, redis_url).work(burst=True, logging_level="CRITICAL")


def everything(client: redis.Redis) -> str:
    found: list[Any] = []
    for key in client.keys("*"):
        kind = client.type(key)
        found.append(key)
        if kind == b"hash":
            found.append(client.hgetall(key))
        elif kind == b"stream":
            found.append(client.xrange(key))
        elif kind == b"string":
            found.append(client.get(key))
    return repr(found)


def test_a_job_is_done_and_gone(redis_url: str, client: redis.Redis, done: Path) -> None:
    record = uuid4()
    Nudges(redis_url, 1)("work_callback", record)
    work(redis_url, URGENT)
    assert done.read_text() == f"{record.hex}\n"
    assert client.keys("rq:job:*") == []


def test_the_sweep_runs_in_a_process_of_its_own(redis_url: str, client: redis.Redis, done: Path) -> None:
    Nudges(redis_url, 1).sweep(1, 60)
    work(redis_url, ROUTINE)
    assert done.read_text() == "\n"
    assert client.keys("rq:job:*") == []


@pytest.mark.usefixtures("plain_logs")
def test_a_failure_leaves_no_words_and_not_for_long(
    redis_url: str, client: redis.Redis, done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure()
    Nudges(redis_url, 1)("look_up_offer", uuid4())
    work(redis_url, URGENT)
    (key,) = client.keys("rq:job:*")
    result = Job.fetch(key.decode().removeprefix("rq:job:"), client, JSONSerializer).latest_result()
    assert result is not None
    assert "JobFailed: look_up_offer: ValueError" in result.exc_string
    assert "Canary" not in result.exc_string + everything(client)
    assert all(0 < client.ttl(key) <= 300 for key in client.keys("rq:job:*"))
    said = capsys.readouterr()
    assert '"error": "ValueError"' in said.err
    assert "Canary" not in said.out + said.err


def test_every_worker_is_hardened(redis_url: str) -> None:
    assert set(WORKERS) == set(QUEUES)
    for queue in QUEUES:
        made = worker(queue, redis_url)
        assert [one.name for one in made.queues] == [queue]  # only then does RQ never lose a popped job
        assert made.worker_ttl == 30
        assert made.maintenance_interval <= 10
        assert made.max_connection_wait_time <= 1
        assert made.log_job_description is False


def test_only_a_known_queue_is_worked(capsys: pytest.CaptureFixture[str]) -> None:
    assert working.main(["leisurely"]) == 2
    assert "urgent or routine" in capsys.readouterr().err


def test_a_worker_is_warm_before_its_first_job(make_settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    class Recorder:
        def __getattr__(self, name: str) -> Any:
            return self if name == "database" else lambda **_: happened.append(name)

    monkeypatch.setattr(working, "load", lambda: make_settings())
    monkeypatch.setattr(working, "house", Recorder)
    monkeypatch.setattr(working, "worker", lambda *_: Recorder())

    assert working.main([URGENT]) == 0

    assert happened == ["warm", "close", "work"]
