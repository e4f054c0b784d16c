"""Only the settings read the environment, nothing sleeps in a test, and only telephones that are nobody's ring."""

from __future__ import annotations

import ast
import re

import pytest

from intake.settings import Settings
from tests.rules.tree import PRODUCT, ROOT, calls, files, parsed

READS = re.compile(r"\bos\.(environ|getenv)\b|\bfrom os import .*environ")
# A number that could be somebody's. 988 is reached at 1-800-273-8255, the domestic violence line at 1-800-799-7233.
NUMBER = re.compile(r"\+1(?!\d{3}55501\d\d)(?!8002738255)(?!8007997233)[2-9]\d{9}\b")


def test_only_the_settings_read_the_environment() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in files(*PRODUCT)
        if READS.search(path.read_text(encoding="utf-8")) and not path.is_relative_to(ROOT / "intake" / "settings")
    ]
    assert found == []


def test_every_setting_is_read_somewhere() -> None:
    read = {
        node.attr for path in files(*PRODUCT) for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)
    }
    assert set(Settings.model_fields) - read == set()


def test_no_test_sleeps() -> None:
    assert [where for where, name in calls("tests") if name == "time.sleep"] == []


@pytest.mark.parametrize("room", PRODUCT)
def test_no_number_of_anybody_is_written_down(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files(room)
        for match in NUMBER.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
