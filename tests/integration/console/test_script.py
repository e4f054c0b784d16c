"""The script is edited as a draft, refused while wrong, published, heard, and taken back."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from intake.console.language import sentences
from intake.console.pages.script.common import shipped
from intake.conversation.scripts import Scripts
from tests.console_kit import Console, send

ASKED = "Is this for you? Press 1. For someone you love, press 2. For work, press 3."
BETTER = "Is it for you? Press 1. For someone you love, press 2. For work, press 3."


HARD = "Notwithstanding institutional considerations, individualized rehabilitation necessitates documentation."


def version(client) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get("/script").text)
    assert found is not None
    return found.group(1)


def heard(console: Console) -> str:
    """What a caller who rings now would be asked."""
    with console.database.begin() as connection:
        script = Scripts().current(connection, console.clock())
    return script.wording("voice", "en", "N40_WHO") or ""


def test_everything_is_shown_in_both_languages(console: Console) -> None:
    page = console.client("supervisor").get("/script").text
    for step in shipped().steps:
        assert f'id="step-{step}"' in page
    assert "Nothing is wrong with it." in page
    assert "1 segment" in page
    assert "Begin a draft" not in page


def test_spanish_pages_say_nothing_of_a_rule_in_english(console: Console) -> None:
    client = console.client("admin")
    client.set_cookie("language", "es")
    send(client, "/script/draft")
    worse = {
        "voice.en.say": f"{BETTER} {HARD}",
        "sms.en.say": "For an addict, 1. For {NOBODY}, 2.",
        "version": version(client),
    }
    send(client, "/script/steps/N40_WHO", **worse)
    titles = {step.title for step in shipped().steps.values()}
    for path in ("/script", "/script/steps/N40_WHO", "/script/graph.svg"):
        told = unescape(client.get(path).text)
        assert [one for one in titles if f"> {one}<" in told or f">{one}<" in told] == [], path
    assert "Para sí o para un ser querido" in told
    assert "Desde cada pregunta" in told
    refused = unescape(send(client, "/script/draft/publish", version=version(client)).text)
    for words in (
        "se lee con grado",
        "Use frases y palabras más cortas",
        "nadie rellena el espacio {NOBODY}",
        "Use uno de AGENT",
        '"addict" nombra a una',
    ):
        assert words in refused
    english = [re.split(r"\{\w+\}", one) for one in sentences("es")]
    parts = {part for one in english for part in one if len(part) > 12}
    assert [part for part in parts if part in refused] == []


def test_drawing_and_table(console: Console) -> None:
    client = console.client("supervisor")
    assert "N10_LANG" in client.get("/script/graph").text
    drawing = client.get("/script/graph.svg")
    assert drawing.mimetype == "image/svg+xml"


def test_a_draft_is_edited_published_and_taken_back(console: Console) -> None:
    client = console.client("admin")
    assert client.get("/script/steps/N40_WHO").status_code == 404
    send(client, "/script/draft")
    form = client.get("/script/steps/N40_WHO")
    assert ASKED in form.text
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "voice.en.say": BETTER})
    assert heard(console) == ASKED
    assert BETTER in client.get("/script").text
    assert send(client, "/script/draft/publish", version=version(client)).status_code == 303
    assert heard(console) == BETTER
    listed = client.get("/script/versions").text
    assert "Admin Person" in listed
    assert "edited" in listed
    # Who changed what: the words, before and after.
    assert ASKED in listed
    assert BETTER in listed
    send(client, f"/script/versions/{shipped().digest}/roll-back")
    assert heard(console) == ASKED


def test_what_a_draft_would_change_is_said_before_anybody_hears_it(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_DATA_DIR", str(tmp_path))
    (tmp_path / "scenarios").mkdir()
    recording = [
        {"scenario": "Recorded here", "version": 1},
        *({"phone": "a", name: value} for name, value in (("dials", "b"), ("presses", "1"), ("presses", "2"))),
    ]
    kept = tmp_path / "scenarios" / "recorded-here.jsonl"
    kept.write_text("".join(json.dumps(line) + "\n" for line in recording), "utf-8")
    client = console.client("admin")
    assert "There is no draft" in client.get("/script/effects").text
    send(client, "/script/draft")
    assert "No saved conversation would be any different." in client.get("/script/effects").text
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "voice.en.say": BETTER})
    page = client.get("/script/effects").text
    for words in ("recorded-here", "a call back, in English", ASKED, BETTER):
        assert words in page
    assert "a call back, in Spanish" not in page
    client.set_cookie("language", "es")
    page = client.get("/script/effects").text
    assert "una llamada de vuelta, en inglés" in page
    assert "in English" not in page
    client.set_cookie("language", "en")
    assert heard(console) == ASKED
    kept.write_text("no recording\n{", "utf-8")
    page = client.get("/script/effects").text
    assert "recorded-here.jsonl cannot be rehearsed" in page
    assert BETTER in page


def test_what_going_back_would_change_is_seen_before(console: Console) -> None:
    client = console.client("admin")
    send(client, "/script/draft")
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "voice.en.say": BETTER})
    page = client.get("/script/effects").text
    assert ASKED in page
    assert BETTER in page
    send(client, "/script/draft/publish", version=version(client))
    assert ASKED in client.get(f"/script/versions/{shipped().digest}").text
    assert client.get("/script/versions/" + "0" * 64).status_code == 404


def test_words_that_cannot_be_kept_are_not_lost(console: Console) -> None:
    client = console.client("admin")
    send(client, "/script/draft")
    read = version(client)
    long = "Is this for you? " * 60
    refused = send(client, "/script/steps/N40_WHO", **{"version": read, "voice.en.say": long})
    assert refused.status_code == 422
    assert long.strip() in refused.text
    send(client, "/script/steps/N40_WHO", **{"version": read, "voice.en.say": BETTER})
    stale = send(client, "/script/steps/N40_WHO", **{"version": read, "voice.en.say": "Is it you?"})
    assert stale.status_code == 422
    assert "Is it you?" in stale.text
    assert BETTER in stale.text


def test_what_is_wrong_is_not_published(console: Console) -> None:
    client = console.client("admin")
    send(client, "/script/draft")
    long = "Do you want help with addiction? " * 9
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "sms.en.say": long})
    assert "things are wrong" in client.get("/script").text
    refused = send(client, "/script/draft/publish", version=version(client))
    assert refused.status_code == 422
    assert "N40_WHO" in refused.text
    assert heard(console) == ASKED
    send(client, "/script/draft/discard")
    assert "Begin a draft" in client.get("/script").text


def test_two_editors_do_not_overwrite_each_other(console: Console) -> None:
    client = console.client("admin")
    send(client, "/script/draft")
    read = version(client)
    send(client, "/script/steps/N40_WHO", **{"version": read, "voice.en.say": BETTER})
    send(client, "/script/steps/N40_WHO", **{"version": read, "voice.en.say": "Mine."})
    assert BETTER in client.get("/script").text
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "voice.en.say": ""})
    assert BETTER in client.get("/script").text


def test_quotes_and_braces_survive(console: Console) -> None:
    client, tricky = console.client("admin"), 'Say "yes" \\ {BRAND} — ¿sí?'
    send(client, "/script/draft")
    send(client, "/script/steps/N40_WHO", **{"version": version(client), "voice.es.say": tricky})
    assert tricky.replace('"', "&#34;") in client.get("/script").text


def test_rehearsing_reaches_the_end(console: Console) -> None:
    client = console.client("supervisor")
    page = client.get("/script/rehearse").text
    assert "Press 0 any time for a person" in page
    inputs = ["2", "1", "2", "1", "1", "1", "94110", "hangup"]
    played = send(client, "/script/rehearse", channel="voice", language="en", input=inputs).text
    assert "Ended:" in played
    spanish = send(client, "/script/rehearse", channel="sms", language="es", input=["2"]).text
    assert "otra persona" in spanish
    again = send(client, "/script/rehearse", act="again", input=inputs).text
    assert "Ended:" not in again


def test_only_an_administrator_changes_it(console: Console) -> None:
    client = console.client("supervisor")
    assert send(client, "/script/draft").status_code == 404
    assert send(client, "/script/versions/" + "0" * 64 + "/roll-back").status_code == 404
    admin = console.client("admin")
    assert send(admin, "/script/versions/junk/roll-back").status_code == 404
    send(admin, "/script/versions/" + "0" * 64 + "/roll-back")
    assert heard(console) == ASKED
