"""Syllables of English and Spanish words, by rule: good enough for reading grades, and with nothing to download."""

from __future__ import annotations

import re
import unicodedata

from intake.conversation.instructions import Language

# Words of the script's own field that the rules would miscount.
_ENGLISH = {
    "people": 2, "someone": 2, "anyone": 3, "somewhere": 2, "area": 3, "idea": 3, "being": 2, "seizure": 2,
    "violence": 3, "medicaid": 3, "medicare": 3, "suicide": 3, "alone": 2, "private": 2, "something": 2,
    "live": 1, "lives": 1, "mental": 2, "emergency": 4, "naloxone": 3, "narcan": 2, "xanax": 2, "zip": 1,
    "every": 2, "voicemail": 2, "evening": 2, "different": 2, "e": 1, "r": 1, "ok": 2, "er": 2, "id": 2,
    "msg": 3, "sms": 3,
}  # fmt: skip
_GROUP = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouy]es$|[^dt]ed$")
_SOUNDED_ES = re.compile(r"(?:[sxz]|ch|sh|[cg])es$")
_HIATUS = re.compile(r"(?<![ct])ia|io(?!n|u)|iu|eo|ua(?!r)|uo|ying|eing")
_STRONG = "aeoáéóíú"
_SPANISH_VOWELS = re.compile(r"[aeiouáéíóúüy]+")


def syllables(word: str, language: Language) -> int:
    """How many syllables a word is spoken with; at least one."""
    return _english(word.casefold()) if language == "en" else _spanish(word.casefold())


def _english(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", word).replace("'", ""))
    if letters in _ENGLISH:
        return _ENGLISH[letters]
    count = len(_GROUP.findall(letters)) + len(_HIATUS.findall(letters))
    if _SILENT_E.search(letters) and not _SOUNDED_ES.search(letters):
        count -= 1
    return max(count, 1)


def _spanish(word: str) -> int:
    """Each strong or accented weak vowel is a centre; weak ones beside it make a diphthong."""
    letters = re.sub(r"qu|gu(?=[eiéí])|y(?=.)", lambda match: match.group(0)[0].replace("y", "ll"), word)
    count = 0
    for group in _SPANISH_VOWELS.findall(letters):
        centres = sum(vowel in _STRONG for vowel in group)
        count += max(centres, 1)
    return max(count, 1)
