"""How hard a text is to read, as a school year: Flesch-Kincaid for English, Crawford (1985) for Spanish.

Fernández-Huerta gives an ease, not a year, and jumps on texts of one line; Crawford was made for school years.
"""

from __future__ import annotations

import re

from intake.conversation.instructions import Language
from intake.conversation.syllables import syllables

_SENTENCE = re.compile(r"[.?!:]+(?=\s|$)|[¿¡]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def grade(text: str, language: Language) -> float:
    """The school year that can read a text; below zero for very short sentences of short words."""
    sentences, words, spoken = _counts(text, language)
    if not words:
        return 0.0
    if language == "en":
        return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
    return 0.049 * 100 * spoken / words - 0.205 * 100 * sentences / words - 3.407


def _counts(text: str, language: Language) -> tuple[int, int, int]:
    sentences = max(sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)), 1)
    words = _WORD.findall(text)
    return sentences, len(words), sum(syllables(word, language) for word in words)
