"""Settings are typed, frozen and named all at once when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.settings import Settings, SettingsProblem, explain, load, unknown_names
from intake.settings.fields import environment_name
from tests.conftest import MakeSettings

FIXED_NAMES = """DATABASE_URL REDIS_URL PUBLIC_BASE_URL CONSOLE_BASE_URL TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN
TWILIO_AUTH_TOKEN_SECONDARY TWILIO_API_BASE_URL HELPLINE_NUMBER HELPLINE_NEUTRAL_NUMBER HELPLINE_BACKUP_NUMBER
HELPLINE_BRAND HELPLINE_CRISIS_NUMBER HELPLINE_SECRET_KEY HELPLINE_VAULT_KEYS HELPLINE_OFFER_RING_SECONDS
HELPLINE_ACCEPT_SECONDS HELPLINE_ESCALATE_SECONDS_P0 HELPLINE_ESCALATE_SECONDS_P4 HELPLINE_RETRY_SECONDS
HELPLINE_SWEEP_SECONDS PORT CONSOLE_PORT HELPLINE_DUE_SECONDS_P0 HELPLINE_TALK_NOW_RING_SECONDS
HELPLINE_WRAP_SECONDS"""


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(environment_name(field), raising=False)


def test_every_fixed_name_is_a_setting() -> None:
    assert set(FIXED_NAMES.split()) <= {environment_name(field) for field in Settings.model_fields}


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsProblem) as caught:
        load()
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "TWILIO_AUTH_TOKEN",
        "HELPLINE_VAULT_KEYS",
        "HELPLINE_BACKUP_NUMBER",
    ):
        assert f"{name}: is missing" in str(caught.value)


def test_everything_malformed_is_named_at_once_and_no_secret_is_shown(make_settings: MakeSettings) -> None:
    wrong = {
        "HELPLINE_SWEEP_SECONDS": "-1",
        "HELPLINE_RETRY_SECONDS": "5,soon",
        "HELPLINE_NUMBER": "555-0100",
        "HELPLINE_BACKUP_NUMBER": "+12025550101",
        "HELPLINE_VAULT_KEYS": "changeme-topsecret",
        "HELPLINE_SECRET_KEY": "topsecret",
        "DATABASE_URL": "mysql://topsecret@host/db",
        "PUBLIC_BASE_URL": "http://help.example.org",
        "TWILIO_ACCOUNT_SID": "AC12",
    }
    with pytest.raises(SettingsProblem) as caught:
        make_settings(**wrong)
    lines = str(caught.value).splitlines()
    assert {line.split(":")[0].strip() for line in lines[1:]} == set(wrong)
    assert "topsecret" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", ["inf", "nan", "0"])
def test_a_duration_is_a_real_time(make_settings: MakeSettings, value: str) -> None:
    with pytest.raises(SettingsProblem):
        make_settings(HELPLINE_SWEEP_SECONDS=value)


def test_durations_take_fractions_and_lists(make_settings: MakeSettings) -> None:
    made = make_settings(
        HELPLINE_SWEEP_SECONDS="0.25", HELPLINE_RETRY_SECONDS="1.5, 3", HELPLINE_DUE_SECONDS_P2="9"
    )
    assert made.sweep_seconds == 0.25
    assert made.retry_seconds == (1.5, 3.0)
    assert made.due_seconds[2] == 9
    assert made.escalate_seconds == (60, 120, 300, 900, 14_400)


def test_hosts_that_say_postgres_are_understood(make_settings: MakeSettings) -> None:
    made = make_settings(DATABASE_URL="postgres://u:p@h/d")
    assert made.database_url.get_secret_value() == "postgresql://u:p@h/d"


def test_fictional_numbers_only_away_from_the_real_carrier(make_settings: MakeSettings) -> None:
    assert make_settings().allow_fictional_numbers
    assert not make_settings(TWILIO_API_BASE_URL="https://api.twilio.com/").allow_fictional_numbers


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


def test_environment_wins_over_the_data_folder(
    tmp_path: Path, make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_settings()
    lines = {name: value for name, value in _as_environment(made).items() if value}
    (tmp_path / "settings.env").write_text("".join(f"{name}='{value}'\n" for name, value in lines.items()))
    monkeypatch.setenv("HELPLINE_BRAND", "Elsewhere")
    monkeypatch.setenv("HELPLINE_NUMBER", "")
    loaded = load(tmp_path)
    rows = {row.name: row for row in explain(loaded, tmp_path)}
    assert (rows["HELPLINE_BRAND"].value, rows["HELPLINE_BRAND"].source) == ("Elsewhere", "environment")
    assert (rows["HELPLINE_NUMBER"].value, rows["HELPLINE_NUMBER"].source) == ("+12025550100", "data folder")
    assert rows["HELPLINE_SWEEP_SECONDS"].source == "default"


def test_secrets_are_masked(settings: Settings) -> None:
    shown = repr(explain(settings, None)) + repr(settings)
    for secret in (
        settings.twilio_auth_token,
        settings.secret_key,
        settings.vault_keys,
        settings.database_url,
    ):
        assert secret.get_secret_value() not in shown


def test_a_slip_of_the_finger_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_SWEEPS_SECONDS", "1")
    assert unknown_names() == ["HELPLINE_SWEEPS_SECONDS is not a setting; HELPLINE_SWEEP_SECONDS is"]


def _as_environment(made: Settings) -> dict[str, str]:
    plain = {environment_name(field): getattr(made, field) for field in Settings.model_fields}
    return {
        name: value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        for name, value in plain.items()
        if value is not None and not isinstance(value, tuple | float)
    }


def test_keys_and_passwords_may_come_from_files(
    make_settings: MakeSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = make_settings()
    for field in ("redis_url", "twilio_auth_token", "secret_key", "database_url"):
        (tmp_path / environment_name(field)).write_text(getattr(given, field).get_secret_value() + "\n")
    for field in ("public_base_url", "console_base_url", "twilio_account_sid", "helpline_number", "neutral_number",
                  "backup_number", "brand"):  # fmt: skip
        (tmp_path / environment_name(field)).write_text(getattr(given, field))
    (tmp_path / "HELPLINE_VAULT_KEYS").write_text("changeme-topsecret")
    monkeypatch.setenv("HELPLINE_SECRETS_DIR", str(tmp_path))
    with pytest.raises(SettingsProblem) as caught:
        load()
    said = str(caught.value)
    assert said.splitlines()[1:] == ["  HELPLINE_VAULT_KEYS: vault key 1 is not 32 bytes in hex or base64"]
    (tmp_path / "HELPLINE_VAULT_KEYS").write_text(given.vault_keys.get_secret_value())
    settings = load()
    assert (settings.secret_key, settings.vault_keys) == (given.secret_key, given.vault_keys)
    assert {row.name: row.source for row in explain(settings, None)}["HELPLINE_SECRET_KEY"] == "file"
