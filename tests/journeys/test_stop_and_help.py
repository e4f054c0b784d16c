"""STOP in any wording and HELP in both languages, whoever handles them: the carrier, the network or we."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.eventually import eventually, steadily
from tests.journeys.deployment import BACKUP, CALLER, LINE, Deployment
from webhooks.simulator.people import Phone

ASKS = ("1", "2", "1", "2", "1", "1", "1", "94110")
BLOCKED = 21610


@pytest.fixture
def line(town: Deployment) -> Iterator[None]:
    """The line as it was, afterwards."""
    yield
    town.network.line(LINE, opt_out="")


@pytest.fixture
def caller(town: Deployment, line: None) -> Phone:
    """Somebody who texts; nobody else is surprised by what they set off."""
    town.phone(BACKUP).ignores_calls()
    for place in range(5):
        town.crew(place).ignores_calls()
    return town.phone(CALLER).ignores_texts()


def handled_by(town: Deployment, who: str) -> None:
    """Who answers STOP on the line; with a carrier that blocks, our own words to it fail, as they should."""
    town.network.line(LINE, opt_out=who)
    if who in {"long_code", "toll_free"}:
        town.network.expects_fault(BLOCKED)


def is_stopped(town: Deployment) -> bool:
    with town.database.begin() as connection:
        query = text("SELECT count(*) FROM suppressions WHERE lifted_at IS NULL AND channel IN ('all', 'sms')")
        return bool(connection.execute(query).scalar_one())


def got(caller: Phone) -> list[str]:
    """What reached their phone."""
    return [one["body"] for one in caller.thread if one["direction"] == "in" and one["status"] != "failed"]


def answered(town: Deployment, caller: Phone) -> bool:
    """Every text that they sent has been answered by us, if only with nothing."""
    asked = [one for one in caller.thread if one["direction"] == "out"]
    answers = [one for one in town.network.tape("sms") if one["status"]]
    return len(answers) >= len(asked)


@pytest.mark.parametrize("who", ["off", "long_code", "advanced", "toll_free"])
@pytest.mark.parametrize("word", ["STOP", "quit"])
def test_a_word_of_the_carriers_list_ends_it_whoever_handles_it(
    town: Deployment, caller: Phone, who: str, word: str
) -> None:
    handled_by(town, who)
    caller.texts(LINE, "hi").reads("988")
    caller.texts(LINE, word)
    eventually(lambda: is_stopped(town), what="the stop is kept")
    eventually(lambda: answered(town, caller))
    talk = eventually(lambda: [one for one in town.conversations() if one["ended_at"]])[0]
    assert talk["outcome"] == "stopped"
    confirmed = eventually(lambda: got(caller)[1:], what="one confirmation")
    # On a toll-free line only the word STOP itself is the network's; all else is ours to understand.
    ours = who == "off" or (who == "toll_free" and word == "quit")
    assert len(confirmed) == 1
    assert ("988" in confirmed[0]) is ours
    before = len(got(caller))
    caller.texts(LINE, "are you still there?")
    eventually(lambda: answered(town, caller))
    steadily(lambda: len(got(caller)) == before)


@pytest.mark.parametrize("who", ["off", "toll_free"])
@pytest.mark.parametrize(
    ("hello", "words", "confirmed"),
    [
        ("hi", "please stop texting me", "opted out"),
        ("hola", "ya no me escriban", "Ya no le enviamos"),
        ("hola", "ALTO", "Ya no le enviamos"),
        ("hi", "sorry, wrong number", "will not text or call"),
        ("hola", "número equivocado", "No vamos a llamar"),
    ],
)
def test_a_stop_in_their_own_words_is_ours_on_every_line(
    town: Deployment, caller: Phone, who: str, hello: str, words: str, confirmed: str
) -> None:
    town.network.line(LINE, opt_out=who)
    caller.texts(LINE, hello).reads("988")
    caller.texts(LINE, words).reads(confirmed)
    assert is_stopped(town)


@pytest.mark.parametrize("who", ["off", "long_code", "toll_free"])
@pytest.mark.parametrize(("word", "language"), [("HELP", "en"), ("info", "en"), ("AYUDA", "es")])
def test_help_brings_911_and_988_on_every_line(
    town: Deployment, caller: Phone, who: str, word: str, language: str
) -> None:
    town.network.line(LINE, opt_out=who)
    caller.texts(LINE, word).reads("988")
    assert "911" in caller.last_text["body"]
    assert ("Crisis? Call" if language == "en" else "¿Crisis?") in caller.last_text["body"]
    assert not is_stopped(town)


@pytest.mark.parametrize(("who", "words"), [("off", "i want to kill myself"), ("toll_free", "me quiero morir")])
def test_danger_after_a_stop_pages_a_person_and_texts_nobody(
    town: Deployment, caller: Phone, who: str, words: str
) -> None:
    handled_by(town, who)
    caller.texts(LINE, "STOP")
    eventually(lambda: is_stopped(town))
    eventually(lambda: answered(town, caller))
    eventually(lambda: got(caller))
    before = len(got(caller))
    caller.texts(LINE, words)
    pro = town.phone(eventually(lambda: rung(town), what="somebody on duty is rung"))
    pro.answers().hears("right now").hangs_up().is_hung_up()
    assert town.callbacks()[0]["class"] == "P0"
    assert len(got(caller)) == before
    # A further stop ends the search for somebody; nobody is rung after that.
    caller.texts(LINE, "ya no me escriban")
    eventually(lambda: town.callbacks()[0]["state"] in {"cancelled", "completed"})
    assert len(got(caller)) == before


def rung(town: Deployment) -> str | None:
    """The number of somebody on duty whose phone rings."""
    phones = town.network.wire.get("/state")["phones"]
    crew = {town.crew(place).number for place in range(5)}
    return next((one["number"] for one in phones if one["number"] in crew and one["state"] == "ringing"), None)


def test_who_stopped_texts_may_ask_for_a_call_by_voice(town: Deployment, caller: Phone) -> None:
    handled_by(town, "off")
    caller.texts(LINE, "STOP").reads("opted out")
    caller.dials(LINE)
    for key in ASKS:
        caller.presses(key)
    caller.hears("code is").hangs_up().is_hung_up()
    pro = town.phone(eventually(lambda: rung(town), what="somebody on duty is rung"))
    pro.answers().hears("press 1").presses("1").hears("press 1").presses("1")
    caller.answers().joined_with(pro)
    caller.hangs_up()
    pro.hears("how did it go").presses("1").is_hung_up()
    before = len(got(caller))
    caller.texts(LINE, "hello?")
    eventually(lambda: answered(town, caller))
    steadily(lambda: len(got(caller)) == before)
