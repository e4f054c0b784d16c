"""`helpline script rehearse --saved`: what a changed script would do to saved conversations, before it goes live."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.cli.commands.script import script

SHIPPED = Path(__file__).parents[3] / "intake" / "conversation"
CALL = (
    '{"scenario": "A short call", "version": 1}\n'
    '{"phone": "+12025550147", "dials": "+12025550100"}\n'
    '{"phone": "+12025550147", "presses": "1"}\n'
    '{"phone": "+12025550147", "presses": "2"}\n'
)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped script with one question asked otherwise, and a folder with one recorded call."""
    folder = tmp_path / "changed"
    folder.mkdir()
    shutil.copy(SHIPPED / "script.toml", folder)
    shutil.copytree(SHIPPED / "words", folder / "words")
    words = folder / "words" / "voice.en.toml"
    words.write_text(words.read_text("utf-8").replace("Is this for you?", "Is it for you?"), "utf-8")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a-short-call.jsonl").write_text(CALL)
    return folder


def _rehearse(*arguments: str) -> str:
    done = CliRunner().invoke(script, ["rehearse", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_changed_question_is_told_for_every_conversation_that_hears_it(changed: Path) -> None:
    told = _rehearse("--script", str(changed), "--saved", str(changed.parent / "kept"))
    assert "a-short-call, turn 2\n  now    N40_WHO: Is this for you?" in told
    assert "a call back, in English, turn 2" in told
    assert "a call back, in Spanish, turn" not in told


def test_the_same_script_changes_nothing(changed: Path) -> None:
    found = json.loads(_rehearse("--saved", str(changed.parent / "kept"), "--json"))
    assert found["changes"] == []
    assert found["conversations"] > 20


def test_a_file_that_is_no_scenario_is_named(changed: Path) -> None:
    (changed.parent / "kept" / "broken.jsonl").write_text("{}\nnonsense\n")
    done = CliRunner().invoke(script, ["rehearse", "--saved", str(changed.parent / "kept")])
    assert done.exit_code == 1
    assert "broken.jsonl cannot be rehearsed" in done.output
