"""Conferences and recordings."""

from __future__ import annotations

from tests.integration.simulator.kit import Product
from webhooks.simulator.people import Network, Phone

ROOM = (
    '<Dial action="/after"><Conference {} statusCallback="/room" statusCallbackEvent="start end join leave">'
    "room-9</Conference></Dial>"
)


def test_a_conference_begins_with_two_and_ends_with_the_one_who_ends_it(
    product: Product, network: Network, caller: Phone, pro: Phone, second: Phone, line: str
) -> None:
    answers = iter([ROOM.format(""), ROOM.format('endConferenceOnExit="true"'), ROOM.format("")])
    product.pages |= {"/voice": lambda _: next(answers)}
    caller.dials(line)
    caller._wait({"conference": "room-9"}, None)
    pro.dials(line).joined_with(caller)
    second.dials(line).joined_with(caller)
    second.says("good evening everybody")
    caller.hears("good evening everybody")
    pro.hears("good evening everybody").hangs_up()
    caller.is_hung_up()
    second.is_hung_up()
    network.expects_nothing_more()
    events = [form["StatusCallbackEvent"] for form in product.forms("/room")]
    assert events[:3] == ["participant-join", "participant-join", "conference-start"]
    assert events.count("conference-end") == 1
    end = next(form for form in product.forms("/room") if form["StatusCallbackEvent"] == "conference-end")
    assert end["CallSidEndingConference"] == pro.call.sid
    assert end["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert {form["DialCallStatus"] for form in product.forms("/after")} == {"answered"}
    assert all("DialCallSid" not in form for form in product.forms("/after"))


def test_what_is_said_is_recorded_until_silence(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {
        "/voice": '<Record action="/recorded" timeout="3" recordingStatusCallback="/done"/>',
        "/recorded": "<Say>Thank you.</Say>",
    }
    caller.dials(line).says("this is my message").hears("thank you").is_hung_up()
    network.expects_nothing_more()
    form, done = product.one("/recorded"), product.one("/done")
    assert form["RecordingSid"] == done["RecordingSid"]
    assert int(form["RecordingDuration"]) >= 3
    assert "From" not in done


def test_a_hang_up_still_asks_the_recording_action(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": '<Record action="/recorded"/>'}
    caller.dials(line).says("goodbye").hangs_up()
    network.expects_nothing_more()
    form = product.one("/recorded")
    assert (form["Digits"], form["CallStatus"]) == ("hangup", "completed")


def test_silence_alone_is_not_a_recording(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": '<Record action="/recorded" timeout="2"/><Say>Nothing said.</Say>'}
    caller.dials(line).hears("nothing said").is_hung_up()
    assert product.forms("/recorded") == []


def test_a_full_room_lets_nobody_else_in(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": '<Dial action="/after"><Conference maxParticipants="1">room-9</Conference></Dial>'}
    caller.dials(line)
    caller._wait({"conference": "room-9"}, None)
    pro.dials(line).is_hung_up()
    assert product.one("/after")["DialCallStatus"] == "failed"
    caller.hangs_up()
