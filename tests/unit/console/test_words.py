"""Both languages have the same texts with the same blanks, and every text that a page asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import intake.console
from intake.console.language import LANGUAGES, catalogue, text

_ROOT = Path(intake.console.__file__).parent
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
