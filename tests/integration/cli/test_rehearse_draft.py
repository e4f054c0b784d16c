"""A draft is rehearsed against what callers hear now, not against what is shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.cli.commands import script as commands
from intake.conversation import drafts
from intake.conversation.bundle import parse
from intake.conversation.drafts import Editor, Said
from intake.conversation.editing import Place
from intake.conversation.findings import Sample
from intake.conversation.shipped import shipped_text
from intake.storage import script_edits
from intake.storage.session import Database

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
EDITOR = Editor("staff:1", "console:1", NOW)
QUESTION = Place("voice", "en", "N40_WHO", "say")
FIRST = "Is it for you? Press 1. For someone you love, press 2. For work, press 3."
SECOND = "Is that for you? Press 1. For someone you love, press 2. For work, press 3."


@dataclass
class Here:
    """What the command needs of an office."""

    database: Database
    now: datetime = NOW


@pytest.fixture
def console(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    @contextmanager
    def office(_: str | None) -> Iterator[Here]:
        yield Here(database)

    monkeypatch.setattr(commands, "office", office)
    return database


def _drafts(database: Database, wording: str, *, publish: bool) -> None:
    with database.begin() as connection:
        assert drafts.start(connection, EDITOR, parse(shipped_text())) is Said.DONE
        draft = script_edits.open_draft(connection)
        assert draft is not None
        assert drafts.edit(connection, EDITOR, draft.version, "N40_WHO", {QUESTION: wording}) is Said.DONE
        if publish:
            assert drafts.publish(connection, EDITOR, draft.version + 1, Sample()) == (Said.DONE, [])


def _rehearse(folder: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands.script, ["rehearse", "--draft", "--saved", str(folder), *more])
    return done.exit_code, done.output


def test_a_draft_is_told_from_what_callers_hear_now(console: Database, tmp_path: Path) -> None:
    assert _rehearse(tmp_path)[0] == 1
    _drafts(console, FIRST, publish=True)
    _drafts(console, SECOND, publish=False)
    code, told = _rehearse(tmp_path, "--json")
    change = json.loads(told)["changes"][0]
    assert code == 0
    assert FIRST in change["before"]
    assert SECOND in change["after"]
    assert _rehearse(tmp_path, "--script", str(tmp_path))[0] == 2
