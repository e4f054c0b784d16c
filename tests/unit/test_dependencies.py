"""The audit of dependencies tells "none known" from "nobody looked"."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.dependencies import of_report, with_advisories

ADVISORY = """
id: PYSEC-2024-52
modified: 2024-06-09T21:20:21Z
affected:
- package: {ecosystem: PyPI, name: Some_Library}
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "1.2"}, {fixed: 1.3.1}, {introduced: "2.0"}, {last_affected: "2.4"}]
  versions: ["0.9"]
"""


def report(**rows: dict[str, object]) -> str:
    named = [{"name": name.replace("_", "-"), **row} for name, row in rows.items()]
    return json.dumps({"dependencies": named, "fixes": []})


def test_a_service_that_did_not_answer_is_not_an_audit() -> None:
    missing = {"skip_reason": "Dependency not found on PyPI and could not be audited: one (1.0)"}
    for text in (report(one=missing, two=missing), "", "no connection", "{}"):
        audit = of_report(text)
        assert audit.found == []
        assert audit.lines()[-1].startswith("NOT AUDITED")


def test_what_was_found_and_what_was_left_out_are_named() -> None:
    text = report(
        one={"version": "1.0", "vulns": [{"id": "CVE-1"}]},
        two={"version": "2.0", "vulns": []},
        three={"skip_reason": "could not be audited: three (1.0)"},
    )
    lines = of_report(text).lines()
    assert lines[0] == "VULNERABLE: one 1.0: CVE-1"
    assert lines[1].startswith("2 dependencies checked")
    assert lines[2] == "NOT CHECKED: three"


@pytest.mark.parametrize(
    ("version", "hit"),
    [("0.9", True), ("1.1", False), ("1.2", True), ("1.3", True), ("1.3.1", False), ("2.4", True), ("2.5", False)],
)
def test_a_copy_of_the_advisories_does_where_no_service_is(tmp_path: Path, version: str, hit: bool) -> None:
    (tmp_path / "one.yaml").write_text(ADVISORY)
    skipped = {"skip_reason": f"could not be audited: some-library ({version})"}
    audit = with_advisories(of_report(report(some_library=skipped)), tmp_path)
    assert (audit.found != []) is hit
    assert audit.lines()[-1].startswith("1 dependencies checked")
    assert audit.lines()[-1].endswith("up to 2024-06-09)")
    assert with_advisories(of_report(report(some_library=skipped)), tmp_path / "none").lines()[-1].startswith("NOT")
