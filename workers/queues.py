"""The queues and who works them: one queue a worker, because only then does RQ never lose a popped job."""

from __future__ import annotations

from rq import Queue, SimpleWorker, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from intake.nudges import ROUTINE, URGENT, connect


class Hardened(BaseWorker):
    """What both kinds of worker do otherwise than RQ."""

    # RQ would wait up to a minute before it looks whether Redis is back.
    max_connection_wait_time = 1.0

    def handle_exception(self, job: Job, *exc_info: object) -> None:
        """Say nothing: the job has logged its failure; RQ's line would repeat arguments and traceback."""


class Forking(Hardened, Worker):
    """Runs each job in a process of its own: a job that goes wrong takes nothing with it."""


class Immediate(Hardened, SimpleWorker):
    """Runs each job at once in this process: somebody is waiting for it."""


WORKERS: dict[str, type[BaseWorker]] = {URGENT: Immediate, ROUTINE: Forking}


def worker(name: str, redis_url: str) -> BaseWorker:
    """A hardened worker of one queue.

    The short lives and intervals let a job of a killed worker be noticed in seconds, where RQ's own take
    minutes; the sweep has long found its row by then.
    """
    client = connect(redis_url)
    return WORKERS[name](
        [Queue(name, connection=client, serializer=JSONSerializer)],
        connection=client,
        serializer=JSONSerializer,
        default_result_ttl=0,
        worker_ttl=30,
        job_monitoring_interval=5,
        maintenance_interval=10,
        log_job_description=False,
    )
