"""Where a ZIP code or an area code lies, and which clock hangs there. Offline.

ZIP data: GeoNames, CC BY 4.0, by way of the `zipcodes` package.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any
from zoneinfo import available_timezones

import zipcodes

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
def _tables() -> tuple[dict[str, Place], dict[str, str]]:
    """Places by ZIP, and zones by area code: the zone that most of its ZIPs have.

    The package searches a list for each question; a dictionary answers in a microsecond. Its rows are taken
    a hundredth of the country at a time and let go: all of them at once stay in memory ten times as large.
    """
    known = available_timezones()
    same: dict[str, str] = {}
    places: dict[str, Place] = {}
    counts: dict[str, Counter[str]] = {}
    for row in (row for part in range(100) for row in _rows(f"{part:02}")):
        found = _place(row, known, same)
        places[found.zip] = found
        for code in row["area_codes"] if found.zone else ():
            counts.setdefault(code, Counter())[str(found.zone)] += 1
    zones = {code: of_code.most_common(1)[0][0] for code, of_code in counts.items()}
    zones |= {code: zone for zone, codes in _CANADA.items() for code in codes.split()}
    return places, zones | {new: zones[old] for new, old in _NEW.items() if old in zones and new not in zones}


def _rows(first_digits: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = zipcodes.similar_to(first_digits)  # type: ignore[no-untyped-call]
    return rows


def _place(row: dict[str, Any], known: set[str], same: dict[str, str]) -> Place:
    zone = row["timezone"] if row["timezone"] in known else None
    # Military addresses stand at 0, 0, where nobody lives.
    somewhere = abs(float(row["lat"])) > 1 and abs(float(row["long"])) > 1
    where = (float(row["lat"]), float(row["long"])) if somewhere else (None, None)
    # Each name is kept once, however many places bear it.
    city, state = (same.setdefault(row[name], row[name]) for name in ("city", "state"))
    return Place(row["zip_code"], city, state, same.setdefault(zone, zone) if zone else None, *where)


def place(zip_code: str) -> Place | None:
    """The place with this ZIP (five digits); None if there is none."""
    return _tables()[0].get(zip_code)


def zip_exists(zip_code: str) -> bool:
    """Whether the post office knows this ZIP."""
    return zip_code in _tables()[0]


def zone_of(zip_code: str | None, area_code: str | None) -> str | None:
    """The IANA zone of a caller: by their ZIP, else by their number's area code, else None.

    The area code is a weak sign (people move and keep their number), but the usual one to go by in law.
    """
    found = place(zip_code) if zip_code else None
    if found is not None and found.zone is not None:
        return found.zone
    return _tables()[1].get(area_code) if area_code else None


def miles_between(one: Place, other: tuple[float, float]) -> float | None:
    """Great-circle distance to a latitude and longitude; None if the place has no position."""
    if one.latitude is None or one.longitude is None:
        return None
    lat_1, lat_2 = radians(one.latitude), radians(other[0])
    across = sin((lat_2 - lat_1) / 2) ** 2
    along = cos(lat_1) * cos(lat_2) * sin(radians(other[1] - one.longitude) / 2) ** 2
    return 2 * _EARTH_MILES * asin(sqrt(across + along))
