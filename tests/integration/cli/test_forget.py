"""`helpline forget`: what is due, one person who asks, everything at the end; and what is said before it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.main import main
from intake.numbers import PhoneNumber
from intake.privacy import legal
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import CannotOpen, Vault
from intake.storage import enrollments
from intake.storage.session import Database
from tests.conftest import MakeSettings
from tests.integration.privacy import seeds

GONE, STAYS = PhoneNumber("+12025550161"), PhoneNumber("+12025550162")
NOW = datetime.now(UTC)
Run = Callable[..., Result]


@pytest.fixture
def run(make_settings: MakeSettings, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on a database of its own, with what a deployment's environment carries."""
    given = make_settings(DATABASE_URL=postgres_url)
    plain = "public_base_url console_base_url twilio_account_sid twilio_api_base_url"
    for name in (*plain.split(), "helpline_number"):
        monkeypatch.setenv(name.upper(), str(getattr(given, name)))
    for name, value in (("NEUTRAL_NUMBER", given.neutral_number), ("BACKUP_NUMBER", given.backup_number)):
        monkeypatch.setenv(f"HELPLINE_{name}", value)
    monkeypatch.setenv("REDIS_URL", given.redis_url.get_secret_value())
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", given.twilio_auth_token.get_secret_value())
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("HELPLINE_BRAND", given.brand)
    monkeypatch.setenv("HELPLINE_SECRET_KEY", given.secret_key.get_secret_value())
    monkeypatch.setenv("HELPLINE_VAULT_KEYS", given.vault_keys.get_secret_value())
    return lambda *words, said="": CliRunner().invoke(main, [*words, "--data-dir", str(tmp_path)], input=said)


@pytest.fixture
def vault(vault_key: str) -> Vault:
    return Vault(parse_keys(vault_key))


def test_one_person_by_a_number_that_is_never_an_argument(
    run: Run, database: Database, vault: Vault, tmp_path: Path
) -> None:
    with database.begin() as connection:
        gone = seeds.enrollment(connection, vault, GONE, NOW)
        stays = seeds.enrollment(connection, vault, STAYS, NOW)
    dry = run("forget", "--person", "--dry-run", "--json", said="(202) 555-0161\n")
    assert (dry.exit_code, json.loads(dry.stdout)["counts"]) == (0, {"person": 1})
    with database.begin() as connection:
        assert seeds.shown(connection, vault, gone) == GONE.reveal()
    done = run("forget", "--person", "--json", said="202 555 0161\n")
    assert (done.exit_code, json.loads(done.stdout)["counts"]) == (0, {"person": 1})
    assert "0161" not in done.output
    with database.begin() as connection:
        left = enrollments.get(connection, gone)
        assert left is not None
        assert left.number_sealed is None
        assert seeds.shown(connection, vault, stays) == STAYS.reveal()
    assert gone.hex in (tmp_path / "erasures.jsonl").read_text()
    assert run("forget", "--person", said="not a number\n").exit_code == 2
    assert run("forget", "--person", "--everything").exit_code == 2


def test_a_hold_keeps_a_person_and_everything(run: Run, database: Database, vault: Vault) -> None:
    with database.begin() as connection:
        held = seeds.enrollment(connection, vault, GONE, NOW)
        legal.hold(connection, held, "24-CV-118", "staff:1", NOW)
    for words, said in ((("--person",), "2025550161\n"), (("--everything",), "Harbor Path\n")):
        answer = run("forget", *words, said=said)
        assert answer.exit_code == 1
        assert "legal hold" in answer.output


def test_the_end_of_the_program_needs_its_name_and_opens_nothing_any_more(
    run: Run, database: Database, vault: Vault
) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, vault, GONE, NOW)
    assert json.loads(run("forget", "--everything", "--dry-run", "--json").stdout)["counts"]["enrollments"] == 1
    assert run("forget", "--everything", said="yes\n").exit_code == 1
    with database.begin() as connection:
        assert seeds.shown(connection, vault, record) == GONE.reveal()
    ended = run("forget", "--everything", said="Harbor Path\n")
    assert ended.exit_code == 0
    assert "destroy HELPLINE_VAULT_KEYS" in ended.output
    with database.begin() as connection, pytest.raises(CannotOpen):
        seeds.shown(connection, vault, record)


def test_a_deployments_own_period_counts(
    run: Run, database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = NOW - timedelta(days=40)
    ended = {"stage": "closed", "closed_reason": "unreachable", "closed_at": old}
    with database.begin() as connection:
        seeds.enrollment(connection, vault, GONE, old, **ended)
    assert json.loads(run("forget", "--dry-run", "--json").stdout)["counts"] == {}
    monkeypatch.setenv("HELPLINE_KEEP_UNREACHABLE_SECONDS", str(30 * 86_400))
    assert json.loads(run("forget", "--dry-run", "--json").stdout)["counts"] == {"unreachable": 1}
    assert json.loads(run("forget", "--json").stdout)["counts"]["unreachable"] == 1
