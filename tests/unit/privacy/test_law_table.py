"""Every row of the table of law points at code and a test that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINES = (ROOT / "intake/privacy/LAW.md").read_text().splitlines()
ROWS = [line.strip("|").split("|") for line in LINES if line.startswith(("| 42 CFR", "| 45 CFR", "| 47 CFR"))]


def test_the_table_is_not_empty() -> None:
    assert len(ROWS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() + row[1][:24] for row in ROWS])
def test_code_and_test_exist(row: list[str]) -> None:
    code, test = row[2].strip().strip("`"), row[3].strip().strip("`")
    file, _, name = test.partition("::")
    section = row[0].split("CFR")[1].split("(")[0].split("-")[0].split(",")[0].strip()
    assert (ROOT / code).is_file()
    assert f"def {name}" in (ROOT / file).read_text()
    assert section, "a row names its section"
