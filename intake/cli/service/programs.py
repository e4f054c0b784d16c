"""Each process of the service as a program: the Procfile's lines, on this machine's addresses."""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import redis

from intake.cli.embedded.program import Program
from intake.cli.service.plan import LOCAL, STRONG, Plan
from intake.nudges import QUEUES, connect
from intake.settings import child_environment

_WEB = "webhooks.app:create_production_app()"
_CONSOLE = "intake.console.app:create_production_app()"


def servers(plan: Plan) -> list[Program]:
    """PostgreSQL and Redis, as far as they are ours."""
    programs = []
    if plan.postgres:
        programs.append(plan.postgres.program(plan.folder.log("postgres")))
    if plan.redis:
        programs.append(plan.redis.program(plan.folder.log("redis")))
    return programs


def processes(plan: Plan) -> list[Program]:
    """Everything that is at work, in the order of the Procfile; the simulator where it stands in."""
    made = [
        _python(
            plan,
            "web",
            ["gunicorn", "-c", "python:webhooks.serving", _WEB],
            _answers(plan.ports.web, "/readyz"),
        ),
        _python(
            plan,
            "console",
            ["gunicorn", "-c", "python:intake.console.serving", _CONSOLE],
            _answers(plan.ports.console, "/"),
        ),
        *(_python(plan, queue, ["workers.worker", queue], _at_work(plan, queue)) for queue in QUEUES),
        _python(plan, "clock", ["workers.clock"], lambda: True),
    ]
    if plan.simulated:
        command = ["webhooks.simulator", "--config", str(simulator_config(plan))]
        made.append(_python(plan, "simulator", command, _answers(plan.ports.simulator, "/sim/state")))
    return made


def _python(plan: Plan, name: str, module: list[str], ready: Callable[[], bool]) -> Program:
    strong = {key: plan.values[key] for key in STRONG} | plan.folder.mark
    return Program(
        name=name,
        argv=(sys.executable, "-m", *module),
        log=plan.folder.log(name),
        ready=ready,
        env=child_environment(plan.values, strong),
        # Not the folder that the person stands in: `-m` would import what lies there.
        cwd=plan.folder.path,
    )


def _answers(port: int | None, path: str) -> Callable[[], bool]:
    def ask() -> bool:
        connection = http.client.HTTPConnection(LOCAL, port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


def _at_work(plan: Plan, queue: str) -> Callable[[], bool]:
    begun = datetime.now(UTC)

    def registered() -> bool:
        client = connect(plan.settings.redis_url.get_secret_value(), 2)
        try:
            keys = [_text(key) for key in client.smembers(f"rq:workers:{queue}")]
            births = [_text(client.hget(key, "birth")) for key in keys]
        except redis.RedisError:
            return False
        finally:
            client.close()
        return any(birth and datetime.fromisoformat(birth) >= begun for birth in births)

    return registered


def _text(value: bytes | str | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""


def simulator_config(plan: Plan) -> Path:
    """The simulator's settings as a file of its own; it knows nothing of ours."""
    settings = plan.settings
    base = f"{settings.public_base_url}/webhooks"
    line = {
        "voice_url": f"{base}/voice",
        "sms_url": f"{base}/sms",
        "status_url": f"{base}/voice/status",
        "fallback_url": f"{base}/voice/fallback",
        # The carrier's own STOP handling is off, as redacting message bodies demands: we do all of it.
        "opt_out": "off",
    }
    config = {
        "host": LOCAL,
        "port": plan.ports.simulator,
        "account_sid": settings.twilio_account_sid,
        "auth_token": settings.twilio_auth_token.get_secret_value(),
        "scenarios_dir": str(plan.folder.path / "scenarios"),
        "lines": [{"number": number, **line} for number in (settings.helpline_number, settings.neutral_number)],
    }
    path = plan.folder.path / "simulator.json"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        json.dump(config, stream)
    return path
