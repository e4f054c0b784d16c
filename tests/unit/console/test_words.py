"""Both languages have the same texts with the same blanks, and every text that a page asks for is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import intake.console
from intake.callbacks.answers import ANSWERS
from intake.callbacks.classes import ASSIGN_REASONS, LOWER_REASONS, RAISE_REASONS
from intake.console.language import LANGUAGES, catalogue, sentence, sentences, text
from intake.console.pages.enrollments.record import GROUPS
from intake.console.pages.script.common import shipped
from intake.console.ports import CANCEL_REASONS
from intake.conversation import saved
from intake.conversation.facts import Fact
from intake.enrollments import desk, pipeline
from intake.enrollments.pipeline import Proof
from intake.privacy.acts import Action
from intake.settings import Settings
from intake.staff.access import REASONS
from intake.told import codes, told
from tests.unit.conversation.kit import context

_ROOT = Path(intake.console.__file__).parent
_PAYERS = codes("pay", ("medicaid", "medicare_or_military"))
_BLANK = re.compile(r"\{(\w+)\}")
_ASKED = re.compile(
    r"""(?<![\w.])(?:t|said|text|tell|fail|one_or_many)\([^()]*?["']([a-z_0-9]+\.[a-z_0-9.]+)["'](?!\s*~)"""
)


def test_both_languages_have_the_same_texts() -> None:
    english, spanish = (catalogue(language) for language in LANGUAGES)
    assert sorted(english) == sorted(spanish)


def test_translations_keep_the_blanks() -> None:
    english, spanish = (catalogue(language) for language in LANGUAGES)
    differing = [key for key in english if sorted(_BLANK.findall(english[key])) != sorted(_BLANK.findall(spanish[key]))]
    assert differing == []


def _asked() -> set[str]:
    files = [*_ROOT.rglob("*.html"), *_ROOT.rglob("*.py")]
    return {key for file in files for key in _ASKED.findall(file.read_text("utf-8"))}


def test_every_text_that_is_asked_for_is_there() -> None:
    known = catalogue("en")
    missing = [
        key
        for key in sorted(_asked())
        if key not in known and f"{key}_one" not in known and not any(k.startswith(f"{key}_") for k in known)
    ]
    assert missing == []


def test_a_text_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("shell.nothing_like_this", "en")


def test_a_language_that_we_do_not_have_is_english() -> None:
    assert text("shell.save", "fr") == text("shell.save", "en")


def test_no_text_is_empty() -> None:
    for language in LANGUAGES:
        assert [key for key, value in catalogue(language).items() if not value.strip()] == []


_CODES = {
    "stage": pipeline.ORDER,
    "proof": tuple(Proof),
    "closed_reason": (*pipeline.CLOSED_REASONS, "do_not_contact"),
    "task": (*desk.TASKS, "exhausted_callback", "clinical_decision", "outcome_missing"),
    "moment": GROUPS,
    "outcome": ANSWERS,
    "callback_end": (
        *(code for code, answer in ANSWERS.items() if answer.state == "completed"),
        *CANCEL_REASONS, "merged", "record_closed", "abandoned", "not_callable", "do_not_contact",
        "suppressed", "no_number", "outcome_not_recorded", "number_fails", "crisis_called_once",
        "clinical_decision", "six_in_a_week",
    ),
    "why": REASONS,
    "class_reason": (*RAISE_REASONS, *LOWER_REASONS, "talk_now", "asap", "window", "three_strikes"),
    "rung": (
        *("nobody", "only", "verified", "least", "equal", "load", "page"),
        *(f"assigned_{one}" for one in ASSIGN_REASONS),
    ),
    "assign": ASSIGN_REASONS,
    "audit_action": tuple(Action),
    "came_from": ("console", "webhook", "cli", "job", "up"),
    "cancel": CANCEL_REASONS,
    "fact": tuple(fact.__name__ for fact in get_args(Fact)),
}  # fmt: skip


@pytest.mark.parametrize("group", _CODES)
def test_every_code_that_a_page_shows_has_words(group: str) -> None:
    known = catalogue("en")
    assert [code for code in _CODES[group] if f"codes.{group}.{code}" not in known] == []


def _told() -> list[str]:
    """Every sentence that a rule tells, by its English."""
    found = []
    for file in _ROOT.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told":
                assert isinstance(node.args[0], ast.Constant), f"{file.name}:{node.lineno} hides its sentence"
                found.append(node.args[0].value)
    return found


def test_the_rules_own_sentences_are_there_in_spanish_too() -> None:
    spanish = sentences("es")
    assert sorted(spanish) == sorted(set(_told()))
    assert [one for one, es in spanish.items() if sorted(_BLANK.findall(one)) != sorted(_BLANK.findall(es))] == []


def test_what_a_setting_does_is_there_in_spanish_too() -> None:
    assert sorted(sentences("es", "purposes")) == sorted(
        {str(one.description) for one in Settings.model_fields.values()}
    )


def test_what_steps_and_saved_conversations_are_called_is_there_in_spanish_too() -> None:
    titles = {step.title for step in shipped().steps.values()}
    assert sorted(sentences("es", "titles")) == sorted(titles | {one.id for one in saved.shipped(context())})


def test_a_sentence_within_a_sentence_is_said_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    said = told("{where}: {what}", where=told("site {number}", number=2), what=told("takes {offered}", offered=_PAYERS))
    assert said == "site 2: takes medicaid, medicare or military"
    monkeypatch.setattr("intake.console.language.chosen", lambda: "es")
    assert sentence(said) == "sede 2: acepta Medicaid, Medicare o militar"
