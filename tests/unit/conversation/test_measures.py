"""Reading grades, syllables, segments and speaking time, against an outside measure and known values."""

from __future__ import annotations

import statistics
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest

from intake.conversation.check_texts import fill
from intake.conversation.findings import Sample
from intake.conversation.instructions import Language
from intake.conversation.pacing import seconds
from intake.conversation.reading import grade
from intake.conversation.segments import size
from intake.conversation.syllables import syllables
from tests.unit.conversation.kit import SCRIPT


@pytest.fixture
def textstat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # textstat 0.7.3 imports pkg_resources for word lists that these two formulas do not use.
    monkeypatch.setitem(sys.modules, "pkg_resources", types.ModuleType("pkg_resources"))
    import textstat as outside

    yield outside.textstat
    outside.textstat.set_lang("en_US")


def _texts(language: Language) -> list[str]:
    found = []
    for channel in ("voice", "sms"):
        words = SCRIPT.words[channel, language]  # type: ignore[index]
        values = Sample().values(channel, language, words)  # type: ignore[arg-type]
        found += [fill(v["say"], values) for k, v in words.items() if "say" in v and k != "N10_LANG"]
    return found


@pytest.mark.parametrize(("language", "formula"), [("en", "flesch_kincaid_grade"), ("es", "crawford")])
def test_grades_agree_with_textstat(textstat: Any, language: Language, formula: str) -> None:
    textstat.set_lang(language)
    gaps = [grade(text, language) - getattr(textstat, formula)(text) for text in _texts(language)]
    assert abs(statistics.mean(gaps)) < 1.0
    assert statistics.median([abs(gap) for gap in gaps]) < 1.2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "help:1 danger:2 emergency:4 suicide:3 overdose:3 people:2 private:2 voicemail:2 message:2 residential:4"
               " breathing:2 called:1 needed:2 place:1 places:2 table:2 someone:2 twice:1 sober:2 idea:3"),
        ("es", "sí:1 ayuda:3 emergencia:4 suicidio:3 llame:2 guardia:2 quiere:2 Medicaid:3 aquí:2 día:2 oído:3"
               " ruido:2"),
    ],
)  # fmt: skip
def test_syllables(language: Language, words: str) -> None:
    expected = {word: int(count) for word, count in (pair.split(":") for pair in words.split())}
    assert {word: syllables(word, language) for word in expected} == expected


def test_hard_prose_is_hard_in_both_languages() -> None:
    assert grade("Comprehensive documentation necessitates institutional authorization.", "en") > 12
    assert grade("La administración institucional requiere documentación comprensiva especializada.", "es") > 6


@pytest.mark.parametrize(
    ("text", "gsm7", "units", "segments"),
    [
        ("a" * 160, True, 160, 1), ("a" * 161, True, 161, 2), ("a" * 307, True, 307, 3), ("ñ¿é€", True, 5, 1),
        ("á" * 70, False, 70, 1), ("á" * 71, False, 71, 2), ("😢", False, 2, 1), ("", True, 0, 1),
        ("“hi”", False, 4, 1),
    ],
)  # fmt: skip
def test_segments(text: str, gsm7: bool, units: int, segments: int) -> None:
    measured = size(text)
    assert (measured.gsm7, measured.units, measured.segments) == (gsm7, units, segments)


def test_figures_are_read_digit_by_digit() -> None:
    assert seconds("Call 911") == pytest.approx(4 * 60 / 165)
    assert seconds("press 1") == pytest.approx(2 * 60 / 165)
