"""A number never shows more than two digits, and only safe ones may be called."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.numbers import PhoneNumber, parse_number, refusal, withheld

CANARY = "+12025550147"
numbers = st.integers(100, 199).map(lambda n: PhoneNumber(f"+1202555{n:04}"))
SPELLINGS = (
    "+12025550147",
    "12025550147",
    "2025550147",
    "(202) 555-0147",
    "202.555.0147",
    "202 555 0147",
    "+1 202-555-0147",
    "202–555–0147",
    "２０２５５５０１４７",
    "1/202/555/0147",
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_usual_spelling_is_one_number(text: str) -> None:
    assert parse_number(text) == PhoneNumber(CANARY)


@pytest.mark.parametrize("text", ["", "988", "911", "abc", "1-800-FLOWERS", "+12025", "12", "5550147", "2" * 40, "+++"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(numbers)
def test_no_way_of_printing_shows_more_than_two_digits(number: PhoneNumber) -> None:
    shown = (
        str(number),
        repr(number),
        f"{number}",
        f"{number:>20}",
        "%s" % number,  # noqa: UP031
        repr([number, {"n": number}]),
        json.dumps({"n": number}, default=str, ensure_ascii=False),
        logging.LogRecord("n", 20, "f", 1, "%s", (number,), None).getMessage(),
    )
    for text in shown:
        assert sum(c.isdigit() for c in text) == 2 * text.count("…")
        assert number.reveal()[-2:] in text


def test_a_traceback_does_not_show_it() -> None:
    number = PhoneNumber(CANARY)
    try:
        raise ValueError(number)
    except ValueError as problem:
        text = "".join(traceback.format_exception(problem))
    assert "5550147" not in text


def test_it_cannot_ride_in_a_job_and_cannot_change() -> None:
    number = PhoneNumber(CANARY)
    with pytest.raises(TypeError, match="not to be pickled"):
        pickle.dumps(number)
    with pytest.raises(AttributeError):
        number._e164 = "+12025550148"
    with pytest.raises(TypeError):
        json.dumps(number)
    assert not hasattr(number, "__dict__")
    assert copy.deepcopy(number) == copy.copy(number) == number


def test_parts() -> None:
    number = PhoneNumber(CANARY)
    assert (number.mask, number.area_code, number.last_digits) == ("…47", "202", "0147")
    assert PhoneNumber("+442079460000").area_code is None


@pytest.mark.parametrize("junk", ["", "2025550147", "+1", "+1202555014x", "+0123456789", "+1 202"])
def test_only_e164_is_a_number(junk: str) -> None:
    with pytest.raises(ValueError, match=r"^not an E.164 number$"):
        PhoneNumber(junk)


@pytest.mark.parametrize(
    ("e164", "code"),
    [
        ("+19005550101", "premium"),
        ("+12029761234", "premium"),
        ("+15005550006", "premium"),
        ("+12025551212", "service_code"),
        ("+12029111234", "service_code"),
        ("+18765550100", "not_domestic"),
        ("+18095550100", "not_domestic"),
        ("+18765550123", "not_domestic"),
        ("+12425550199", "not_domestic"),
        ("+442079460000", "not_north_american"),
        ("+12025550100", "own_line"),
        ("+17875550100", None),
        ("+14165550100", None),
        ("+12125550100", None),
    ],
)
def test_whom_we_may_not_call(e164: str, code: str | None) -> None:
    assert refusal(PhoneNumber(e164), {PhoneNumber("+12025550100")}, allow_fictional=True) == code


def test_fictional_numbers_pass_only_in_rehearsals() -> None:
    assert refusal(PhoneNumber(CANARY), (), allow_fictional=True) is None
    assert refusal(PhoneNumber(CANARY), (), allow_fictional=False) == "fictional"


@pytest.mark.parametrize(
    "field",
    [
        None,
        "",
        "anonymous",
        "Anonymous",
        "RESTRICTED",
        "private",
        "unavailable",
        "withheld",
        "unknown",
        "+266696687",
        "266696687",
        "+86282452253",
        "+8656696",
        "+2562533",
        "+7378742833",
        "client:bob",
        "sip:someone@example.org",
        "12345",
        "+1202555014799999",
    ],
)
def test_a_withheld_caller_is_nobody(field: str | None) -> None:
    assert withheld(field)


def test_a_number_is_not_withheld() -> None:
    assert not withheld(CANARY)
