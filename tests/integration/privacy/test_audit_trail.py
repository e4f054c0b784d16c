"""The trail tells of every edit, removal, swap and cut, and the database refuses them to begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from intake.privacy import sealer
from intake.privacy.audit import Act, Action, record
from intake.privacy.keeping import TRAIL_KEPT
from intake.privacy.signing import Signer
from intake.privacy.verification import Trust, Verdict, verify
from intake.storage import audit as rows
from intake.storage import forgetting
from intake.storage.session import Database

SIGNER = Signer("a secret of the tests")
NOW = datetime.now(UTC)


def write(connection: Connection, count: int) -> None:
    for number in range(count):
        record(connection, Act(Action.READ, "staff:1", "enrollment", f"{number}", "callback", "console:x"))


def sealed_trail(database: Database, count: int = 9) -> list[int]:
    with database.begin() as connection:
        write(connection, count)
    with database.begin() as connection:
        sealer.seal(connection, SIGNER, NOW)
        return [link.entry_id for link in rows.chain(connection)]


def tamper(database: Database, *statements: str) -> None:
    """What a database administrator with bad intent can do: step over the triggers."""
    with database.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


def check(database: Database, exported: list[rows.Checkpoint] | None = None) -> Verdict:
    with database.begin() as connection:
        return verify(connection, Trust([SIGNER.public_key], exported or []), NOW)


def found(verdict: Verdict) -> set[tuple[str, int]]:
    return {(problem.kind, problem.where) for problem in verdict.problems}


def test_an_untouched_trail_is_fine(database: Database) -> None:
    sealed_trail(database)
    verdict = check(database)
    assert verdict.ok
    assert (verdict.links, verdict.checkpoints, verdict.unlinked) == (9, 1, 0)


def test_an_edited_row_is_named(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(database, f"UPDATE audit_entries SET actor = 'staff:2' WHERE id = {ids[3]}")
    assert found(check(database)) == {("edited", ids[3])}


def test_a_changed_time_is_an_edit(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(database, f"UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE id = {ids[0]}")
    assert found(check(database)) == {("edited", ids[0])}


def test_a_deleted_row_is_named(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(database, f"DELETE FROM audit_entries WHERE id = {ids[5]}")
    assert found(check(database)) == {("deleted", ids[5])}


def test_a_row_deleted_with_its_link_leaves_a_gap(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(
        database,
        f"DELETE FROM audit_entries WHERE id = {ids[5]}",
        f"DELETE FROM audit_links WHERE entry_id = {ids[5]}",
    )
    assert found(check(database)) == {("gap", 6)}


def test_swapped_rows_are_both_named(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(
        database,
        f"UPDATE audit_links SET entry_id = -1 WHERE entry_id = {ids[2]}",
        f"UPDATE audit_links SET entry_id = {ids[2]} WHERE entry_id = {ids[6]}",
        f"UPDATE audit_links SET entry_id = {ids[6]} WHERE entry_id = -1",
    )
    assert found(check(database)) == {("swapped", ids[2]), ("swapped", ids[6])}


def test_a_cut_tail_contradicts_the_checkpoint(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(
        database,
        f"DELETE FROM audit_entries WHERE id >= {ids[7]}",
        f"DELETE FROM audit_links WHERE entry_id >= {ids[7]}",
    )
    assert found(check(database)) == {("truncated", 8)}


def test_a_tail_cut_together_with_its_checkpoint_contradicts_the_exported_one(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("trail") / "checkpoints.jsonl"
    ids = sealed_trail(database)
    with database.begin() as connection:
        checkpoint = rows.last_checkpoint(connection)
    assert checkpoint is not None
    sealer.export(path, checkpoint)
    tamper(
        database,
        f"DELETE FROM audit_entries WHERE id >= {ids[7]}",
        f"DELETE FROM audit_links WHERE entry_id >= {ids[7]}",
        "DELETE FROM audit_checkpoints",
    )
    assert check(database).ok
    assert found(check(database, sealer.exported(path))) == {("truncated", 8)}


def test_a_chain_computed_anew_is_not_the_one_that_was_signed(database: Database) -> None:
    ids = sealed_trail(database)
    tamper(
        database,
        f"UPDATE audit_entries SET actor = 'staff:2' WHERE id = {ids[3]}",
        "CREATE TEMP TABLE kept AS SELECT * FROM audit_checkpoints",
        "DELETE FROM audit_links",
        "DELETE FROM audit_checkpoints",
    )
    with database.begin() as connection:
        sealer.seal(connection, Signer("the attacker's secret"), NOW)
    verdict = check(database)
    assert ("unknown_signer", 9) in found(verdict)


def test_a_removed_head_is_noticed(database: Database) -> None:
    sealed_trail(database)
    tamper(database, "DELETE FROM audit_entries WHERE id <= 4", "DELETE FROM audit_links WHERE position <= 4")
    assert ("head_removed", 1) in found(check(database))


@pytest.mark.parametrize("table", ["audit_entries", "audit_links", "audit_checkpoints"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET digest = digest", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_the_trail(database: Database, table: str, deed: str) -> None:
    sealed_trail(database)
    column = "actor" if table == "audit_entries" else "digest"
    with pytest.raises(ProgrammingError, match="refused"), database.begin() as connection:
        connection.execute(text(deed.format(table).replace("digest", column)))


def test_entries_that_commit_late_are_chained_later(database: Database) -> None:
    with database.begin() as slow:
        write(slow, 1)
        sealed_trail(database, 3)
    with database.begin() as connection:
        assert sealer.seal(connection, SIGNER, NOW + timedelta(minutes=5)).linked == 1
    verdict = check(database)
    assert verdict.ok
    assert verdict.links == 4


def test_an_act_is_undone_with_the_change_it_tells_of(database: Database) -> None:
    def change() -> None:
        with database.begin() as connection:
            write(connection, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with database.begin() as connection:
        assert rows.find(connection, rows.Filter()) == []


def test_two_sealers_do_not_both_work(database: Database) -> None:
    with database.begin() as connection:
        write(connection, 3)
    with database.begin() as first, database.begin() as second:
        assert sealer.seal(first, SIGNER, NOW).linked == 3
        assert sealer.seal(second, SIGNER, NOW).linked == 0


def test_the_products_role_can_only_add_to_the_trail(database: Database) -> None:
    from intake.storage.schema.guards import grants

    with database.begin() as connection:
        connection.execute(text("CREATE ROLE helpline_trail_test"))
        connection.execute(text(grants("helpline_trail_test")))
        query = text("SELECT has_table_privilege('helpline_trail_test', 'audit_entries', :privilege)")
        allowed = {
            privilege
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
            if connection.execute(query, {"privilege": privilege}).scalar_one()
        }
        connection.rollback()
    assert allowed == {"SELECT", "INSERT"}


def test_an_auditor_finds_entries_by_subject(database: Database) -> None:
    sealed_trail(database)
    with database.begin() as connection:
        entries = rows.find(connection, rows.Filter(subject_id="4", since=NOW - timedelta(days=1)))
    assert [(entry.action, entry.subject_id) for entry in entries] == [("read.record", "4")]


def test_after_six_years_the_head_goes_and_the_rest_still_proves_itself(database: Database) -> None:
    then = NOW - timedelta(days=7 * 365)
    with database.begin() as connection:
        old = text(
            "INSERT INTO audit_entries (at, action, actor, subject_kind)"
            " VALUES (:at, 'read.record', 'staff:1', 'enrollment')"
        )
        connection.execute(old, [{"at": then}] * 5)
        sealer.seal(connection, SIGNER, then + timedelta(minutes=1))
    sealed_trail(database, 4)
    with database.begin() as connection:
        assert forgetting.prune_trail(connection, NOW - TRAIL_KEPT) == 5
        assert forgetting.prune_trail(connection, NOW - TRAIL_KEPT) == 0
    verdict = check(database)
    assert verdict.ok
    assert verdict.links == 4


def test_a_young_head_cannot_be_pruned(database: Database) -> None:
    sealed_trail(database)
    with pytest.raises(ProgrammingError, match="refused"), database.begin() as connection:
        forgetting.prune_trail(connection, NOW + timedelta(days=1))
