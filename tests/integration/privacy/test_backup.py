"""A backup opens only with the vault, comes back whole or not at all, and without the forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from intake.cli.embedded.binaries import postgres_folders
from intake.cli.embedded.postgres import Postgres
from intake.numbers import PhoneNumber
from intake.privacy import backup, retention
from intake.privacy.audit import Act, Action, record
from intake.privacy.backup import BackupFailed, Tools
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.retention import Office
from intake.privacy.signing import Signer
from intake.privacy.vault import CannotOpen, Vault
from intake.storage import certificates, enrollments
from intake.storage.session import Database
from tests import servers
from tests.integration.privacy import seeds

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))
OFFICE = Office(VAULT, Signer("a secret of the tests"), "cli:test", NOW)
GONE, STAYS = PhoneNumber("+12025550147"), PhoneNumber("+12025550148")


def tools(url: str) -> Tools:
    return Tools(url, next(folder for folder in postgres_folders() if (folder / "pg_dump").exists()))


def emptied(url: str) -> None:
    database = Database(url)
    with database.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()


def test_yesterdays_backup_does_not_bring_a_forgotten_person_back(
    database: Database, postgres_url: str, tmp_path: Path
) -> None:
    file, listed = tmp_path / "yesterday.sealed", tmp_path / "erasures.jsonl"
    with database.begin() as connection:
        gone = seeds.enrollment(connection, VAULT, GONE, NOW)
        stays = seeds.enrollment(connection, VAULT, STAYS, NOW)
        record(connection, Act(Action.READ, "staff:1", "enrollment", gone.hex))
    assert backup.backup(VAULT, tools(postgres_url), file, NOW) > 1_000
    assert backup.made_at(file) == NOW
    with database.begin() as connection:
        made = retention.forget_person(connection, OFFICE, GONE)
        assert made is not None
        backup.export_erasures(listed, certificates.erased(connection, made.id))
    database.close()
    emptied(postgres_url)
    backup.restore(VAULT, tools(postgres_url), file)
    with database.begin() as connection:
        assert seeds.shown(connection, VAULT, gone) == GONE.reveal()
        retention.forget_again(connection, OFFICE, backup.exported_erasures(listed))
        found = enrollments.get(connection, gone)
        assert found is not None
        assert (found.number_sealed, found.name_sealed, found.number_fingerprint) == (None, None, None)
        assert seeds.shown(connection, VAULT, stays) == STAYS.reveal()
        assert connection.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() >= 1


def test_the_file_shows_nothing_and_any_change_is_noticed(
    database: Database, postgres_server: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.sealed"
    with database.begin() as connection:
        seeds.enrollment(connection, VAULT, GONE, NOW)
    backup.backup(VAULT, tools(postgres_url), file, NOW)
    whole = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert b"enrollments" not in whole
    assert b"PGDMP" not in whole
    middle = len(whole) // 2
    damaged = {
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "cut": whole[: -len(whole) // 3],
        "longer": whole + b"x",
        "header": whole.replace(b"2026-11-24", b"2026-11-23"),
    }
    with servers.copy_of_template(postgres_server) as other:
        emptied(other)
        for data in damaged.values():
            file.write_bytes(data)
            with pytest.raises(CannotOpen):
                backup.restore(VAULT, tools(other), file)
        file.write_bytes(whole)
        with pytest.raises(CannotOpen):
            backup.restore(Vault(parse_keys(generate_key())), tools(other), file)
        left = Database(other)
        with left.begin() as connection:
            assert connection.execute(text("SELECT to_regclass('enrollments')")).scalar_one() is None
        left.close()
        backup.restore(VAULT, tools(other), file)


def test_a_failed_backup_leaves_no_file(postgres_url: str, tmp_path: Path) -> None:
    wrong = Tools(postgres_url.rpartition("/")[0] + "/nowhere", tools(postgres_url).folder)
    with pytest.raises(BackupFailed):
        backup.backup(VAULT, wrong, tmp_path / "backup.sealed", NOW)
    assert list(tmp_path.iterdir()) == []
