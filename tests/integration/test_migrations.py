"""The migrations make what the models describe, and can be taken back from under data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from intake.cli.embedded.postgres import Postgres
from intake.storage.migrate import current_revision, head, migrate
from intake.storage.schema.everything import metadata
from intake.storage.schema.guards import APP_ROLE, GUARDS
from intake.storage.session import once
from tests import servers
from tests.conftest import MakeSettings
from tests.house import Town
from tests.schema import described, differences

MakeEmpty = Callable[[], str]
_FILLED = ("conversations", "turns", "enrollments", "callbacks", "permissions", "audit_entries")


@pytest.fixture
def make_empty(postgres_server: Postgres) -> Iterator[MakeEmpty]:
    """Empty databases of a server where the operator has made the product's own role."""
    role = sql.Identifier(APP_ROLE)
    with psycopg.connect(postgres_server.address("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
        try:
            with ExitStack() as made:
                yield lambda: made.enter_context(servers.empty_database(postgres_server))
        finally:
            connection.execute(sql.SQL("DROP ROLE {}").format(role))


def modelled(url: str) -> dict[str, str]:
    """What the models describe, made at this address without any migration."""
    with once(url) as connection:
        metadata.create_all(connection)
        for statement in GUARDS:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        return described(connection)


def migrated(url: str) -> dict[str, str]:
    """What stands at this address."""
    with once(url) as connection:
        return described(connection)


def test_the_newest_migration_makes_what_the_models_describe(make_empty: MakeEmpty) -> None:
    url = make_empty()
    migrate(url)
    found = migrated(url)
    assert list(differences(found, modelled(make_empty()))) == []
    assert any(name.startswith("right ") for name in found)


def test_a_column_without_a_migration_is_named(make_empty: MakeEmpty) -> None:
    url, other = make_empty(), make_empty()
    migrate(url)
    modelled(other)
    with once(other) as connection:
        connection.execute(text("ALTER TABLE visits ADD COLUMN planted integer"))
    (said,) = differences(migrated(url), migrated(other))
    assert said.startswith("column visits.planted: in the models, but no migration makes it")


def test_down_and_up_again_from_under_data(make_empty: MakeEmpty, make_settings: MakeSettings) -> None:
    url = make_empty()
    migrate(url)
    before = migrated(url)
    town = Town(make_settings(DATABASE_URL=url))
    town.calls().presses("1", "2", "1", "1", "4", "1", "#")
    town.close()
    with once(url) as connection:
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _FILLED}
    assert all(counts.values()), counts
    migrate(url, "base")
    assert (migrated(url), current_revision(url)) == ({}, None)
    migrate(url)
    assert (migrated(url), current_revision(url)) == (before, head())
