"""Says whether our dependencies have known vulnerabilities, and never that they were checked when they were not.

`python -m tests.dependencies REPORT [--advisories FOLDER]`: REPORT is pip-audit's JSON; FOLDER a copy of an OSV
database (github.com/pypa/advisory-database), for machines from which no advisory service can be reached. Exits 1
for a known vulnerability, 0 for none and for "not checked", which is said in capitals.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from packaging.version import InvalidVersion, Version


@dataclass
class Audit:
    """What is known: package and version of everything locked, what is wrong, and what nobody looked at."""

    locked: dict[str, str] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    # The day of the newest advisory of a copy.
    newest: str = ""

    def lines(self) -> list[str]:
        """For whoever reads the log."""
        checked = len(self.locked) - len(self.unchecked)
        said = [f"VULNERABLE: {one}" for one in sorted(set(self.found))]
        if not checked:
            said.append(f"NOT AUDITED: no advisory service answered; {len(self.locked)} dependencies were not checked")
            return said
        until = f" (a copy of advisories up to {self.newest})" if self.newest else ""
        said.append(f"{checked} dependencies checked, {len(set(self.found))} known vulnerabilities{until}")
        if self.unchecked:
            said.append(f"NOT CHECKED: {', '.join(sorted(self.unchecked))}")
        return said


def of_report(text: str) -> Audit:
    """Read pip-audit's JSON. Anything else is an audit of nothing."""
    audit = Audit()
    try:
        rows = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return audit
    for row in rows:
        audit.locked[row["name"]] = row.get("version") or _version(row.get("skip_reason", ""))
        if "vulns" not in row:
            # pip-audit exits 0 and says "no known vulnerabilities" for these.
            audit.unchecked.append(row["name"])
        audit.found += [f"{row['name']} {row['version']}: {one['id']}" for one in row.get("vulns", ())]
    return audit


def _version(reason: str) -> str:
    found = re.search(r"\(([^()]+)\)$", reason)
    return found[1] if found else ""


def with_advisories(audit: Audit, folder: Path) -> Audit:
    """The same, with what a copy of an OSV database knows; says nothing if there is none."""
    known = {_plain(name): name for name in audit.locked}
    newest = ""
    for path in (*folder.glob("**/*.yaml"), *folder.glob("**/*.json")):
        advisory = (yaml.safe_load if path.suffix == ".yaml" else json.loads)(path.read_text())
        if not isinstance(advisory, dict) or advisory.get("withdrawn"):
            continue
        newest = max(newest, str(advisory.get("modified") or advisory.get("published") or "?")[:10])
        for name in (known[one] for one in _names(advisory) if one in known):
            if any(_hits(one, audit.locked[name]) for one in _affected(advisory, name)):
                audit.found.append(f"{name} {audit.locked[name]}: {advisory['id']}")
    return Audit(audit.locked, audit.found, [] if newest else audit.unchecked, newest)


def _plain(name: object) -> str:
    return re.sub(r"[-_.]+", "-", str(name)).lower()


def _names(advisory: Mapping[str, Any]) -> set[str]:
    return {_plain(one.get("package", {}).get("name")) for one in advisory.get("affected", ())}


def _affected(advisory: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in advisory["affected"] if _plain(one.get("package", {}).get("name")) == _plain(name))


def _hits(affected: Mapping[str, Any], version: str) -> bool:
    if version in map(str, affected.get("versions") or ()):
        return True
    ranges = (one for one in affected.get("ranges") or () if one.get("type") == "ECOSYSTEM")
    return any(_within(one.get("events") or (), version) for one in ranges)


def _within(events: Iterable[Mapping[str, Any]], version: str) -> bool:
    """Whether the last event at or before the version opened a range (OSV schema, evaluation)."""
    try:
        here, inside = Version(version), False
        for event in events:
            kind, at = next(iter(event.items()))
            reached = at == "0" or (here > Version(str(at)) if kind == "last_affected" else here >= Version(str(at)))
            inside = kind == "introduced" if reached else inside
        return inside
    except InvalidVersion:
        return False


def main() -> int:
    """Say what is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.dependencies", description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--advisories", type=Path)
    asked = parser.parse_args()
    audit = of_report(asked.report.read_text() if asked.report.exists() else "")
    if asked.advisories:
        audit = with_advisories(audit, asked.advisories)
    print("\n".join(audit.lines()))
    return 1 if audit.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
