"""The README's two commands are single lines, and what it says can be typed is there."""

from __future__ import annotations

import re

from intake.callbacks import answers
from tests.command_tree import commands
from tests.rules.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)


KNOWN = {" ".join(words) for words in commands()}
GROUPS = {words[0] for words in commands() if len(words) > 1}


def _at(named: str) -> str:
    """The command meant: a group with its command, or one command without the word after it."""
    first = named.split()[0]
    return named if first in GROUPS else first


def test_one_line_runs_it_and_one_line_tests_it() -> None:
    run, test = BLOCKS[:2]
    for block in (run, test):
        assert len(block.strip().splitlines()) == 1
        assert block.startswith("python3 -m pip install -q --target .tools uv && ")
        assert "--frozen" in block
    assert run.strip().endswith("helpline up")
    assert "pytest" in test


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert BLOCKS[1].strip().split(" && ")[1] in (ROOT / ".ci" / "run").read_text()


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"`helpline ([a-z]+(?: [a-z]+)?)", README))
    assert named
    assert {name for name in named if _at(name) not in KNOWN} == set()


def test_every_command_is_named() -> None:
    assert {words[0] for words in commands() if f"helpline {words[0]}" not in README} == set()


def test_the_table_of_answers_is_the_one_that_is_obeyed() -> None:
    table = README.split("<!-- answers -->")[1].split("<!-- /answers -->")[0]
    assert table.strip() == answers.markdown().strip()
