"""Whether words mean danger, in either language, at any step: high recall, a person decides (domain 3).

Negations still count ("not suicidal"), a drug's name alone does not. Works on plain text (no accents, no
apostrophes), so the patterns are written that way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.conversation.crisis_words import PATTERNS
from intake.conversation.instructions import Language
from intake.conversation.plain import plain

# "OD'd" loses its apostrophe in plain text and would read "odd".
_OVERDOSED = re.compile(r"\b(?:[oO]\.[dD]|[oO][dD]['’´`]+[dD]|ODd)")
_COMPILED = tuple(
    (kind, language, re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})(?![a-z0-9])"))
    for kind, language, patterns in PATTERNS
)


@dataclass(frozen=True)
class Danger:
    """What was heard: overdose, suicide, violence or unknown, and the language of the words."""

    kind: str
    language: Language


def danger(text: str) -> Danger | None:
    """The first danger named in a text, overdose before suicide before violence; None if there is none."""
    if _OVERDOSED.search(text):
        return Danger("overdose", "en")
    said = plain(text)
    for kind, language, pattern in _COMPILED:
        if pattern.search(said):
            return Danger(kind, language)
    return None
