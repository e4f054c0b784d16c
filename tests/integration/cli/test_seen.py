"""What a command shows or changes is in the trail under the name of whoever ran it; one that is not listed fails."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from intake.storage.session import Database
from tests.command_tree import commands
from tests.integration.cli.test_forget import Run, run, vault

__all__ = ["run", "vault"]
ROTA = """email,tier,start,end,timezone,rrule
sam@example.org,primary,2027-01-04 08:00,2027-01-04 16:00,America/New_York,
"""
SITES = """
sites:
  - slug: mission
    name: Mission
    zip: "94110"
    programs:
      - {slug: day, name: Day, level: "2.1", sessions_per_week: 3, hours_per_session: 3, weeks: 8, languages: [en],
         open_places: 4}
"""
# What each command writes. Nothing: it shows nothing of anybody and changes nothing of ours.
SEEN = {
    "staff add sam@example.org --name Sam --phone +12025550131 --role professional": {"staff.add", "staff.invite"},
    "staff list": set(),
    "rota import ROTA": {"rota.change"},
    "rota import ROTA --dry-run": set(),
    "rota show": set(),
    "rota gaps": set(),
    "sites import SITES": {"site.change"},
    "sites list": set(),
    "callbacks list": {"read.list"},
    "enrollments list": {"read.list"},
    "conversations list": {"read.list"},
    "audit verify": {"audit.verify"},
    "forget": {"retention.run"},
    "doctor": {"read.list"},
    "breach list": set(),
    "breach affected --by sam@example.org": {"read.audit"},
    "settings": set(),
    "migrate": set(),
    "staff disable sam@example.org": {"staff.disable"},
}
# Those that start servers, need the carrier, two keys or a file of ours: each has a test of its own.
ELSEWHERE = {
    "up", "demo", "breach add", "breach told", "numbers connect", "keys rotate", "backup", "restore", "script check",
    "script graph", "script rehearse",
}  # fmt: skip


def test_every_command_is_listed() -> None:
    named = commands()
    groups = {words[0] for words in named if len(words) > 1}
    known = {" ".join(words) for words in named} - groups
    assert {name for name in known if not any(line.startswith(name) for line in (*SEEN, *ELSEWHERE))} == set()


def test_what_each_command_does_is_in_the_trail(run: Run, database: Database, tmp_path: Path) -> None:
    files = {"ROTA": tmp_path / "rota.csv", "SITES": tmp_path / "sites.yaml"}
    files["ROTA"].write_text(ROTA)
    files["SITES"].write_text(SITES)
    found = {}
    for line in SEEN:
        words = [str(files.get(word, word)) for word in line.split()]
        before = _last(database)
        answer = run(*words)
        assert answer.exit_code in {0, 1}, (line, answer.output)
        with database.begin() as connection:
            query = text("SELECT action, actor, origin FROM audit_entries WHERE id > :before")
            rows = connection.execute(query, {"before": before}).all()
        found[line] = {row.action for row in rows}
        assert all(row.actor.startswith("cli:") and row.origin == "cli" for row in rows), line
    assert found == SEEN


def _last(database: Database) -> int:
    with database.begin() as connection:
        return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM audit_entries")).scalar_one())
