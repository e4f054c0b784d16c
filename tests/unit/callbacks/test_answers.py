"""One table says what each answer does, and the README prints just that table."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.callbacks.answers import ANSWERS, When, markdown
from intake.callbacks.lifecycle import ATTEMPT_BY_CARRIER, ATTEMPT_BY_PERSON, CLOSED, OPEN
from intake.storage.schema.enrollments import STAGES

README = Path(__file__).parents[3] / "README.md"


@pytest.mark.parametrize("code", sorted(ANSWERS))
def test_each_answer_leads_somewhere(code):
    answer = ANSWERS[code]
    assert answer.state is None or answer.state in OPEN | CLOSED
    assert answer.stage is None or answer.stage in STAGES
    assert (answer.stage == "closed") == (answer.closed_reason is not None)
    # What stays open has a next time; what is closed has none.
    assert (answer.again is When.NEVER) == (answer.state in CLOSED)


def test_whoever_says_no_is_left_alone_on_every_channel():
    assert {code for code, answer in ANSWERS.items() if answer.suppress} == {"wrong_number", "stop"}


def test_the_table_has_a_line_for_everything_that_can_be_said():
    table = markdown()
    assert ANSWERS.keys() == ATTEMPT_BY_CARRIER | ATTEMPT_BY_PERSON
    for code in ANSWERS:
        assert table.count(f"| `{code}` |") == 1


def test_the_readme_prints_the_present_table():
    text = README.read_text("utf-8")
    if "<!-- answers -->" in text:
        printed = text.split("<!-- answers -->")[1].split("<!-- /answers -->")[0]
        assert printed.strip() == markdown().strip()
