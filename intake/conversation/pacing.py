"""How long words take to say: 165 words a minute, and 1.8 seconds for each answer (domain 4.1)."""

from __future__ import annotations

import re

_WORDS_A_MINUTE = 165
ANSWER_SECONDS = 1.8
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def seconds(text: str) -> float:
    """Seconds that a voice needs for a text. A figure of three digits and more is read digit by digit."""
    words = sum(len(word) if word.isdigit() and len(word) > 2 else 1 for word in _WORD.findall(text))
    return words * 60 / _WORDS_A_MINUTE
