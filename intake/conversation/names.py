"""The name to ask for, kept as short as it can be: a first name, never a last name."""

from __future__ import annotations

import re

_LEAD_IN = re.compile(
    r"^(?:hi|hello|hola|ok|yes|si|sí|um|uh|it'?s|its|this is|i'?m|im|i am|my name is|my name'?s|name is|"
    r"call me|ask for|you can call me|me llamo|soy|mi nombre es|es|pregunte por|pregunten por)[\s,.:]+",
    re.IGNORECASE,
)
# First names of two words, common enough that one word alone would ask for somebody else.
_PAIRS = {
    ("maria", "jose"), ("maria", "elena"), ("maria", "luisa"), ("maria", "teresa"), ("maria", "isabel"),
    ("maria", "fernanda"), ("maria", "del"), ("maria", "guadalupe"), ("jose", "luis"), ("jose", "maria"),
    ("jose", "antonio"), ("jose", "manuel"), ("juan", "carlos"), ("juan", "jose"), ("juan", "pablo"),
    ("juan", "manuel"), ("luis", "miguel"), ("ana", "maria"), ("ana", "lucia"), ("rosa", "maria"),
    ("luz", "maria"), ("miguel", "angel"), ("mary", "ann"), ("mary", "beth"), ("mary", "jane"),
    ("mary", "lou"), ("billy", "joe"), ("billy", "bob"), ("bobby", "joe"), ("jo", "ann"), ("anna", "marie"),
}  # fmt: skip
_KEPT = re.compile(r"[^\w\s'’\-.]|[\d_]")
LIMIT = 40


def first_name(text: str) -> str | None:
    """At most 40 characters: "It's Maria Jose Lopez" gives "Maria Jose"; None if nothing is left."""
    rest = text.strip()
    while (match := _LEAD_IN.match(rest)) is not None:
        rest = rest[match.end() :]
    words = [word.strip(".'’-") for word in _KEPT.sub(" ", rest).split()]
    words = [word for word in words if word]
    if not words:
        return None
    if len(words) > 1 and (_bare(words[0]), _bare(words[1])) in _PAIRS:
        return " ".join(words[:2])[:LIMIT].strip()
    return words[0][:LIMIT]


def _bare(word: str) -> str:
    return word.casefold().translate(str.maketrans("áéíóúñ", "aeioun"))
