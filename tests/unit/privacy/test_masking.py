"""The second net: a number in any spelling leaves at most two digits; ids and times stay readable."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.privacy.masking import mask_name, mask_numbers
from intake.privacy.redaction import REMOVED, processor, redact

DIGITS = "2025550147"
UNITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
UNITS_ES = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
SPOKEN = dict(zip("0123456789", UNITS_EN, strict=True))
SPOKEN_ES = dict(zip("0123456789", UNITS_ES, strict=True))
between = st.sampled_from(["", " ", "-", ".", " - ", ") ", "/", "\u200b", "·", "  ", "_", "%20"])
lead = st.sampled_from(["", "+1", "1", "+1 (", "tel:", "%2B1", "call ", "x", "no. "])
tail = st.sampled_from(["", " now", ";ext", "y", '"', "."])


@given(lead, st.lists(between, min_size=9, max_size=9), tail)
def test_any_spelling_in_digits(start: str, gaps: list[str], end: str) -> None:
    written = DIGITS[0] + "".join(gap + digit for gap, digit in zip(gaps, DIGITS[1:], strict=True))
    masked = mask_numbers(f"{start}{written}{end}")
    assert "".join(c for c in masked.replace("%20", "") if c.isdigit()) == "47"


@given(st.sampled_from([SPOKEN, SPOKEN_ES, SPOKEN | {"0": "oh"}]), st.sampled_from([" ", ", ", "-", "  "]))
def test_any_spelling_in_words(words: dict[str, str], gap: str) -> None:
    masked = mask_numbers(gap.join(words[digit] for digit in DIGITS))
    assert not any(word in masked for word in words.values())


@given(st.text(alphabet="0123456789 -+().abcxyz", max_size=60))
def test_no_run_of_seven_digits_survives(text: str) -> None:
    masked = mask_numbers(text)
    runs = "".join(c if c.isdigit() else " " for c in masked).split()
    assert all(len(run) < 7 for run in runs)


@pytest.mark.parametrize("digits", ["２０２５５５０１４７", "٢٠٢٥٥٥٠١٤٧", "२०२५५५०१४७"])
def test_digits_of_other_scripts(digits: str) -> None:
    assert mask_numbers(digits) == "…47"


@pytest.mark.parametrize(
    "text",
    [
        "CA0123456789abcdef0123456789abcdef",
        uuid.UUID(int=2**90 + 12345678901).hex,
        "2026-11-24T03:15:05.123456Z took 12.5 ms",
        "2026-11-24 03:15",
        "step 14 of 20, zip unset, status 200",
        "two people, one of them away",
    ],
)
def test_what_is_no_number_stays(text: str) -> None:
    assert mask_numbers(text) == text


def test_a_log_line_is_cleaned_however_deep() -> None:
    event = {
        "event": f"call from {DIGITS}",
        "From": "+12025550147",
        "data": {"list": [f"({DIGITS[:3]}) 555-0147", 12025550147, b"2025550147", ValueError(DIGITS)]},
        "body": "my name is Canary",
        "count": 12,
        "ok": True,
        "timestamp": "2026-11-24T03:15:05.123456Z",
    }
    cleaned = processor(None, "info", event)
    text = json.dumps(cleaned, ensure_ascii=False)
    assert "555" not in text
    assert "Canary" not in text
    assert (cleaned["count"], cleaned["ok"], cleaned["From"]) == (12, True, REMOVED)
    assert cleaned["timestamp"] == "2026-11-24T03:15:05.123456Z"


def test_unknown_things_are_cleaned_as_text() -> None:
    class Thing:
        def __str__(self) -> str:
            return f"thing {DIGITS}"

    assert redact(Thing()) == "thing …47"
    assert redact((None, 1.5)) == [None, 1.5]


def test_a_name_keeps_its_first_letter() -> None:
    assert (mask_name("Canary"), mask_name("")) == ("C…", "")
