"""Ports and settings are decided before anything starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.cli.embedded import CannotStart
from intake.cli.folder import Folder
from intake.cli.service import plan as plans
from intake.cli.service.plan import Ports
from intake.settings import SettingsProblem


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "PORT", "CONSOLE_PORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "data")
    made.prepare()
    return made


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_every_taken_port_is_named_with_its_flag(folder: Folder, taken: int) -> None:
    with pytest.raises(CannotStart, match=rf"port {taken} \(--port\), {taken} \(--console-port\)"):
        plans.make(folder, Ports(taken, taken, 0), {})


def test_a_flag_is_stronger_than_the_environment(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    made = plans.make(folder, Ports(0, 0, 0), {})
    assert made.settings.port == made.ports.web != 1
    assert made.settings.public_base_url == f"http://127.0.0.1:{made.ports.web}"


def test_without_credentials_the_simulator_stands_in(folder: Folder) -> None:
    made = plans.make(folder, Ports(0, 0, 0), {"HELPLINE_SWEEP_SECONDS": "0.5"})
    assert made.simulated
    assert made.settings.allow_fictional_numbers
    assert made.settings.sweep_seconds == 0.5


def test_with_credentials_nothing_fictional_is_filled_in(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0" * 32)
    with pytest.raises(SettingsProblem) as caught:
        plans.make(folder, Ports(0, 0, 0), {})
    assert {line.split(":")[0] for line in caught.value.problems} == {
        *("PUBLIC_BASE_URL", "HELPLINE_NUMBER", "HELPLINE_NEUTRAL_NUMBER", "HELPLINE_BACKUP_NUMBER", "HELPLINE_BRAND")
    }


def test_a_database_of_the_environment_is_not_replaced(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/d")
    made = plans.make(folder, Ports(0, 0, 0), {})
    assert made.postgres is None
    assert made.redis is not None
    assert made.settings.database_url.get_secret_value() == "postgresql://u:p@h/d"
