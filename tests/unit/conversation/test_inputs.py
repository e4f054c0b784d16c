"""What answers mean: both languages at every step, by voice and by text."""

from __future__ import annotations

import pytest

from intake.conversation.hours import window_key
from intake.conversation.inputs import meaning
from intake.conversation.language import guess
from intake.conversation.names import first_name
from intake.conversation.numerals import digits, phone, zip_code
from tests.unit.conversation.kit import SCRIPT


@pytest.mark.parametrize(
    ("channel", "step", "key", "phrases"),
    [
        ("voice", "N10_LANG", "2", "español|Spanish|en español por favor|two|dos|number two|to"),
        ("voice", "N10_LANG", "1", "English|inglés|one|press one|won"),
        ("voice", "N30_EMERG", "2", "no|nope|No.|nadie está en peligro|not right now"),
        ("sms", "N30_EMERG", "1", "yes|Sí|SI|yeah|claro|1.|1)|#1"),
        ("voice", "N40_WHO", "1", "me|myself|yo|para mí|it's for me"),
        ("voice", "N40_WHO", "2", "my husband|wife|my son|mi hijo|esposo|mi mamá|a friend|someone I love|not for me"),
        ("voice", "N40_WHO", "3", "work|I'm calling for work|provider|the court|trabajo|my son's probation officer"),
        ("sms", "N50_MODE", "3", "text only, I can't talk|solo textos|no calls|don't call me"),
        ("sms", "N50_MODE", "1", "call me|ASAP|lo antes posible|please call me"),
        ("voice", "N50_MODE", "1", "talk now|right now|hablar ahora"),
        ("voice", "N50_MODE", "2", "call me back|later|que me llamen"),
        ("sms", "N60_NUMBER", "2", "it's not safe|another number|otro número|no"),
        ("sms", "N70_MSG", "4", "no message please|no|sin mensaje|don't leave a message"),
        ("sms", "N70_MSG", "3", "text or voicemail|either|cualquiera"),
        ("voice", "N80_TIME", "1", "as soon as you can|now|lo antes posible|anytime"),
        ("voice", "N80_TIME", "2", "in the morning|10 am|mañana|tomorrow morning"),
        ("voice", "N80_TIME", "3", "afternoon|3pm|mañana por la tarde|at 2"),
        ("voice", "N80_TIME", "4", "after 5|tonight|en la noche|7:30 pm|a las 7 de la noche"),
        ("sms", "X10_AGE", "1", "she's 19|25|yes|adulto"),
        ("sms", "X10_AGE", "2", "he is 16|no|menor|seventeen"),
        ("sms", "X20_STAGE", "6", "not sure|I don't know|no sé"),
        ("sms", "X60_PAY", "4", "I don't have insurance|no insurance|no tengo seguro"),
        ("voice", "N40_WHO", "0", "representative|I want to talk to a person please|operador"),
        ("voice", "N40_WHO", "*", "repeat|what|otra vez|cómo"),
        ("voice", "N40_WHO", "#", "skip|saltar"),
        ("sms", "N30_EMERG", None, "asdf|idk|😢😢|no sé|I don't know|maybe yes maybe no"),
        ("sms", "N40_WHO", None, "banana|me and mom|7up"),
    ],
)
def test_meaning(channel: str, step: str, key: str | None, phrases: str) -> None:
    found = {phrase: meaning(SCRIPT, channel, step, phrase) for phrase in phrases.split("|")}  # type: ignore[arg-type]
    assert found == dict.fromkeys(phrases.split("|"), key)


@pytest.mark.parametrize(
    "text",
    [
        "two oh two five five five oh one four seven",
        "dos cero dos cinco cinco cinco cero uno cuatro siete",
        "+1 (202) 555-0147",
        "1-202-555-0147",
        "202.555.0147",
        "it's 202 555 0147, after 5",
        "2025550147",
        "two zero two, triple five, oh one forty seven",
        "twenty twenty five five five zero one forty seven",
        "doscero dos cero dos triple cinco cero uno cuarenta y siete",
    ],
)
def test_a_number_however_it_is_given(text: str) -> None:
    assert phone(text) == "+12025550147"


@pytest.mark.parametrize(
    "text",
    ["", "911", "202-555-014", "+44 20 7946 0147", "1234567890", "0125550147", "202 155 0147", "no", "55501470147222"],
)
def test_what_is_no_north_american_number(text: str) -> None:
    assert phone(text) is None


def test_spoken_digits_and_zip_codes() -> None:
    assert digits("noventa y cuatro uno uno cero") == "94110"
    assert digits("ninety four one ten") == "94110"
    assert digits("eight hundred five five five") == "800555"
    assert [zip_code(text) for text in ("94110", "94110-1234", "my zip is 94110", "nine four one one oh")] == [
        "94110"
    ] * 4
    assert [zip_code(text) for text in ("9411", "941100", "none")] == [None] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Alex", "Alex"), ("my name is Alex Smith", "Alex"), ("It's Maria Jose Lopez", "Maria Jose"),
        ("me llamo José Luis Pérez", "José Luis"), ("Anne-Marie Smith", "Anne-Marie"), ("O'Brien", "O'Brien"),
        ("x" * 60, "x" * 40), ("😢", None), ("12345", None), ("call me Jo", "Jo"),
    ],
)  # fmt: skip
def test_a_name_is_kept_short_and_without_a_last_name(text: str, name: str | None) -> None:
    assert first_name(text) == name


def test_the_language_of_a_free_text() -> None:
    assert guess("I need help with my drinking") == "en"
    assert guess("necesito ayuda con mi hijo") == "es"
    assert [guess(text) for text in ("hola", "ok", "", "asdf qwer", "no")] == [None] * 5


def test_hours_outside_the_windows_are_no_window() -> None:
    assert [window_key(text) for text in ("3 am", "11 pm", "half", "2")] == [None] * 4
