"""Places are imported whole or not at all, thin programs are warned of, and near comes with its reason."""

from __future__ import annotations

import html

import pytest

from tests import enrollment_kit as kit
from tests.console_kit import ROLES, Console, send

FILE = """
sites:
  - slug: north
    name: North clinic
    zip: "20147"
    programs:
      - {slug: evening, name: Evening IOP, level: "2.1", sessions_per_week: 3, hours_per_session: 3, weeks: 8}
  - slug: west
    name: West clinic
    zip: "94110"
    programs:
      - {slug: thin, name: Thin IOP, level: "2.1", sessions_per_week: 2, hours_per_session: 2, weeks: 8}
"""


def filled(console: Console) -> Console:
    assert send(console.client("admin"), "/sites/import", text=FILE).status_code == 303
    return console


def test_an_empty_directory_says_what_to_do(console: Console) -> None:
    assert "No place is known yet" in console.client("supervisor").get("/sites").text


def test_fewer_than_nine_hours_are_warned_of(console: Console) -> None:
    page = filled(console).client("coordinator").get("/sites").text
    assert "North clinic" in page
    assert "thin is called level 2.1 and has 5 hours a week; that level has at least 9" in page
    assert "evening is called" not in page


def test_the_directory_is_changed_on_the_page(console: Console) -> None:
    page = filled(console).client("admin").get("/sites").text
    shown = html.unescape(page.split('name="text"')[1].split(">", 1)[1].split("</textarea>")[0])
    assert send(console.client("admin"), "/sites/import", text=shown.replace("Thin IOP", "Wide IOP")).status_code == 303
    page = console.client("coordinator").get("/sites").text
    assert "Wide IOP" in page
    assert "Thin IOP" not in page


def test_a_bad_file_changes_nothing_and_names_everything(console: Console) -> None:
    client = filled(console).client("admin")
    bad = FILE.replace("weeks: 8", "weeks: 0").replace("20147", "00000")
    answer = send(client, "/sites/import", text=bad)
    assert answer.status_code == 422
    assert "zip 00000 is not known" in answer.text
    assert "weeks must be a number" in answer.text
    assert send(client, "/sites/import", text=FILE.replace("weeks: 8", "weeks: 8, fee: 9")).status_code == 422
    assert "North clinic" in client.get("/sites").text


def test_near_comes_with_its_reason_and_leaves_no_address(console: Console) -> None:
    client = filled(console).client("professional")
    page = send(client, "/sites/near", zip="20147").text
    assert page.index("Evening IOP · 0 miles") < page.index("Thin IOP")
    assert "over 60" in page
    assert send(client, "/sites/near", zip="00000").status_code == 422
    assert send(client, "/sites/near", zip="x", language="klingon").status_code == 422
    assert client.get("/sites/near?zip=20147").status_code == 404


def test_a_record_gets_the_place_that_fits(console: Console) -> None:
    with filled(console).database.begin() as connection:
        record_id = kit.add_enrollment(connection, console.house.vault, zip="20147")
    page = console.client("coordinator").get(f"/enrollments/{record_id.hex}").text
    assert "0 miles away" in page
    assert page.count("Choose this place</button>") == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_and_who_imports(console: Console, role: str) -> None:
    client = console.client(role)
    assert client.get("/sites").status_code == (404 if role == "auditor" else 200)
    assert send(client, "/sites/import", text=FILE).status_code == (303 if role == "admin" else 404)
