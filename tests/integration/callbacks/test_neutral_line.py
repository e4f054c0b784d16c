"""The line that names nobody: a code or a person, and nothing that tells whether anybody ever asked."""

from __future__ import annotations

from uuid import UUID

import pytest

from intake.carrier.words import DialStatus
from intake.conversation.listing import list_conversations
from tests.house import Town, VoiceCaller
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS, records

WRONG = ("1111", "2222", "3333")


def rings_back(town: Town, caller: str | None = "+12025550147") -> VoiceCaller:
    """Somebody calls the number that they were called from."""
    return town.calls(caller, town.desk.lines.neutral.reveal())


def code_of(caller: VoiceCaller) -> str:
    """The four digits that were read out with the promise."""
    words = caller.words
    spelled = words.split("code is ")[1] if "code is " in words else words
    return "".join(one for one in spelled if one.isdigit())[:4]


def asked_and_missed(town: Town) -> tuple[str, str]:
    """A promise, one unanswered call of it, the code, and whose phone that call was made from."""
    caller = town.calls().presses(*ASKS)
    code = code_of(caller)
    caller.hangs_up()
    town.works()
    pro = town.professional().answers().presses("1").presses("1").dial_ends(DialStatus.NO_ANSWER)
    pro.hangs_up()
    town.clock.passes(60)
    return code, pro.order.to.reveal()


def newest_conversation(town: Town) -> dict:
    """As the command line has it."""
    with town.database.begin() as connection:
        return list_conversations(connection, actor="cli:test")[0]


def test_the_greeting_names_nobody(town: Town, crew: dict[str, UUID]) -> None:
    words = rings_back(town).words
    assert words.startswith("Thank you for calling. If you have a code, enter it now.")
    assert town.desk.settings.brand not in words


def test_three_wrong_codes_sound_the_same_and_lead_to_a_person(town: Town, crew: dict[str, UUID]) -> None:
    asked_and_missed(town)
    rung = len(town.paper.rings)
    caller = rings_back(town)
    heard = []
    for code in WRONG:
        caller.presses(code)
        heard.append(caller.words)
    assert town.desk.settings.brand not in " ".join(heard)
    town.works()
    assert len(town.paper.rings) == rung + 2
    winner = town.professional().answers().presses("1")
    assert "No name" not in winner.words
    winner.dial_ends(DialStatus.COMPLETED, 60)
    town.works()
    winner.presses("1")
    caller.hangs_up()
    found = newest_conversation(town)
    assert (found["outcome"], found["enrollment_id"]) == ("live", None)


def test_after_three_misses_even_the_right_code_is_a_wrong_one(town: Town, crew: dict[str, UUID]) -> None:
    code, _ = asked_and_missed(town)
    rings_back(town).presses(*WRONG).hangs_up()
    locked = rings_back(town).presses(code)
    unknown = rings_back(town, "+12025550199").presses("4444")
    assert locked.words == unknown.words
    town.clock.passes(15 * 60 + 1)
    assert "on-call person" in rings_back(town).presses(code).words


def test_a_right_code_rings_first_whoever_called_them(town: Town, crew: dict[str, UUID]) -> None:
    code, before = asked_and_missed(town)
    rung = len(town.paper.rings)
    caller = rings_back(town, "+12025550188").presses(code)
    town.works()
    assert before in {order.to.reveal() for _, order in town.paper.rings[rung:]}
    callback, _, _ = records(town)
    assert callback["class"] == "P1"
    winner = town.professional(rung).answers().presses("1")
    winner.dial_ends(DialStatus.COMPLETED, 60)
    town.works()
    winner.presses("1")
    caller.hangs_up()
    callback, enrollment, _ = records(town)
    assert (callback["state"], enrollment["stage"]) == ("completed", "contacted")


@pytest.mark.parametrize("caller", ["+12025550147", None])
def test_silence_or_a_zero_brings_a_person(town: Town, crew: dict[str, UUID], caller: str | None) -> None:
    town.works()
    assert "on-call person" in rings_back(town, caller).is_silent().words
    assert "on-call person" in rings_back(town, caller).presses("0").words
    town.works()
    assert len(town.paper.rings) >= 2


def test_nothing_is_known_to_whoever_takes_a_call_without_a_code(town: Town, crew: dict[str, UUID]) -> None:
    asked_and_missed(town)
    rings_back(town).presses("0")
    with town.database.begin() as connection:
        found = connection.exec_driver_sql("SELECT enrollment_id, origin FROM callbacks WHERE room IS NOT NULL").all()
    assert [tuple(row) for row in found] == [(None, "neutral")]
