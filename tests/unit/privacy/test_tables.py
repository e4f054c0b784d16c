"""No table escapes: what is sealed can be rotated and forgotten, and nothing about callers is in clear."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, Text

from intake.storage import vault_keys
from intake.storage.schema.everything import metadata

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
# Sealed with the key of the row that they hang on, and removed with it.
_KEY_OF_PARENT = {"turns": "conversations"}
# Fingerprints of nothing that is kept, so that they cannot be made anew: found under retired keys as well.
_ALONE = {
    ("suppressions", "number_fingerprint"),
    ("barred_callers", "number_fingerprint"),
    ("enrollments", "pin_fingerprint"),
    # Staff's own number while a call checks it: minutes.
    ("phone_checks", "phone_fingerprint"),
}
# Words written by staff about the house, not about callers.
_OF_THE_HOUSE = {
    "staff", "sites", "program_offers", "saved_filters", "script_versions", "script_drafts", "chores",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whatever_is_sealed_has_a_data_key_that_rotates(table: Table) -> None:
    if any(column.name.endswith("_sealed") for column in table.c):
        assert table.name in vault_keys.tables() or _KEY_OF_PARENT[table.name] in vault_keys.tables()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_fingerprint_is_made_anew_or_known_to_stand_alone(table: Table) -> None:
    anew = {made.column for made in vault_keys.prints(table.name)}
    for column in table.c:
        if column.name.endswith("_fingerprint") and column.name not in anew:
            assert (table.name, column.name) in _ALONE


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_about_callers_has_a_column_in_clear(table: Table) -> None:
    clear = {"name", "number", "phone", "zip", "body", "text", "note", "comment", "content", "answer", "email"}
    assert table.name in _OF_THE_HOUSE or not clear & {
        column.name for column in table.c if isinstance(column.type, Text)
    }


def test_a_number_of_four_digits_is_never_in_clear() -> None:
    names = {column.name for table in TABLES for column in table.c}
    assert not {"pin", "code_digits", "last_digits", "last4"} & names
