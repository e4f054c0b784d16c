"""What the ZIP package says, in the lines that the product reads; run as a module, it writes the file anew."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import zipcodes

FILE = Path(__file__).parent.parent / "intake" / "enrollments" / "places.tsv.gz"


def lines() -> list[str]:
    """A line a ZIP, and a line an area code with the zone that most of its ZIPs have."""
    known = available_timezones()
    zones: dict[str, Counter[str]] = {}
    found = []
    for row in _rows():
        zone = row["timezone"] if row["timezone"] in known else ""
        # Military addresses stand at 0, 0, where nobody lives.
        somewhere = abs(float(row["lat"])) > 1 and abs(float(row["long"])) > 1
        where = (row["lat"], row["long"]) if somewhere else ("", "")
        found.append("\t".join((row["zip_code"], row["city"], row["state"], zone, *where)))
        for code in row["area_codes"] if zone else ():
            zones.setdefault(code, Counter())[zone] += 1
    return sorted([*found, *(f"+{code}\t{of_code.most_common(1)[0][0]}" for code, of_code in zones.items())])


def _rows() -> Iterator[dict[str, Any]]:
    for first in range(100):
        yield from zipcodes.similar_to(f"{first:02}")


if __name__ == "__main__":
    FILE.write_bytes(gzip.compress("\n".join(lines()).encode(), mtime=0))
