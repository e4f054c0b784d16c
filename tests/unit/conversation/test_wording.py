"""Every wording of the script is the agreed one, byte for byte, against digests kept apart from it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from intake.conversation.instructions import Ask
from tests.unit.conversation.kit import SCRIPT, call, thread

_DIGESTS = json.loads((Path(__file__).parents[2] / "data" / "wording_sha256.json").read_text())


@pytest.mark.parametrize("name", sorted(_DIGESTS))
def test_agreed_wording(name: str) -> None:
    key, channel, language = name.split("/")
    words = SCRIPT.wording(channel, language, key)  # type: ignore[arg-type]
    assert words is not None
    assert hashlib.sha256(words.encode()).hexdigest() == _DIGESTS[name]


def test_the_bilingual_greeting_is_spoken_by_two_voices_and_is_still_the_agreed_text() -> None:
    (ask,) = call().last.instructions
    assert isinstance(ask, Ask)
    assert [say.language for say in ask.says] == ["en", "es", "en", "es"]
    agreed = SCRIPT.wording("voice", "en", "N10_LANG")
    assert " ".join(say.text for say in ask.says) == (agreed or "").replace("{BRAND}", "Harbor Path")


def test_the_first_words_of_the_overdose_step_cannot_be_cut_short() -> None:
    (ask,) = call("1", "1", "1").last.instructions
    assert isinstance(ask, Ask)
    assert (ask.says[0].text, ask.says[0].barge_in) == ("Hang up and call 911 now.", False)
    assert all(say.barge_in for say in ask.says[1:])


def test_not_recorded_is_said_only_while_it_is_true() -> None:
    assert any("not recorded" in say.text for say in call("1").said)
    assert not any("not recorded" in say.text for say in call("1", recording=True).said)
    assert not any("no se graba" in say.text for say in call("2", recording=True).said)


def test_numbers_and_codes_are_read_digit_by_digit_aloud_and_plainly_in_texts() -> None:
    spoken = call("1", "2", "1", "2", "2", "2025550147", "1", "4", "1", "#")
    assert "2 0 2, 5 5 5, 0 1 4 7" in " ".join(say.text for say in spoken.said)
    assert "4 8 2 1" in spoken.said[-1].text
    written = thread("hi", "1", "2", "1", "2", "2", "202 555 0147")
    assert written.said[-1].text == "I have 202-555-0147. 1 That is right 2 Fix it"


def test_the_loved_one_variant_says_they() -> None:
    assert "If they are hurt" in call("1", "2", "2", "9", "2").said[-1].text
    assert "If you are hurt" in call("1", "2", "1", "9", "2").said[-1].text
    assert "Are they hurt" in thread("hi", "1", "2", "2", "9", "2").said[-1].text


def test_talking_now_is_offered_only_while_somebody_is_on_duty() -> None:
    talk = call("1", "2", "1", on_duty=False)
    assert talk.heard_last == ["N50_MODE", "N60_NUMBER"]
    assert talk.said[-2].text == "We will call you back."
    assert call("2", "2", "1", on_duty=False).said[-2].text == "Le vamos a llamar."
