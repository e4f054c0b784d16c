"""From where: what staff do keeps their network address in the trail, as far as our own proxies vouch for it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from intake.privacy import sealer
from intake.privacy.signing import Signer
from intake.privacy.verification import Trust, verify
from tests.conftest import MakeSettings
from tests.console_kit import Console, send

SIGNER = Signer("a secret of the tests")
DESK, FORGED = "198.51.100.23", "203.0.113.9"


def origins(console: Console, action: str) -> list[str]:
    with console.database.begin() as connection:
        query = text("SELECT coalesce(origin, '') FROM audit_entries WHERE action = :action ORDER BY id")
        return list(connection.execute(query, {"action": action}).scalars())


def look(client: FlaskClient, peer: str, forwarded: str = "") -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client.get("/audit", environ_overrides={"REMOTE_ADDR": peer}, headers=headers).status_code == 200


def session_of(console: Console, role: str) -> str:
    with console.database.begin() as connection:
        query = text("SELECT public_id FROM staff_sessions WHERE staff_id = :id")
        return str(connection.execute(query, {"id": console.staff_id(role)}).scalar_one())


def test_a_look_tells_the_session_and_the_address(console: Console) -> None:
    client = console.client("auditor")
    for peer in (DESK, "2001:db8:0:0::7", f"::ffff:{DESK}", "", "a name that is none"):
        look(client, peer)
    here = f"console:{session_of(console, 'auditor')}"
    assert origins(console, "read.audit") == [f"{here}@{DESK}", f"{here}@2001:db8::7", f"{here}@{DESK}", here, here]
    page = client.get("/audit", environ_overrides={"REMOTE_ADDR": DESK}).text
    assert f"Console · {DESK} · {session_of(console, 'auditor')[:8]}" in page


def test_a_header_that_nobody_vouches_for_is_not_believed(console: Console) -> None:
    look(console.client("auditor"), DESK, FORGED)
    assert origins(console, "read.audit")[0].endswith(f"@{DESK}")


@pytest.mark.parametrize("forwarded", [DESK, f"{FORGED}, {DESK}"])
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(
    make_settings: MakeSettings, postgres_url: str, forwarded: str
) -> None:
    console = Console(make_settings(DATABASE_URL=postgres_url, HELPLINE_CONSOLE_PROXIES="1"))
    look(console.client("auditor"), "10.0.0.1", forwarded)
    assert origins(console, "read.audit")[0].endswith(f"@{DESK}")
    console.close()


def test_somebody_who_is_not_let_in_leaves_an_address(console: Console) -> None:
    client = console.client()
    client.environ_base["REMOTE_ADDR"] = FORGED
    send(client, "/sign-in", email="auditor@example.org", password="not this one")
    assert origins(console, "session.refused") == [f"console@{FORGED}"]


def test_what_is_done_on_the_board_tells_it_too(console: Console) -> None:
    client = console.client("coordinator")
    client.environ_base["REMOTE_ADDR"] = DESK
    client.get(f"/enrollments/{uuid4().hex}")
    client.get("/people")
    assert all(origin.endswith(f"@{DESK}") for origin in origins(console, "read.refused"))
    assert origins(console, "read.refused")


@pytest.mark.parametrize(
    "change", ["regexp_replace(origin, '@.*', '')", f"replace(origin, '{DESK}', '{FORGED}')", "NULL"]
)
def test_an_address_that_is_changed_or_taken_away_is_found(console: Console, change: str) -> None:
    look(console.client("auditor"), DESK)
    now = datetime.now(UTC)
    with console.database.begin() as connection:
        sealer.seal(connection, SIGNER, now)
        assert verify(connection, Trust([SIGNER.public_key]), now).ok
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        tamper = f"UPDATE audit_entries SET origin = {change} WHERE action = 'read.audit' RETURNING id"
        changed = connection.execute(text(tamper)).scalar_one()
        problems = verify(connection, Trust([SIGNER.public_key]), now).problems
    assert [(one.kind, one.where) for one in problems] == [("edited", changed)]
