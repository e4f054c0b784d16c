"""A telephone number that masks itself, and the rules for which numbers we may ever call."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import NoReturn

import phonenumbers
from phonenumbers import PhoneNumberType

# United States, its territories (domestic rates) and Canada: everything else with +1 is a toll-fraud risk.
_DOMESTIC = frozenset({"US", "CA", "PR", "VI", "GU", "AS", "MP"})
_COSTLY = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.UAN,
    }
)
# ANONYMOUS, UNAVAILABLE, UNKNOWN, BLOCKED, RESTRICTED, PRIVATE as a keypad spells them: the carrier sent
# these for withheld callers until 2022 and some routes still do.
_WITHHELD_KEYS = frozenset({"266696687", "86282452253", "8656696", "2562533", "7378742833", "7748283"})
_WITHHELD_WORDS = frozenset(
    {
        "anonymous",
        "unknown",
        "restricted",
        "private",
        "unavailable",
        "withheld",
        "blocked",
        "asserted",
        "none",
        "null",
    }
)
# 555-0100 to 555-0199 are nobody's under any area code, also under those that no place has.
_NOBODYS = re.compile(r"1?([2-9]\d{2}55501\d{2})")
_WRITTEN = re.compile(r"[+\d\s().\-/]+")


class PhoneNumber:
    """One dialable number. Every way of printing it shows at most its last two digits.

    It refuses to be pickled, so that it cannot ride in a job; `reveal` is the only way to the digits,
    and whoever calls it answers for an audit entry.
    """

    __slots__ = ("_e164",)

    def __init__(self, e164: str) -> None:
        if not re.fullmatch(r"\+[1-9]\d{6,14}", e164):
            raise ValueError("not an E.164 number")
        object.__setattr__(self, "_e164", e164)

    def reveal(self) -> str:
        """The number in E.164, for sealing, fingerprinting or dialling."""
        digits: str = object.__getattribute__(self, "_e164")
        return digits

    @property
    def mask(self) -> str:
        """What anybody may see: an ellipsis and the last two digits."""
        return f"…{self.reveal()[-2:]}"

    @property
    def last_digits(self) -> str:
        """The last four digits, by which a coordinator finds a record; seal or fingerprint them."""
        return self.reveal()[-4:]

    @property
    def area_code(self) -> str | None:
        """The three digits after +1; None outside North America."""
        number = self.reveal()
        return number[2:5] if number.startswith("+1") and len(number) == 12 else None

    def __str__(self) -> str:
        return self.mask

    def __repr__(self) -> str:
        return f"PhoneNumber({self.mask})"

    def __format__(self, spec: str) -> str:
        return format(self.mask, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhoneNumber) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a phone number does not change")

    def __copy__(self) -> PhoneNumber:
        return self

    def __deepcopy__(self, memo: object) -> PhoneNumber:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a phone number is not to be pickled: pass the id of its record")


def parse_number(text: str) -> PhoneNumber | None:
    """The valid number that `text` writes, in any usual spelling; None where there is none.

    Bare digits are read as North American. Letters are never read as digits.
    """
    written = re.sub("[‐–—]", "-", unicodedata.normalize("NFKC", text)).strip()
    if len(written) > 32 or not _WRITTEN.fullmatch(written):
        return None
    nobodys = _NOBODYS.fullmatch(re.sub(r"\D", "", written))
    if nobodys:
        return PhoneNumber(f"+1{nobodys[1]}")
    try:
        parsed = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return PhoneNumber(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def refusal(number: PhoneNumber, own_numbers: Collection[PhoneNumber], allow_fictional: bool) -> str | None:
    """Why we may not call this number, as a code; None if we may.

    Keeps a stranger from making us ring premium, foreign or our own lines (toll fraud, loops).
    `allow_fictional` lets 555-0100 to 555-0199 pass, for rehearsals and tests.
    """
    if number in own_numbers:
        return "own_line"
    if number.area_code is None:
        return "not_north_american"
    parsed = phonenumbers.parse(number.reveal())
    exchange, line = number.reveal()[5:8], number.reveal()[8:]
    if phonenumbers.number_type(parsed) in _COSTLY or exchange == "976" or number.area_code in {"900", "976"}:
        return "premium"
    if _abroad(number.area_code):
        return "not_domestic"
    if exchange == "555":
        return _fictional(line, allow_fictional)
    if number.area_code.endswith("11") or exchange.endswith("11"):
        return "service_code"
    if phonenumbers.region_code_for_number(parsed) not in _DOMESTIC:
        return "not_domestic"
    return None


def _abroad(area_code: str) -> bool:
    """Whether an area code is another country's, whatever follows it: most of the Caribbean has +1."""
    region = phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{area_code}2345678"))
    return region is not None and region not in _DOMESTIC


def _fictional(line: str, allow_fictional: bool) -> str | None:
    # 555-1212 and its kin are charged directory services; only 0100 to 0199 are nobody's.
    if not "0100" <= line <= "0199":
        return "service_code"
    return None if allow_fictional else "fictional"


def withheld(from_field: str | None) -> bool:
    """Whether the carrier's From names no number that could be called back (47 CFR 64.1601(b) privacy).

    True for every spelling of "anonymous" in words and on a keypad, for SIP and client names, short codes
    and anything else that is not a valid number. A withheld caller has no key to be recognised by.
    """
    field = (from_field or "").strip()
    if field.lstrip("+") in _WITHHELD_KEYS or field.casefold() in _WITHHELD_WORDS:
        return True
    return parse_number(field) is None
