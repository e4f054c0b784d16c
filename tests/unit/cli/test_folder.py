"""The data folder has one holder, closed files, and secrets that stay the same."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from intake.cli.embedded import CannotStart
from intake.cli.folder import Folder, Held, Holder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


def test_everything_in_it_is_ours_alone(folder: Folder) -> None:
    with folder.hold("a command"):
        folder.secrets()
        folder.write_settings({"A": "1"})
        for path in folder.path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_secrets_are_made_once(folder: Folder) -> None:
    folder.prepare()
    first = folder.secrets()
    assert folder.secrets() == first
    assert len(set(first.values())) == len(first)


def test_up_is_named_to_whoever_comes_second(folder: Folder) -> None:
    with folder.hold("up"):
        folder.announce(Holder(os.getpid(), "up", ready=True, addresses={"web": "http://127.0.0.1:1"}))
        with (
            pytest.raises(Held, match=rf"in use by up \(process {os.getpid()}\): web http://127.0.0.1:1"),
            folder.hold("up"),
        ):
            pass
        running = folder.running()
        assert running is not None
        assert running.addresses == {"web": "http://127.0.0.1:1"}
    assert folder.running() is None


def test_a_dead_holder_holds_nothing(folder: Folder) -> None:
    folder.prepare()
    folder.announce(Holder(1, "up", ready=True))
    assert folder.running() is None
    with folder.hold("up"):
        pass


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(CannotStart, match="cannot be used as data folder"):
        Folder(tmp_path / "data").prepare()
