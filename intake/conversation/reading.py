"""How hard a text is to read: Flesch-Kincaid grade (English), Fernández-Huerta turned into a grade (Spanish)."""

from __future__ import annotations

import re

from intake.conversation.instructions import Language
from intake.conversation.syllables import syllables

_SENTENCE = re.compile(r"[.?!:]+(?=\s|$)|[¿¡]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Fernández-Huerta's scale as school years: 90 and above is the fifth, 80 the sixth, 70 the seventh.
_EASE_OF_GRADE_5 = 90.0
_EASE_PER_GRADE = 10.0


def grade(text: str, language: Language) -> float:
    """The school year that can read a text; below zero for very short sentences of short words."""
    sentences, words, spoken = _counts(text, language)
    if not words:
        return 0.0
    if language == "en":
        return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
    return 5.0 + (_EASE_OF_GRADE_5 - ease(text)) / _EASE_PER_GRADE


def ease(text: str) -> float:
    """The Fernández-Huerta index of a Spanish text, 0 (hard) to about 120 (very easy)."""
    sentences, words, spoken = _counts(text, "es")
    return 206.84 - 60.0 * spoken / max(words, 1) - 1.02 * words / sentences


def _counts(text: str, language: Language) -> tuple[int, int, int]:
    sentences = max(sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)), 1)
    words = _WORD.findall(text)
    return sentences, len(words), sum(syllables(word, language) for word in words)
