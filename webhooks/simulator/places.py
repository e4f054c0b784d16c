"""Where the carrier believes a number to be: about the number, never about the person."""

from typing import NamedTuple


class Place(NamedTuple):
    """Empty where the carrier does not know."""

    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


BY_AREA = {
    "202": Place("WASHINGTON", "DC", "20001", "US"),
    "206": Place("SEATTLE", "WA", "98101", "US"),
    "212": Place("NEW YORK", "NY", "10001", "US"),
    "213": Place("LOS ANGELES", "CA", "90012", "US"),
    "305": Place("MIAMI", "FL", "33101", "US"),
    "312": Place("CHICAGO", "IL", "60601", "US"),
    "404": Place("ATLANTA", "GA", "30303", "US"),
    "415": Place("SAN FRANCISCO", "CA", "94110", "US"),
    "503": Place("PORTLAND", "OR", "97201", "US"),
    "510": Place("OAKLAND", "CA", "94612", "US"),
    "512": Place("AUSTIN", "TX", "78701", "US"),
    "530": Place("SOUTH LAKE TAHOE", "CA", "89449", "US"),
    "602": Place("PHOENIX", "AZ", "85003", "US"),
    "617": Place("BOSTON", "MA", "02108", "US"),
    "720": Place("DENVER", "CO", "80202", "US"),
    "808": Place("HONOLULU", "HI", "96813", "US"),
    "907": Place("ANCHORAGE", "AK", "99501", "US"),
}


def place(number: str) -> Place:
    """The place of a number; a bare country for other NANP numbers, nothing at all for withheld callers."""
    if number.startswith("+1") and len(number) == 12:
        return BY_AREA.get(number[2:5], Place(country="US"))
    return Place()


def fields(prefix: str, number: str) -> list[tuple[str, str]]:
    """`FromCity` and its three sisters, empty strings and not missing where unknown."""
    found = place(number)
    return [(prefix + name.capitalize(), value) for name, value in found._asdict().items()]
