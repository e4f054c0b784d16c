"""Where a ZIP code or an area code lies, and which clock hangs there. Offline.

ZIP data: GeoNames, CC BY 4.0, by way of the `zipcodes` package, which keeps fifty times as much in memory:
`python -m tests.places_data` writes the file anew from it.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt

_EARTH_MILES = 3958.8
# Canada has no ZIPs, and our data gives some of its codes to neighbours across the border.
_CANADA = {
    "America/Toronto": "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 905 942",
    "America/Montreal": "263 354 367 418 438 450 468 514 579 581 819 873",
    "America/Vancouver": "236 250 257 604 672 778",
    "America/Edmonton": "368 403 587 780 825",
    "America/Winnipeg": "204 431 584",
    "America/Regina": "306 474 639",
    "America/Halifax": "782 902",
    "America/Moncton": "506 428",
    "America/St_Johns": "709 879",
    "America/Whitehorse": "867",
}
_CANADIAN = {code: zone for zone, codes in _CANADA.items() for code in codes.split()}
# Newer than the data; each overlays an older code of the same place.
_NEW = {
    "235": "573", "274": "920", "324": "904", "327": "870", "329": "845", "353": "608", "357": "559",
    "369": "707", "436": "440", "457": "318", "471": "662", "483": "334", "565": "660", "624": "716",
    "645": "305", "686": "804", "728": "561", "729": "423", "730": "618", "738": "213", "748": "970",
    "821": "864", "837": "530", "861": "309", "924": "507", "975": "816",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One ZIP code. Latitude and longitude in degrees."""

    zip: str
    city: str
    state: str
    # IANA name; None where the data has none (military addresses).
    zone: str | None
    latitude: float | None
    longitude: float | None


@cache
def _lines() -> list[str]:
    """One line a ZIP or area code, sorted; a list of lines takes a twentieth of what their objects would."""
    packed = resources.files("intake.enrollments").joinpath("places.tsv.gz").read_bytes()
    return gzip.decompress(packed).decode().splitlines()


def _find(key: str) -> list[str] | None:
    lines, start = _lines(), f"{key}\t"
    at = bisect_left(lines, start)
    return lines[at].split("\t") if at < len(lines) and lines[at].startswith(start) else None


def place(zip_code: str) -> Place | None:
    """The place with this ZIP (five digits); None if there is none."""
    found = _find(zip_code)
    if found is None:
        return None
    _, city, state, zone, latitude, longitude = found
    where = (float(latitude), float(longitude)) if latitude else (None, None)
    return Place(zip_code, city, state, zone or None, *where)


def zip_exists(zip_code: str) -> bool:
    """Whether the post office knows this ZIP."""
    return _find(zip_code) is not None


def zone_of(zip_code: str | None, area_code: str | None) -> str | None:
    """The IANA zone of a caller: by their ZIP, else by their number's area code, else None.

    The area code is a weak sign (people move and keep their number), but the usual one to go by in law.
    """
    found = place(zip_code) if zip_code else None
    if found is not None and found.zone is not None:
        return found.zone
    return _zone_of_area(area_code) if area_code else None


def _zone_of_area(code: str) -> str | None:
    found = _find(f"+{code}")
    if code in _CANADIAN or found is not None:
        return _CANADIAN.get(code) or (found[1] if found else None)
    return _zone_of_area(_NEW[code]) if code in _NEW else None


def miles_between(one: Place, other: tuple[float, float]) -> float | None:
    """Great-circle distance to a latitude and longitude; None if the place has no position."""
    if one.latitude is None or one.longitude is None:
        return None
    lat_1, lat_2 = radians(one.latitude), radians(other[0])
    across = sin((lat_2 - lat_1) / 2) ** 2
    along = cos(lat_1) * cos(lat_2) * sin(radians(other[1] - one.longitude) / 2) ** 2
    return 2 * _EARTH_MILES * asin(sqrt(across + along))
