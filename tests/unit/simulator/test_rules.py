"""Small rules: parts of a text, spoken time, overrides, opt-outs, numbers, places, settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webhooks.simulator import speech
from webhooks.simulator.config import Line, from_mapping, line_from_flag, read
from webhooks.simulator.numbers import WITHHELD_KEYPAD, dialable, normal
from webhooks.simulator.optout import handle, keyword
from webhooks.simulator.overrides import BadOverride, Overrides, split
from webhooks.simulator.places import fields
from webhooks.simulator.segments import encoding, segments, units


@pytest.mark.parametrize(
    ("text", "name", "parts"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("¿Está bien? ñ", "UCS-2", 1),
        ("¿Esta bien? ñ", "GSM-7", 1),
        ("’" + "a" * 69, "UCS-2", 1),
        ("’" + "a" * 70, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
    ],
)
def test_a_text_is_cut_as_on_the_air(text: str, name: str, parts: int) -> None:
    assert (encoding(text), segments(text)) == (name, parts)


def test_an_emoji_is_two_units_and_a_brace_two_septets() -> None:
    assert (units("😀"), units("{}")) == (2, 4)


def test_words_take_their_time() -> None:
    assert speech.seconds("word " * 165) == pytest.approx(60)
    assert speech.seconds("press 1, don't wait") == pytest.approx(4 * 60 / 165)
    assert speech.moment_of("press 1", "For English, press 1.") == pytest.approx(20 / 21)
    assert speech.moment_of("PRESS  2", "For English, press 1.") is None
    assert speech.heard_until("one two three four", 0.5) == "one two"


def test_the_fragment_says_how_to_connect() -> None:
    url, found = split("https://example.com/voice?a=1#rc=3&rp=4xx,rt&rt=500&tt=900&e=ashburn&sni=n")
    assert url == "https://example.com/voice?a=1"
    assert found == Overrides(read=500, total=900, retries=3, retry_on=("4xx", "rt"))
    assert found.again("rt")
    assert not found.again("ct")
    assert split("https://example.com")[1] == Overrides()


@pytest.mark.parametrize("fragment", ["rc=6", "rc=x", "rp=never", "rt=99", "what=1"])
def test_a_fragment_that_means_nothing_is_refused(fragment: str) -> None:
    with pytest.raises(BadOverride):
        split(f"https://example.com/#{fragment}")


@pytest.mark.parametrize(
    ("body", "word"),
    [("Stop", "STOP"), (" end ", "STOP"), ("STOP PLEASE", ""), ("yes", "START"), ("info", "HELP"), ("hello", "")],
)
def test_a_keyword_is_the_whole_message(body: str, word: str) -> None:
    assert keyword(body) == word


@pytest.mark.parametrize(
    ("mode", "body", "block", "told"),
    [
        ("long_code", "STOP", True, ""),
        ("long_code", "YES", False, ""),
        ("toll_free", "STOP", True, ""),
        ("toll_free", "QUIT", None, ""),
        ("toll_free", "YES", None, ""),
        ("toll_free", "UNSTOP", False, ""),
        ("advanced", "HELP", None, "HELP"),
        ("off", "STOP", None, ""),
    ],
)
def test_each_kind_of_line_deals_with_keywords_in_its_way(mode: str, body: str, block: bool | None, told: str) -> None:
    found = handle(Line("+12025550100", opt_out=mode), body)
    assert (found.block, found.opt_out_type) == (block, told)


def test_a_toll_free_number_is_known_by_its_digits() -> None:
    assert Line("+18885550100").handling == "toll_free"
    assert Line("+12025550100").handling == "long_code"


def test_numbers_are_dialled_as_people_write_them() -> None:
    assert normal("(202) 555-0147") == normal("1 202 555 0147") == "+12025550147"
    assert dialable("+12025550147")
    assert not any(dialable(number) for number in (*WITHHELD_KEYPAD, "911", "anonymous", "+1202555014", ""))


def test_places_are_empty_and_not_missing() -> None:
    assert fields("From", "anonymous") == [("FromCity", ""), ("FromState", ""), ("FromZip", ""), ("FromCountry", "")]
    assert dict(fields("To", "+12025550147"))["ToState"] == "DC"


def test_settings_come_from_a_file_and_flags_win(tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    path.write_text(json.dumps({"account_sid": "AC1", "auth_token": "t", "lines": [{"number": "+12025550100"}]}))
    config = read(["--config", str(path), "--port", "9", "--speed", "20"])
    assert (config.account_sid, config.port, config.speed, config.lines[0].number) == ("AC1", 9, 20, "+12025550100")
    assert line_from_flag("+12025550100=http://a,,http://c")["status_url"] == "http://c"


@pytest.mark.parametrize(
    "values",
    [{}, {"account_sid": "AC1"}, {"account_sid": "AC1", "auth_token": "t", "colour": 1},
     {"account_sid": "AC1", "auth_token": "t", "lines": [{"number": "+12025550100", "opt_out": "perhaps"}]}],
)  # fmt: skip
def test_settings_that_are_missing_or_unknown_are_named(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"settings|opt_out"):
        from_mapping(values)
