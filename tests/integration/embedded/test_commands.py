"""Commands at rest: with no `up` running they start the folder's database around themselves."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.cli.embedded import orphans
from tests.integration.embedded.started import HELPLINE, bare_environment, helpline

pytestmark = pytest.mark.timeout(180)

ROTA = "email,tier,start,end,timezone,rrule\n"
SITES = """
sites:
  - slug: harbor
    name: Harbor House
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rest") / "data"


def said(*arguments: str, folder: Path) -> object:
    done = helpline(*arguments, "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_people_and_their_shifts(folder: Path, tmp_path: Path) -> None:
    assert said("staff", "list", folder=folder) == []
    for email, number in (("ana@example.org", "+12025550161"), ("ben@example.org", "+12025550162")):
        person = ("staff", "add", email, "--name", "Some Body", "--phone", number, "--role", "professional")
        assert helpline(*person, "--language", "es", "--language", "en", folder=folder).returncode == 0
    twice = helpline(*person, folder=folder)
    assert (twice.returncode, twice.stdout) == (1, "")
    assert len(twice.stderr.strip().splitlines()) == 1
    start = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0) - timedelta(hours=1)
    file = tmp_path / "rota.csv"
    file.write_text(
        ROTA
        + f"ana@example.org,primary,{start:%Y-%m-%dT%H:%M},{start + timedelta(hours=12):%Y-%m-%dT%H:%M},UTC,\n"
        + f"ben@example.org,backup,{start:%Y-%m-%dT%H:%M},{start + timedelta(hours=12):%Y-%m-%dT%H:%M},UTC,FREQ=DAILY\n"
    )
    assert said("rota", "import", str(file), folder=folder) == {"added": 2, "kept": 0, "ended": 0}
    shown = said("rota", "show", folder=folder)
    assert [(one["tier"], one["professional"]) for one in shown] == [  # type: ignore[attr-defined]
        ("primary", "ana@example.org"),
        ("backup", "ben@example.org"),
    ]
    later = f"{start + timedelta(days=1):%Y-%m-%dT%H:%M}Z"
    shown = said("rota", "show", "--at", later, folder=folder)
    assert [one["tier"] for one in shown] == ["backup"]  # type: ignore[attr-defined]
    gaps = said("rota", "gaps", "--days", "2", folder=folder)
    assert "no_primary" in {one["kind"] for one in gaps}  # type: ignore[attr-defined]


def test_every_mistake_of_a_file_is_named(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text(
        ROTA + "who@example.org,primary,2026-12-01T08:00,2026-12-01T20:00,UTC,\nana@example.org,top,x,y,Z,\n"
    )
    done = helpline("rota", "import", str(file), folder=folder)
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr


def test_a_calendar_file_is_looked_at_and_then_imported(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "ana.ics"
    event = "BEGIN:VEVENT\nUID:a\nDTSTART:20990105T080000\nDTEND:20990105T200000\nEND:VEVENT\n"
    calendar = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}END:VCALENDAR\n"
    file.write_text(calendar)
    command = ("rota", "import", str(file))
    assert helpline(*command, folder=folder).returncode == 2
    command = (*command, "--for", "ana@example.org", "--tier", "backup")
    shown = helpline(*command, "--dry-run", folder=folder)
    assert "+ backup 2099-01-05T08:00 to 2099-01-05T20:00 America/New_York\n" in shown.stdout
    assert said(*command, "--dry-run", folder=folder) == {"added": 1, "kept": 0, "ended": 0}
    assert said(*command, folder=folder) == {"added": 1, "kept": 0, "ended": 0}
    assert said(*command, folder=folder) == {"added": 0, "kept": 1, "ended": 0}
    for bad in ("email,tier", calendar.replace("DTSTART:2099", "DTSTART;TZID=Mars/Base:2099")):
        file.write_text(bad)
        done = helpline(*command, folder=folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert "nothing was imported" in done.stderr
        assert "Traceback" not in done.stderr


def test_somebody_who_leaves_is_not_rung(folder: Path) -> None:
    assert helpline("staff", "disable", "ben@example.org", folder=folder).returncode == 0
    people = said("staff", "list", folder=folder)
    assert {one["email"]: one["active"] for one in people}["ben@example.org"] is False  # type: ignore[attr-defined]
    assert helpline("staff", "disable", "nobody@example.org", folder=folder).returncode == 1


@pytest.mark.parametrize("kind", ["callbacks", "enrollments", "conversations"])
def test_lists_begin_empty(folder: Path, kind: str) -> None:
    assert said(kind, "list", folder=folder) == []


def test_a_backup_comes_back(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert helpline("backup", str(file), folder=folder).returncode == 0
    gone = ("staff", "add", "late@example.org", "--name", "L", "--phone", "+12025550163", "--role", "auditor")
    assert helpline(*gone, folder=folder).returncode == 0
    refused = helpline("restore", str(file), folder=folder)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert helpline("restore", str(file), "--replace", folder=folder).returncode == 0
    people = said("staff", "list", folder=folder)
    assert {one["email"] for one in people} == {"ana@example.org", "ben@example.org"}  # type: ignore[attr-defined]
    file.write_bytes(file.read_bytes()[:-1])
    assert helpline("restore", str(file), "--replace", folder=folder).returncode == 1
    assert len(said("staff", "list", folder=folder)) == 2  # type: ignore[arg-type]


def test_keys_are_changed_and_everything_still_opens(folder: Path) -> None:
    before = (folder / "secrets.env").read_text()
    assert helpline("keys", "rotate", folder=folder).returncode == 0
    assert (folder / "secrets.env").read_text() != before
    people = said("staff", "list", folder=folder)
    assert {one["phone"] for one in people} == {"…61", "…62"}  # type: ignore[attr-defined]
    assert said("audit", "verify", folder=folder)["ok"] is True  # type: ignore[index]
    assert said("forget", folder=folder)["dry_run"] is False  # type: ignore[index]


def test_settings_show_where_they_come_from_and_no_secret(folder: Path) -> None:
    rows = {row["name"]: row for row in said("settings", folder=folder)}  # type: ignore[attr-defined]
    assert rows["HELPLINE_VAULT_KEYS"] == rows["HELPLINE_VAULT_KEYS"] | {"value": "********", "source": "data folder"}
    assert rows["HELPLINE_SWEEP_SECONDS"]["source"] == "default"


def test_the_script_is_fine_and_can_be_drawn_and_played(tmp_path: Path) -> None:
    def script(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = [HELPLINE, "script", *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, env=bare_environment(), check=False)

    assert script("check").returncode == 0
    assert script("graph", "-o", str(tmp_path / "script.svg")).returncode == 0
    assert (tmp_path / "script.svg").read_text().startswith("<svg")
    played = script("rehearse", "--language", "es", "--channel", "sms", given="2\n1\n1\n")
    assert played.returncode == 0
    assert "Es privado" in played.stdout or "privado" in played.stdout


def test_nothing_runs_afterwards(folder: Path) -> None:
    assert not list(orphans.living_in(folder / "postgres" / "data", frozenset({"postgres"})))


def test_without_settings_everything_missing_is_named_in_one_message() -> None:
    env = bare_environment() | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    done = subprocess.run([HELPLINE, "staff", "list"], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 1
    assert "HELPLINE_VAULT_KEYS: is missing" in done.stderr
    assert "TWILIO_AUTH_TOKEN: is missing" in done.stderr
    assert "Traceback" not in done.stderr
