"""When nothing else works there is still a way to a person, and it ends."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from intake.carrier.lastresort import MOST_TRIES, LastResort
from tests.carrier_kit import BACKUP, CALLER, LINES
from tests.twiml_grammar import faults, heard

LAST = LastResort(LINES)
PAGES = {
    "apology": LAST.apology,
    "crisis": LAST.crisis(),
    "backup": LAST.backup(0),
    "nobody": LAST.backup(MOST_TRIES),
    "whisper": LAST.whisper(0),
    "joined": LAST.accepted("1"),
    "refused": LAST.accepted(None),
    "staff": LAST.staff,
}


def tags(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document.encode())]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_in_the_carriers_grammar(name: str) -> None:
    assert faults(PAGES[name]) == []


@pytest.mark.parametrize("name", ["apology", "nobody"])
def test_the_crisis_words_are_said_in_both_languages(name: str) -> None:
    words = heard(PAGES[name])
    assert words.count("911") == 2
    assert words.count("988") == 2
    assert "press 1" in words
    assert "oprima 1" in words


@pytest.mark.parametrize("key", ["1", "9"])
def test_one_and_nine_lead_to_988(key: str) -> None:
    assert "+18002738255" in LAST.after_key(key)


@pytest.mark.parametrize("key", ["0", "2", "*", "#", None, ""])
def test_every_other_key_and_silence_lead_to_a_person(key: str | None) -> None:
    assert BACKUP in LAST.after_key(key)


def test_silence_at_the_apology_leads_to_a_person() -> None:
    assert tags(LAST.apology) == ["Gather", "Redirect"]
    assert "p=backup" in LAST.apology


def test_nobody_rings_forever() -> None:
    assert tags(LAST.backup(MOST_TRIES)) == ["Gather", "Hangup"]


def test_a_voicemail_is_told_nothing_and_joined_to_nobody() -> None:
    assert tags(LAST.whisper(0)) == ["Gather", "Hangup"]
    for word in ("help", "ayuda", "crisis", "treatment", CALLER):
        assert word not in heard(LAST.whisper(0)).lower()
    assert tags(LAST.accepted(None)) == ["Hangup"]
    assert tags(LAST.accepted("1")) == []


def test_the_text_is_one_segment_with_both_emergency_numbers() -> None:
    body = ElementTree.fromstring(LAST.text.encode())[0].text or ""
    assert body.isascii()
    assert len(body) <= 160
    assert "911" in body
    assert "988" in body
    assert faults(LAST.text, "messaging") == []
