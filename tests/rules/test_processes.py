"""Every queue is worked, every process of the Procfile exists, every job that is asked for is there."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
from pathlib import Path

from rq.utils import import_attribute

from intake.nudges import PERFORM, QUEUES, ROUTINE_JOBS
from tests.rules.tree import PRODUCT, ROOT, files, parsed
from workers.jobs import JOBS
from workers.queues import WORKERS

LINES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


def _asked_for() -> dict[str, str]:
    """Names given to a nudge, or put on the list of nudges to come, with where."""
    found = {}
    for path in files(*PRODUCT):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            first: ast.expr | None = node.args[0] if node.args else None
            if name.endswith("nudges.append") and isinstance(first, ast.Tuple):
                first = first.elts[0]
            if re.search(r"\b(nudge|nudges\.append)$", name) and isinstance(first, ast.Constant):
                found[str(first.value)] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_queue_has_a_worker_and_a_line() -> None:
    assert set(WORKERS) == set(QUEUES)
    for queue in QUEUES:
        assert LINES[queue] == f"exec python -m workers.worker {queue}"


def test_the_procfile_names_every_process() -> None:
    assert set(LINES) == {"release", "web", "console", "clock", *QUEUES}
    assert all(line.startswith("exec ") for line in LINES.values())


def test_what_the_procfile_runs_is_there() -> None:
    for line in LINES.values():
        words = shlex.split(line)[1:]
        if words[:2] == ["python", "-m"]:
            assert importlib.util.find_spec(words[2]), line
        elif words[0] == "gunicorn":
            module, _, factory = words[3].removesuffix("()").partition(":")
            config = words[2].removeprefix("python:")
            assert importlib.util.find_spec(config), line
            spec = importlib.util.find_spec(module)
            assert spec is not None, line
            assert spec.origin is not None, line
            assert factory in {
                node.name for node in parsed(Path(spec.origin)).body if isinstance(node, ast.FunctionDef)
            }


def test_every_job_asked_for_is_done() -> None:
    unknown = {name: where for name, where in _asked_for().items() if name not in JOBS}
    assert unknown == {}


def test_jobs_resolve_by_name() -> None:
    assert callable(import_attribute(PERFORM))
    assert set(JOBS) >= ROUTINE_JOBS
    assert all(callable(job) for job in JOBS.values())
