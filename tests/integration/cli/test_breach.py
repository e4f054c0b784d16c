"""The register of breaches by command: entered sealed, told in time, and whom it touched by code only."""

from __future__ import annotations

import json

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import staff
from intake.storage.session import Database
from tests.integration.cli.test_forget import GONE, NOW, Run, run, vault
from tests.integration.privacy import seeds

__all__ = ["run", "vault"]


def test_a_breach_is_entered_told_and_closed(run: Run) -> None:
    words = ("breach", "add", "--affected", "3", "--discovered", "2026-11-20", "--json")
    made = json.loads(run(*words, said="a laptop of Canary Bird was lost\n").stdout)
    assert [(one["tell"], one["by"]) for one in made] == [("people", "2027-01-19"), ("authority", "2027-03-02")]
    listed = run("breach", "list")
    assert "Canary" not in listed.output
    assert "people" in listed.output
    assert "1 left" in run("breach", "told", made[0]["id"], "people").output
    assert "closed" in run("breach", "told", made[0]["id"], "authority").output
    assert json.loads(run("breach", "list", "--json").stdout) == []
    assert run("breach", "told", made[0]["id"], "people").exit_code == 1
    assert run("breach", "add", "--affected", "1", said=" \n").exit_code == 1


def test_whom_somebody_touched_is_said_by_code(run: Run, database: Database, vault: Vault) -> None:
    run("staff", "add", "sam@example.org", "--name", "Sam", "--phone", "+12025550131", "--role", "coordinator")
    with database.begin() as connection:
        sam = staff.by_email(connection, "sam@example.org")
        assert sam is not None
        touched = seeds.enrollment(connection, vault, GONE, NOW)
        record(connection, Act(Action.READ, f"staff:{sam.id.hex}", "enrollment", touched.hex))
        record(connection, Act(Action.READ, "staff:other", "enrollment", "f" * 32))
    answer = run("breach", "affected", "--by", "sam@example.org", "--json")
    assert [one["record"] for one in json.loads(answer.stdout)] == [touched.hex[:8]]
    assert run("breach", "affected", "--by", "nobody@example.org").exit_code == 1
