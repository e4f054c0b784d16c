"""Save what people did on their phones, play it again, and be told the first difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from twilio.rest import Client

from tests.integration.simulator.kit import ACCOUNT, CALLER, LINE, PRO, SECOND, TOKEN, Product, config, serving
from webhooks.simulator.people import Network, Unexpected
from webhooks.simulator.people_start import running
from webhooks.simulator.replay import main
from webhooks.simulator.saved.file import parse

ASK = (
    "<Gather action='/key' numDigits='1' timeout='4'><Say>Press 1 if it is safe.</Say></Gather>"
    "<Redirect>/late</Redirect>"
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Network, Path]]:
    """A network that saves."""
    folder = tmp_path_factory.mktemp("scenarios")
    with serving(Product()) as product, running({**config(product), "scenarios_dir": str(folder)}, 8) as network:
        yield product, network, folder


@pytest.fixture
def saving(kept: tuple[Product, Network, Path]) -> tuple[Product, Network, Path]:
    """The same, empty."""
    product, network, folder = kept
    product.pages.clear()
    network.starts_over()
    network.runs_at(30)
    for path in folder.iterdir():
        path.unlink()
    product.pages |= {
        "/voice": ASK,
        "/late": "<Say>Are you there?</Say><Redirect>/voice</Redirect>",
        "/key": "<Say>Your code is 4, 8, 2, 1. Hold on.</Say><Enqueue waitUrl='/hold'>room</Enqueue>",
        "/hold": "<Say>Still here with you.</Say><Pause length='20'/>",
        "/pro": "<Say>Somebody waits.</Say><Dial><Queue>room</Queue></Dial>",
        "/sms": "<Message>Code 7731. Thank you.</Message>",
    }
    return kept


def _client(network: Network) -> Client:
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = network.address
    return client


def _talk(product: Product, network: Network, professional: str = PRO) -> None:
    """A call with a silence, a key, a professional, words, and an end; then a text."""
    caller, pro = network.phone(CALLER, label="Caller"), network.phone(professional, label="Pro")
    caller.dials(LINE).hears("if it is safe").hears("are you there").presses("1")
    caller.hears("hold on").hears("still here with you").waits_in_queue()
    _client(network).calls.create(to=professional, from_=LINE, url=f"{product.base}/pro")
    pro.answers().joined_with(caller).says("How can I help?")
    caller.hears("how can i help").hangs_up()
    pro.is_hung_up()
    caller.texts(LINE, "thanks").reads("thank you")


def _save(network: Network, title: str = "A talk") -> dict[str, object]:
    return network.wire.post("/scenarios", {"title": title})


def test_what_was_done_is_saved_in_order(saving: tuple[Product, Network, Path]) -> None:
    product, network, folder = saving
    _talk(product, network)
    assert _save(network)["name"] == "a-talk"
    scenario = parse((folder / "a-talk.jsonl").read_text("utf-8"))
    moves = [
        (line["phone"][-3:], *next((k, v) for k, v in line.items() if k not in ("at", "phone")))
        for line in scenario.lines
    ]
    assert moves == [
        ("147", "dials", LINE),
        ("147", "hears", "Press … if it is safe."),
        ("147", "is_silent", True),
        ("147", "hears", "Are you there?"),
        ("147", "presses", "1"),
        ("147", "hears", "Your code is …. Hold on."),
        ("147", "hears", "Still here with you."),
        ("111", "answers", True),
        ("111", "hears", "Somebody waits."),
        ("147", "joined_with", PRO),
        ("111", "says", "How can I help?"),
        ("147", "hears", "How can I help?"),
        ("147", "hangs_up", True),
        ("111", "is_hung_up", True),
        ("147", "texts", LINE),
        ("147", "reads", "Code …. Thank you."),
    ]


@pytest.mark.parametrize("rung", [PRO, SECOND])
def test_it_plays_again_with_whoever_is_on_duty(
    saving: tuple[Product, Network, Path], rung: str, capsys: pytest.CaptureFixture[str]
) -> None:
    product, network, folder = saving
    _talk(product, network)
    _save(network)
    network.phone(SECOND, label="Second")

    def hold(_: object) -> str:
        if not any(call["to"] == rung and call["direction"] == "outbound-api" for call in network.calls()[2:]):
            _client(network).calls.create(to=rung, from_=LINE, url=f"{product.base}/pro")
        return "<Say>Still here with you.</Say><Pause length='60'/>"

    product.pages["/hold"] = hold
    assert main([str(folder / "a-talk.jsonl"), "--address", network.address]) == 0
    told = capsys.readouterr().out
    assert told.startswith("as saved: A talk")
    assert ("Second was rung instead of" in told) is (rung == SECOND)


def test_the_first_difference_is_told_and_nobody_stays_on_the_line(saving: tuple[Product, Network, Path]) -> None:
    product, network, _ = saving
    caller = network.phone(CALLER)
    caller.dials(LINE).hears("if it is safe").presses("1").hears("hold on").hangs_up().is_hung_up()
    _save(network, "Short")
    network.runs_at(600)
    product.pages["/key"] = "<Say>Your code is 1. Wait a moment.</Say>"
    outcome = network.wire.post("/scenarios/short/replay", {}, 60)
    assert outcome["passed"] is False
    assert outcome["expected"] == f"{CALLER} hears 'Your code is …. Hold on.'"
    assert outcome["line"] == 4
    assert "Wait a moment" in outcome["instead"]
    network.settles()


def test_scenarios_are_listed_handed_out_and_thrown_away(saving: tuple[Product, Network, Path]) -> None:
    product, network, folder = saving
    with pytest.raises(Unexpected, match="nobody has done anything"):
        _save(network)
    network.phone(CALLER).dials(LINE).hears("safe").hangs_up().is_hung_up()
    _save(network, "One")
    (folder / "two.jsonl").write_text("{}")
    one, two = network.wire.get("/scenarios")["scenarios"]
    assert (one["name"], one["lines"], one["people"]) == ("one", 3, [CALLER])
    assert "line 1" in two["problem"]
    network.wire.ask("DELETE", "/scenarios/two")
    with pytest.raises(Unexpected, match="no scenario"):
        network.wire.ask("DELETE", "/scenarios/two")
    assert product.token == TOKEN


def test_a_runner_that_cannot_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}")
    assert main([str(broken), "--address", "http://127.0.0.1:9"]) == 2
    assert main([str(tmp_path / "none.jsonl"), "--address", "http://127.0.0.1:9"]) == 2
    assert "line 1 must begin" in capsys.readouterr().err
