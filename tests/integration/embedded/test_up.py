"""`helpline up`: ready in one line, alone in its folder, whole again after any death."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.integration.embedded.started import Up, helpline
from tests.processes import command_of

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder below one that nobody else may enter."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    return home / "data"


@pytest.fixture(scope="module")
def up(closed: Path) -> Iterator[Up]:
    """One that all tests share, until one of them ends it."""
    running = Up(closed)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


def kill(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # the first one took it along
            os.kill(pid, signal.SIGKILL)


def emails(folder: Path) -> set[str]:
    listed = helpline("staff", "list", "--json", folder=folder)
    assert listed.returncode == 0, listed.stderr
    return {person["email"] for person in json.loads(listed.stdout)}


def test_ready_means_that_it_can_be_called(up: Up, closed: Path) -> None:
    assert up.said["ready"] is True
    assert up.answers("web", "/readyz") == 200
    assert up.answers("console", "/") in {200, 303}
    assert up.answers("simulator", "/sim/state") == 200
    assert up.said["first_sign_in"].startswith(up.said["console"])
    assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((closed / "secrets.env").stat().st_mode) == 0o600


def test_the_second_is_told_of_the_first(up: Up, closed: Path) -> None:
    second = helpline("up", "--json", folder=closed)
    assert second.returncode == 1
    assert second.stdout == ""
    assert len(second.stderr.strip().splitlines()) == 1
    assert str(up.process.pid) in second.stderr
    assert up.said["web"] in second.stderr


@pytest.mark.parametrize("name", ["web", "urgent", "clock", "simulator"])
def test_a_process_that_dies_is_started_again(up: Up, name: str) -> None:
    marks = {"web": "webhooks.serving", "urgent": "workers.worker", "clock": "workers.clock", "simulator": "simulator"}

    def found() -> set[int]:
        return {pid for pid in up.children() if marks[name] in command_of(pid)}

    before = found()
    kill(before)
    eventually(lambda: found() - before, seconds=20)
    eventually(lambda: up.answers("web", "/readyz") == 200, seconds=20)


def test_the_servers_are_started_again_too(up: Up) -> None:
    before = up.servers()
    kill(before)
    eventually(lambda: up.servers() - before and up.answers("web", "/readyz") == 200, seconds=30)


def test_commands_speak_to_it_and_to_its_folder_alone(up: Up, closed: Path) -> None:
    added = helpline(
        *("staff", "add", "new@example.org", "--name", "New", "--phone", "+12025550160", "--role", "coordinator"),
        folder=closed,
    )
    assert added.returncode == 0, added.stderr
    assert "new@example.org" in emails(closed)
    assert helpline("doctor", folder=closed).returncode == 0
    assert up.end(signal.SIGTERM) == 0
    assert "new@example.org" in emails(closed)
    assert helpline("audit", "verify", folder=closed).returncode == 0
    assert helpline("doctor", folder=closed).returncode == 1


def test_after_a_kill_nothing_is_left_and_the_next_start_is_whole(closed: Path) -> None:
    Up(closed).end(signal.SIGKILL)
    again = Up(closed)
    assert again.answers("web", "/readyz") == 200
    assert again.end(signal.SIGINT) == 0
    assert "admin@example.org" in emails(closed)
