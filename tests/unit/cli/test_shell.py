"""Commands end with 0, 1 or 2 and say what is wrong in one line on standard error."""

from __future__ import annotations

import click
import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from intake.cli.embedded import CannotStart
from intake.cli.main import main
from intake.cli.shell import Helpline, Problem, show
from tests.command_tree import commands

pytestmark = pytest.mark.usefixtures("plain_logs")


def run(arguments: list[str], group: click.Group = main) -> int:
    with pytest.raises(SystemExit) as ended:
        group.main(arguments, prog_name="helpline")
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["staff", "add", "a@example.org", "--name", "A", "--role", "professional"],
        ["staff", "add", "a@example.org", "--name", "A", "--phone", "12", "--role", "professional"],
        ["staff", "add", "a@example.org", "--name", "A", "--phone", "+12025550147", "--role", "boss"],
        ["up", "--port", "seven"],
        ["rota", "show", "--at", "yesterday"],
        ["rota", "import", "/nowhere.csv"],
        ["rota", "gaps", "--days", "-1"],
        ["script", "rehearse", "--language", "fr"],
    ],
)
def test_wrong_usage_is_two_and_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert "--help" in said.err


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (Problem("it is so"), "it is so"),
        (CannotStart("no server"), "no server"),
        (OperationalError("SELECT 'canary'", {}, Exception("canary")), "database does not answer"),
        (ProgrammingError("SELECT 'canary'", {}, Exception("canary")), "database refused"),
        (KeyboardInterrupt(), "stopped"),
    ],
)
def test_something_wrong_is_one_and_one_line(
    raised: BaseException, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.group(cls=Helpline)
    def group() -> None: ...

    @group.command()
    def fails() -> None:
        raise raised

    assert run(["fails"], group) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "canary" not in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_helps(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    assert f"Usage: helpline {' '.join(command)}" in capsys.readouterr().out


def test_a_table_is_as_wide_as_it_must_be(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": None, "b_c": ["x", "y"]}, {"a": True, "b_c": "long enough"}], as_json=False, columns=("a", "b_c"))
    assert capsys.readouterr().out == "A    B C\n-    x,y\nyes  long enough\n"


def test_json_keeps_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    show({"mask": "…47"}, as_json=True)
    assert '"…47"' in capsys.readouterr().out
