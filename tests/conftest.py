"""Fixtures for every test: one database server a session, one fresh database a test."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterator

import pytest
import redis as redis_client
import structlog
from hypothesis import settings as properties
from xdist.remote import Producer

from intake.cli.embedded.postgres import Postgres
from intake.privacy.keyring import generate_key
from intake.settings import Settings, load
from intake.storage.migrate import migrate
from intake.storage.session import Database
from tests import servers
from tests.shelves import Shelves

# Every command and process that a test starts would compile all of our code anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A property is about every input; how long one takes on a busy machine says nothing about it.
properties.register_profile("unhurried", deadline=None)
properties.load_profile("unhurried")

MakeSettings = Callable[..., Settings]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shelves:
    """Journeys share one running service, one after another, beside all other tests."""
    return Shelves(config, log)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The session's server; its template holds the newest schema."""
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as server:
        migrate(server.url)
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The address of a migrated, empty database of this test alone."""
    with servers.copy_of_template(postgres_server) as url:
        yield url


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """A migrated, empty database of this test alone."""
    opened = Database(postgres_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def module_postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The address of one database for all tests of a module that do not mind each other's rows."""
    with servers.copy_of_template(postgres_server) as url:
        yield url


@pytest.fixture(scope="module")
def module_database(module_postgres_url: str) -> Iterator[Database]:
    """One database for all tests of a module that do not mind each other's rows."""
    opened = Database(module_postgres_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the session's Redis."""
    with servers.redis(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an emptied Redis."""
    client = redis_client.Redis.from_url(redis_server)
    client.flushall()
    client.close()
    return redis_server


@pytest.fixture(scope="session")
def vault_key() -> str:
    """A vault key, new in every session."""
    return generate_key()


@pytest.fixture
def make_settings(vault_key: str) -> MakeSettings:
    """Settings of a simulated deployment; name what a test needs different, as in the environment."""

    def make(**given: str) -> Settings:
        base = {
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
            "REDIS_URL": "redis://127.0.0.1:9/0",
            "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
            "CONSOLE_BASE_URL": "http://127.0.0.1:8001",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
            "TWILIO_API_BASE_URL": "http://127.0.0.1:8002",
            "HELPLINE_NUMBER": "+12025550100",
            "HELPLINE_NEUTRAL_NUMBER": "+12025550101",
            "HELPLINE_BACKUP_NUMBER": "+12025550102",
            "HELPLINE_BRAND": "Harbor Path",
            "HELPLINE_SECRET_KEY": secrets.token_hex(32),
            "HELPLINE_VAULT_KEYS": vault_key,
        }
        return load(given=base | given)

    return make


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """Settings that reach neither a database nor a Redis."""
    return make_settings()


@pytest.fixture
def plain_logs() -> Iterator[None]:
    """Logging as it was before, after a test that sets it up."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
