"""What a saved scenario holds, what it leaves open, and which files are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from webhooks.simulator.journal import Event
from webhooks.simulator.saved.file import NotAScenario, Scenario, parse
from webhooks.simulator.saved.heard import Heard
from webhooks.simulator.saved.recording import Recording
from webhooks.simulator.saved.shelf import Shelf, name_of
from webhooks.simulator.saved.wildcards import holds, opened, parts

ME = "+12025550147"
HEAD = '{"scenario": "A call", "version": 1}\n'


def test_numbers_are_left_open_and_words_are_not() -> None:
    phrase = opened("Your code is 4, 8, 2, 1. Keep it.")
    assert phrase == "Your code is …. Keep it."
    assert parts(phrase) == ["Your code is", "Keep it"]
    assert holds("Your code is 7, 7, 0, 1. Keep  it.", phrase)
    assert not holds("Keep it. Your code is 1.", phrase)
    assert parts(opened("4 8 2 1")) == []


def test_what_was_heard_ends_where_the_person_acted() -> None:
    words = "Press 1 for yes or 2 for no"
    assert Heard(10.0, 1, 4.0, words).settled([]).at == 14.0  # type: ignore[union-attr]
    barged = Heard(10.0, 1, 4.0, words, cut_at=12.0).settled([12.0])
    assert barged is not None
    assert (barged.at, barged.words) == (12.0, "Press 1 for")
    assert Heard(10.0, 1, 4.0, words, cut_at=12.0).settled([9.0]) is None


def test_what_is_heard_after_somebody_else_has_acted_is_left_open() -> None:
    words = "Press 1 for yes or 2 for no"
    found = Heard(10.0, 7, 4.0, words).settled([], [9.0, 12.0, 13.0, 20.0])
    assert found is not None
    # Before their act, in the order of the file.
    assert (found.at, found.order, found.words) == (12.0, 0, "Press 1 for")
    assert Heard(10.0, 1, 4.0, words, cut_at=13.0).settled([], [12.0]) is None


def _caption(number: int, at: float, who: str, kind: str, text: str) -> Event:
    data = {"call": "CA1", "phone": ME, "i": number, "at": at, "who": who, "kind": kind, "text": text, "seconds": 1.0}
    return Event(number, "caption", data, at)


def _call(number: int, status: str, **more: object) -> Event:
    data = {"sid": "CA1", "phone": ME, "from": ME, "to": "+12025550100", "direction": "inbound", "status": status}
    usual = {"started_at": 100.0, "answered_at": 101.0, "ended_at": None, "ended_by": None}
    return Event(number, "call", {**data, **usual, **more})


def test_a_call_becomes_lines_in_the_order_of_time() -> None:
    events = [
        _call(2, "ringing"),
        _call(3, "in-progress"),
        _caption(4, 102.0, "line", "say", "Press 1"),
        _caption(5, 104.0, "me", "key", "9"),
        _caption(6, 104.2, "me", "key", "1"),
        _caption(7, 105.0, "me", "note", "silence"),
        _call(8, "completed", ended_at=106.0, ended_by="phone"),
    ]
    lines = Recording(1).take(events).lines
    assert [{key: value for key, value in line.items() if key != "phone"} for line in lines] == [
        {"at": 0.0, "dials": "+12025550100"},
        {"at": 3.0, "hears": "Press …"},
        {"at": 4.0, "presses": "91"},
        {"at": 5.0, "is_silent": True},
        {"at": 6.0, "hangs_up": True},
    ]
    # A call that had begun before is no part of it.
    assert Recording(2).take(events).lines == []


def test_a_file_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path / "kept"))
    assert shelf.names() == []
    scenario = Scenario("Está bien: a call", ({"number": ME},), ({"phone": ME, "presses": "1"},), 6.0)
    assert shelf.save(scenario) == "esta-bien-a-call"
    assert shelf.names() == ["esta-bien-a-call"]
    assert shelf.read("esta-bien-a-call") == scenario


@pytest.mark.parametrize("name", ["../secret", "a/b", "", "A", "a.b", "-a"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAScenario, match="small letters"):
        Shelf(str(tmp_path)).path(name)


def test_a_title_without_a_letter_names_nothing() -> None:
    with pytest.raises(NotAScenario, match="title"):
        name_of(" …! ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("{}", "line 1 must begin"),
        ("nonsense", "line 1 is no JSON"),
        (HEAD + "[]", "line 2 is no JSON object"),
        (HEAD + '{"phone": "+1", "sings": "loud"}', "line 2 must say"),
        (HEAD + '{"presses": "1"}', "line 2 must say"),
        (HEAD + '\n{"phone": "+1", "presses": 1}', "line 3: presses is a str"),
        (HEAD + '{"phone": "+1", "presses": "1", "says": "x"}', "line 2 must say"),
    ],
)
def test_a_file_that_is_none_says_what_is_wrong(text: str, fault: str) -> None:
    with pytest.raises(NotAScenario, match=fault):
        parse(text)
