"""What a person asked us not to tell is seen wherever something may be told of them, until it stands no longer."""

from __future__ import annotations

import re

from sqlalchemy import text

from intake.numbers import PhoneNumber
from tests.console_kit import Console, send
from tests.console_rows import add_callback, take
from tests.integration.console.test_consent import add

ANOTHER = PhoneNumber("+12025550148")
WORDS = "Tell my sister Larkspur nothing"
_LIFT = re.compile(r'action="(/enrollments/[0-9a-f]+/restriction/[0-9a-f]+/lift)"')


def test_a_restriction_is_seen_on_the_record_and_where_a_disclosure_is_made(console: Console) -> None:
    record = f"/enrollments/{add(console).hex}"
    client = console.client("coordinator")
    assert "asked for no restriction" in client.get(record).text
    assert "we agreed:" not in client.get(f"{record}/disclosures").text
    assert send(client, f"{record}/restriction", text=WORDS).status_code == 303
    page = client.get(record).text
    assert WORDS in page
    assert "Read it before anything leaves the house" in page
    assert WORDS in client.get(f"{record}/disclosures").text
    assert WORDS in send(client, f"{record}/disclosures", basis="consent", recipient="").text
    [lift] = _LIFT.findall(page)
    assert send(client, lift).status_code == 303
    assert WORDS not in client.get(f"{record}/disclosures").text
    after = client.get(record).text
    assert WORDS in after, "its words stay among the notes"
    assert "asked for no restriction" in after


def test_it_is_sealed_in_the_trail_and_only_its_own_record_can_lift_it(console: Console) -> None:
    record, other = f"/enrollments/{add(console).hex}", f"/enrollments/{add(console, number=ANOTHER).hex}"
    client = console.client("coordinator")
    send(client, f"{record}/restriction", text=WORDS)
    send(client, f"{record}/restriction", text="  ")
    [lift] = _LIFT.findall(client.get(record).text)
    assert client.get(other).status_code == 200
    send(client, lift.replace(record, other))
    assert WORDS in client.get(f"{record}/disclosures").text
    with console.database.begin() as connection:
        kept = (
            connection.execute(text("SELECT reason FROM audit_entries WHERE reason LIKE 'restriction%'"))
            .scalars()
            .all()
        )
        shown = connection.execute(text("SELECT t::text FROM enrollment_notes t")).scalars().all()
    assert [one.partition(":")[0] for one in kept] == ["restriction"]
    assert not any("Larkspur" in one for one in (*kept, *shown))


def test_in_an_emergency_only_that_there_is_one_is_said(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    path = f"/now/calls/{made.callback}/emergency"
    client = console.client("professional")
    assert "pass nothing on" not in client.get(path).text
    send(console.client("coordinator"), f"/enrollments/{made.enrollment.hex}/restriction", text=WORDS)
    page = client.get(path).text
    assert "pass nothing on" in page
    assert WORDS not in page


def test_two_records_that_become_one_keep_it(console: Console) -> None:
    kept, gone = add(console), add(console, number=ANOTHER)
    client = console.client("coordinator")
    send(client, f"/enrollments/{gone.hex}/restriction", text=WORDS)
    send(client, f"/enrollments/{kept.hex}/merge/{gone.hex}", version=1)
    assert WORDS in client.get(f"/enrollments/{kept.hex}/disclosures").text
