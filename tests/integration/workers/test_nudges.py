"""A nudge puts a name and an id into Redis, nothing else, and a broken Redis costs nobody anything."""

from __future__ import annotations

import json
import os
import signal
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from intake.cli.embedded.ports import free_port
from intake.cli.embedded.program import spawn, stop, wait_ready
from intake.cli.embedded.redis import Redis
from intake.nudges import PERFORM, SWEEP, Nudges


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    opened = redis.Redis.from_url(redis_url)
    yield opened
    opened.close()


def jobs(client: redis.Redis) -> list[dict[bytes, bytes]]:
    return [client.hgetall(key) for key in sorted(client.keys("rq:job:*"))]


def test_a_job_is_a_name_and_an_id(redis_url: str, client: redis.Redis) -> None:
    record = uuid4()
    Nudges(redis_url, 1)("work_callback", record)
    (job,) = jobs(client)
    assert job[b"description"] == b"work_callback"
    assert json.loads(zlib.decompress(job[b"data"])) == [PERFORM, None, ["work_callback", record.hex], {}]
    assert job[b"result_ttl"] == b"0"
    assert int(job[b"failure_ttl"]) <= 300
    assert client.llen("rq:queue:urgent") == 1


def test_one_sweep_a_slot(redis_url: str, client: redis.Redis) -> None:
    one, other = Nudges(redis_url, 1), Nudges(redis_url, 1)
    for nudges in (one, other, one):
        nudges.sweep(7, 20)
    one.sweep(8, 20)
    assert one.waiting("routine") == 2
    assert [job[b"description"].decode() for job in jobs(client)] == [SWEEP, SWEEP]
    assert all(0 < client.ttl(key) <= 20 for key in client.keys("rq:job:*"))


def test_a_gone_redis_is_no_failure() -> None:
    nudges = Nudges(f"redis://127.0.0.1:{free_port()}/0", 0.2)
    nudges("work_callback", uuid4())
    with pytest.raises(redis.RedisError):
        nudges.sweep(1, 1)


def test_a_frozen_redis_costs_a_moment_once(tmp_path: Path) -> None:
    server = Redis(tmp_path / "redis", free_port(), "secret", durable=False)
    program = server.program(tmp_path / "log")
    process = spawn(program)
    wait_ready(program, process)
    nudges = Nudges(server.url, 0.2)
    nudges("work_callback", uuid4())
    os.kill(process.pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        for _ in range(20):
            nudges("work_callback", uuid4())
        assert time.monotonic() - begun < 1.0  # one wait of 0.2 s, not twenty
    finally:
        os.kill(process.pid, signal.SIGCONT)
        stop(program, process)
