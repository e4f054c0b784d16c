"""A process that ends is started again, with growing pauses; the servers end last."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from intake.cli.embedded import CannotStart
from intake.cli.embedded.program import Program
from intake.cli.service.supervisor import Supervisor
from tests.eventually import eventually


def program(tmp_path: Path, name: str, script: str, *, leaned_on: bool = False) -> Program:
    command = ("/bin/sh", "-c", script)
    return Program(name, command, tmp_path / f"{name}.log", ready=lambda: True, leaned_on=leaned_on)


def counted(tmp_path: Path) -> int:
    log = tmp_path / "short.log"
    return log.read_text().count("began") if log.exists() else 0


def test_what_ends_is_started_again(tmp_path: Path) -> None:
    told: list[str] = []
    keeper, ended = Supervisor(told.append), threading.Event()
    keeper.begin([program(tmp_path, "short", "echo began; exit 3")])
    watcher = threading.Thread(target=keeper.watch, args=(ended,))
    watcher.start()
    try:
        eventually(lambda: counted(tmp_path) >= 3)
    finally:
        ended.set()
        watcher.join()
        keeper.stop()
    assert told[0] == "short ended (3), again in 0.25 s"
    assert told[1] == "short ended (3), again in 0.5 s"


def test_servers_end_after_those_that_lean_on_them(tmp_path: Path) -> None:
    keeper = Supervisor(print)
    said = tmp_path / "said"
    wait = f"trap 'echo $0 >> {said}; exit 0' TERM; echo up; while :; do sleep 0.05; done"
    programs = [
        Program(
            name,
            ("/bin/sh", "-c", wait, name),
            tmp_path / f"{name}.log",
            ready=lambda name=name: (tmp_path / f"{name}.log").read_text() != "",  # type: ignore[misc]
            leaned_on=leaned_on,
        )
        for name, leaned_on in (("server", True), ("web", False))
    ]
    keeper.begin(programs)
    keeper.wait()
    keeper.stop()
    assert said.read_text().split() == ["web", "server"]


def test_one_that_cannot_start_is_said_with_its_last_words(tmp_path: Path) -> None:
    keeper = Supervisor(print)
    never = Program("web", ("/bin/sh", "-c", "echo no room; exit 1"), tmp_path / "log", ready=lambda: False)
    keeper.begin([never])
    with pytest.raises(CannotStart, match="web ended at once: no room"):
        keeper.wait()
    keeper.stop()
