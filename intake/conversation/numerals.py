"""Digits out of whatever was said or typed: figures, number words of both languages, dashes, +1."""

from __future__ import annotations

import re

from intake.conversation.plain import plain

_UNITS = {
    "0": "zero oh o cero",
    "1": "one uno un una",
    "2": "two dos",
    "3": "three tres",
    "4": "four cuatro",
    "5": "five cinco",
    "6": "six seis",
    "7": "seven siete",
    "8": "eight ocho",
    "9": "nine nueve",
    "10": "ten diez",
    "11": "eleven once",
    "12": "twelve doce",
    "13": "thirteen trece",
    "14": "fourteen catorce",
    "15": "fifteen quince",
    "16": "sixteen dieciseis",
    "17": "seventeen diecisiete",
    "18": "eighteen dieciocho",
    "19": "nineteen diecinueve",
    "21": "veintiuno veintiun veintiuna",
    "22": "veintidos",
    "23": "veintitres",
    "24": "veinticuatro",
    "25": "veinticinco",
    "26": "veintiseis",
    "27": "veintisiete",
    "28": "veintiocho",
    "29": "veintinueve",
}
_TENS = {
    "2": "twenty veinte",
    "3": "thirty treinta",
    "4": "forty fourty cuarenta",
    "5": "fifty cincuenta",
    "6": "sixty sesenta",
    "7": "seventy setenta",
    "8": "eighty ochenta",
    "9": "ninety noventa",
}
_WORDS = {word: digits for digits, words in _UNITS.items() for word in words.split()}
_TEN_WORDS = {word: digit for digit, words in _TENS.items() for word in words.split()}
_TIMES = {"double": 2, "doble": 2, "triple": 3}
_HUNDREDS = {"hundred", "cientos", "ciento"}
_JOINING = {"y", "and"}
# A North American number inside other words, as people write it.
_WRITTEN = re.compile(r"(?<!\d)(?:\+?1[\s.\-]*)?\(?(\d{3})\)?[\s.\-]*(\d{3})[\s.\-]*(\d{4})(?!\d)")
_NANP = re.compile(r"1?([2-9]\d{2}[2-9]\d{6})")
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:[\s\-]\d{4})?(?!\d)")


def digit(word: str) -> str | None:
    """The figure of one plain number word below thirty, or of a figure; None for any other word."""
    return word if word.isdigit() else _WORDS.get(word)


def digits(text: str) -> str:
    """All digits of a text in order: "two oh two, double five" gives "20255"."""
    found: list[str] = []
    times, tens = 1, None
    for word in plain(text).split():
        value = digit(word)
        if tens is not None and word in _JOINING:
            continue
        if tens is not None:
            joined = value is not None and len(value) == 1 and value != "0"
            found.append(tens + value if joined and value else tens + "0")
            value = None if joined else value
            tens = None
            if joined:
                continue
        if word in _TIMES:
            times = _TIMES[word]
        elif word in _TEN_WORDS:
            tens = _TEN_WORDS[word]
        elif word in _HUNDREDS:
            found.append("00")
        elif value is not None:
            found.append(value * times)
            times = 1
    return "".join(found) + (tens + "0" if tens is not None else "")


def phone(text: str) -> str | None:
    """A North American number in E.164 out of typed, written or spoken text; None if there is not one.

    Only the shape is judged here: whether we may call it is for the context's `accepts_number`.
    """
    if re.search(r"\+\s*[02-9]", text):
        return None
    written = _WRITTEN.findall(text)
    bare = "".join(written[0]) if len(written) == 1 else digits(text)
    match = _NANP.fullmatch(bare)
    return f"+1{match.group(1)}" if match else None


def zip_code(text: str) -> str | None:
    """Five digits of a ZIP code out of typed or spoken text; a ZIP+4 is cut to five."""
    written = _ZIP.findall(text)
    if len(written) == 1:
        return str(written[0])
    bare = digits(text)
    return bare if len(bare) == 5 else None


def age(text: str) -> int | None:
    """A plausible age, 5 to 110, out of "she's 19" or "diecisiete"; None otherwise."""
    bare = digits(text)
    return int(bare) if 1 <= len(bare) <= 3 and 5 <= int(bare) <= 110 else None
