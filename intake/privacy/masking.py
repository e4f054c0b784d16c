"""Find telephone numbers in any spelling and leave at most their last two digits: a net, not the plan.

Numbers are not meant to reach a log or a page in clear at all; this catches what slips through.
"""

from __future__ import annotations

import re
import unicodedata

_UNITS = re.findall(
    r"\S+",
    "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "double triple cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis dieciseis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta "
    "ochenta noventa cien doble",
)
_WORD = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
# What people, phones and programs put between digits; invisible characters too.
_BETWEEN = r"(?:[\s().\-‐-―−/·•,;:_+*\u200b-\u200f\u2060\ufeff]|%20|\by\b|\band\b){0,4}"
_NUMBER = re.compile(
    rf"(?:\+|%2[Bb])?(?:\d|\b{_WORD}\b)(?:{_BETWEEN}(?:\d|(?<![^\W\d_]){_WORD}(?![^\W\d_])))+", re.IGNORECASE
)
_TOKEN = re.compile(rf"\d|{_WORD}", re.IGNORECASE)
# Carrier ids, our own ids, times and dates: long, not numbers of people.
_HARMLESS = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:[A-Z]{2})?[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![0-9A-Za-z])"
)
# A number without its area code is the shortest that can be dialled.
_SHORTEST = 7
MASK = "…"


def _masked(found: re.Match[str]) -> str:
    tokens = _TOKEN.findall(found.group().replace("%20", " "))
    if len(tokens) < _SHORTEST:
        return found.group()
    tail = tokens[-2:]
    if not all(token.isdigit() for token in tail):
        return MASK
    return MASK + "".join(str(unicodedata.digit(token)) for token in tail)


def mask_numbers(text: str) -> str:
    """`text` with every run of seven or more digits, in figures or words, cut to "…47"."""
    kept: list[str] = []
    start = 0
    for harmless in _HARMLESS.finditer(text):
        kept += [_NUMBER.sub(_masked, text[start : harmless.start()]), harmless.group()]
        start = harmless.end()
    return "".join([*kept, _NUMBER.sub(_masked, text[start:])])


def mask_name(name: str) -> str:
    """The first letter only, for a screen that others can see."""
    return f"{name[0]}{MASK}" if name else ""
