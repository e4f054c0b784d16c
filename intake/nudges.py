"""Makes due rows happen soon: a job with an id, never waiting long for Redis, never failing a use case."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

URGENT: Final = "urgent"
ROUTINE: Final = "routine"
QUEUES: Final = (URGENT, ROUTINE)
SWEEP: Final = "sweep"
# Somebody waits for everything else.
ROUTINE_JOBS: Final = frozenset({SWEEP})
PERFORM: Final = "workers.worker.perform"
_TIMEOUT_SECONDS = {URGENT: 60, ROUTINE: 300}
_FAILURE_SECONDS = 300
_REST_SECONDS = 1.0

_log = structlog.get_logger(__name__)


def queue_of(job: str) -> str:
    """The queue that a job goes to."""
    return ROUTINE if job in ROUTINE_JOBS else URGENT


def connect(url: str, seconds: float | None = None) -> redis.Redis:
    """A client that asks once and waits no longer than `seconds` for each answer."""
    return redis.Redis.from_url(
        url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0)
    )


class Nudges:
    """Puts jobs in their queues; losing one costs a sweep, never the row that it is about."""

    def __init__(self, redis_url: str, seconds: float) -> None:
        """`seconds` bounds what a caller's answer may lose to a Redis that does not answer."""
        client = connect(redis_url, seconds)
        self._queues = {name: Queue(name, connection=client, serializer=JSONSerializer) for name in QUEUES}
        self._resting_until = 0.0

    def __call__(self, job: str, record_id: UUID) -> None:
        """Ask for a job, after the commit of what it is about. Swallows every failure of Redis."""
        if time.monotonic() < self._resting_until:
            return
        try:
            self.put(job, record_id.hex)
        except redis.RedisError as error:
            # While Redis is gone, only one use case a second pays for finding out.
            self._resting_until = time.monotonic() + _REST_SECONDS
            _log.warning("nudge lost, the sweep will find it", job=job, error=type(error).__name__)

    def sweep(self, slot: int, seconds: float) -> None:
        """Ask for one sweep per slot of time, however many clocks run; it is void after `seconds`.

        Raises `redis.RedisError`: the clock must know.
        """
        try:
            self.put(SWEEP, "", job_id=f"{SWEEP}-{slot}", ttl=max(1, round(seconds)))
        except DuplicateJobError:
            return

    def waiting(self, name: str) -> int:
        """How many jobs nobody has begun. Raises `redis.RedisError`."""
        return int(self._queues[name].count)

    def put(self, job: str, record: str, *, job_id: str | None = None, ttl: int | None = None) -> None:
        """One job with nothing in it but a name and an id. Raises `redis.RedisError`."""
        name = queue_of(job)
        queue = self._queues[name]
        # One trip to Redis instead of two; a job that must be the only one is a script of its own.
        pipe = queue.connection.pipeline() if job_id is None else None
        queue.enqueue_call(
            PERFORM,
            args=[job, record],
            timeout=_TIMEOUT_SECONDS[name],
            result_ttl=0,
            failure_ttl=_FAILURE_SECONDS,
            ttl=ttl,
            description=job,  # RQ's own would spell out the arguments
            job_id=job_id,
            unique=job_id is not None,
            pipeline=pipe,
        )
        if pipe is not None:
            pipe.execute()
