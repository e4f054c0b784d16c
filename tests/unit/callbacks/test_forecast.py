"""{WHEN} is never better than the truth, fits the text that carries it, and is easy to understand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.classes import Class, Ranked
from intake.callbacks.forecast import LONGEST, Outlook, words
from intake.callbacks.rules import Asked, schedule
from intake.conversation.reading import grade
from tests.unit.callbacks.kit import CLOCKS, NEW_YORK, NOW, seconds

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
MINUTES = {"minutes": 1, "minutos": 1, "hours": 60, "horas": 60}


def outlook(klass=Class.P2, when="asap", at=NOW, **how):
    plan = schedule(Ranked(klass, how.pop("reason", "asap")), Asked(when, NEW_YORK, at), CLOCKS)
    how = {"ahead": 0, "on_duty": 2, "office": False} | how
    return Outlook(now=at, zone=NEW_YORK, due_at=plan.due_at, window=plan.window, **how)


@pytest.mark.parametrize(
    ("found", "english", "spanish"),
    [
        (outlook(), "in 5 to 15 minutes", "en 5 a 15 minutos"),
        (outlook(Class.P1), "in 2 to 5 minutes", "en 2 a 5 minutos"),
        (outlook(ahead=1), "in 5 to 15 minutes", "en 5 a 15 minutos"),
        (outlook(ahead=2), "in 15 to 30 minutes", "en 15 a 30 minutos"),
        (outlook(ahead=9, on_duty=3), "in 1 to 2 hours", "en 1 a 2 horas"),
        (outlook(ahead=200), "as soon as we can", "lo antes posible"),
        (outlook(on_duty=0), "as soon as we can", "lo antes posible"),
        (outlook(usual_seconds=1900), "in 30 to 60 minutes", "en 30 a 60 minutos"),
        (outlook(when="evening"), "today, between 5 and 8 pm", "hoy, de 5 a 8 de la tarde"),
        (outlook(when="morning"), "today, between 8 and noon", "hoy, de 8 a 12"),
        (
            outlook(when="morning", at=NOW + timedelta(hours=3)),
            "tomorrow, between 8 and noon",
            "mañana, de 8 a 12",
        ),
        (outlook(Class.P4, reason="work", office=True), "today, from 9 to 5", "hoy, de 9 a 5"),
        (
            outlook(Class.P4, reason="work", office=True, at=datetime(2026, 11, 27, 22, 30, tzinfo=UTC)),
            "on Monday, from 9 to 5",
            "el lunes, de 9 a 5",
        ),
    ],
)
def test_what_is_said(found, english, spanish):
    assert words(found, "en") == english
    assert words(found, "es") == spanish


OUTLOOKS = st.builds(
    lambda klass, when, minutes, ahead, on_duty, usual: outlook(
        klass,
        when,
        NOW + timedelta(minutes=minutes),
        ahead=ahead,
        on_duty=on_duty,
        usual_seconds=usual,
        office=klass is Class.P4,
    ),
    st.sampled_from(Class),
    st.sampled_from(["asap", "morning", "afternoon", "evening"]),
    st.integers(0, 20_000),
    st.integers(0, 50),
    st.integers(0, 5),
    st.none() | st.floats(0, 20_000),
)


@given(OUTLOOKS)
def test_it_fits_a_text_and_has_no_letter_that_a_text_lacks(found):
    for language in ("en", "es"):
        said = words(found, language)
        assert len(said) <= LONGEST
        assert set(said) <= GSM


@given(OUTLOOKS)
def test_it_is_never_better_than_usual(found):
    for language in ("en", "es"):
        said = words(found, language)
        numbers = re.fullmatch(r"(?:in|en) (\d+) (?:to|a) (\d+) (\w+)", said)
        if numbers:
            longest = int(numbers[2]) * MINUTES[numbers[3]] * 60
            assert longest >= (found.usual_seconds or 0)
            assert longest >= (found.due_at - found.now).total_seconds()
            assert found.on_duty > 0


@given(OUTLOOKS)
def test_it_is_easy_to_read(found):
    assert grade(f"A person will call {words(found, 'en')}.", "en") <= 6
    assert grade(f"Una persona le llama {words(found, 'es')}.", "es") <= 6


def test_a_faster_clock_is_spoken_as_the_shortest_range():
    hurried = Outlook(NOW, NEW_YORK, NOW + seconds(2), None, False, 0, 1)
    assert words(hurried, "en") == "in 2 to 5 minutes"
