"""What a telephone number looks like to the carrier, and the ways in which a caller can have none."""

import re

E164 = re.compile(r"\+[1-9]\d{6,14}")
NANP = re.compile(r"\+1[2-9]\d{2}[2-9]\d{6}")
WITHHELD_TEXT = ("anonymous", "Anonymous", "unknown", "Restricted", "private", "unavailable", "withheld", "")
WITHHELD_KEYPAD = {
    "+266696687": "ANONYMOUS",
    "+86282452253": "UNAVAILABLE",
    "+8656696": "UNKNOWN",
    "+2562533": "BLOCKED",
    "+7378742833": "RESTRICTED",
}


def dialable(number: str) -> bool:
    """Whether the carrier would try to ring this: E.164, and within North America a valid exchange."""
    if not E164.fullmatch(number):
        return False
    return bool(NANP.fullmatch(number)) if number.startswith("+1") else number not in WITHHELD_KEYPAD


def normal(number: str) -> str:
    """What people type, as E.164 where that is certain: `(202) 555-0147` is +12025550147."""
    bare = re.sub(r"[\s().-]", "", number)
    if re.fullmatch(r"[2-9]\d{9}", bare):
        return "+1" + bare
    if re.fullmatch(r"1[2-9]\d{9}", bare):
        return "+" + bare
    return bare
