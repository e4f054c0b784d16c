"""Outbound calls over REST, with the carrier's own SDK as the client."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from tests.integration.simulator.kit import ACCOUNT, LINE, PRO, SECOND, Product
from webhooks.simulator.people import Network, Phone

ALL = ["initiated", "ringing", "answered", "completed"]


def test_a_call_goes_through_its_life_and_reports_it(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/go": "<Say>Hello professional.</Say>"}
    call = rest.calls.create(
        to=PRO,
        from_=line,
        url=f"{product.base}/go",
        status_callback=f"{product.base}/leg",
        status_callback_event=ALL,
        timeout=18,
    )
    assert call.status == "queued"
    pro.answers().hears("hello professional").is_hung_up()
    network.expects_nothing_more()
    told = product.forms("/leg")
    assert [form["CallStatus"] for form in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in told] == ["0", "1", "2", "3"]
    assert all(form["Direction"] == "outbound-api" for form in told)
    fetched = rest.calls(call.sid or "").fetch()
    assert (fetched.status, fetched.direction) == ("completed", "outbound-api")
    assert fetched.duration == told[-1]["CallDuration"] == str(round(pro.call.seconds))
    assert fetched.end_time is not None


@pytest.mark.parametrize(
    ("mood", "status"),
    [("busy", "busy"), ("declines", "busy"), ("no_answer", "no-answer"), ("unreachable", "failed")],
)
def test_a_call_that_nobody_takes_has_its_terminal_status(
    product: Product, network: Network, pro: Phone, line: str, rest: Client, mood: str, status: str
) -> None:
    pro.has(mood=mood)
    call = rest.calls.create(
        to=PRO, from_=line, url=f"{product.base}/go", status_callback=f"{product.base}/leg", timeout=5
    )
    network.expects_nothing_more()
    assert product.one("/leg")["CallStatus"] == status
    assert rest.calls(call.sid or "").fetch().status == status
    assert product.forms("/go") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ""}, 21201),
        ({"to": "5550147"}, 21211),
        ({"to": "+442079460123"}, 21215),
        ({"to": "+19005550147"}, 21216),
        ({"from_": "anonymous"}, 21212),
        ({"from_": "+12025550177"}, 21210),
        ({"url": "ftp://example.org"}, 21205),
        ({"url": ""}, 21205),
        ({"status_callback": "nowhere"}, 21609),
    ],
)
def test_what_the_carrier_refuses_is_refused_with_its_code(
    network: Network, line: str, rest: Client, changes: dict[str, str], code: int
) -> None:
    order = {"to": PRO, "from_": line, "url": "http://127.0.0.1:9/go"} | changes
    with pytest.raises(TwilioRestException) as refused:
        rest.calls.create(**order)
    assert refused.value.code == code
    assert refused.value.status == 400


@pytest.mark.parametrize("code", [21214, 21217, 21219])
def test_a_number_that_cannot_be_called_is_refused_at_once(pro: Phone, line: str, rest: Client, code: int) -> None:
    pro.has(refused=code)
    with pytest.raises(TwilioRestException) as refused:
        rest.calls.create(to=PRO, from_=line, url="http://127.0.0.1:9/go")
    assert refused.value.code == code


def test_a_wrong_password_and_a_missing_call_are_told_apart(network: Network, rest: Client) -> None:
    stranger = Client(ACCOUNT, "wrong")
    stranger.api.base_url = network.address
    with pytest.raises(TwilioRestException) as refused:
        stranger.calls("CA" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)
    with pytest.raises(TwilioRestException) as missing:
        rest.calls("CA" + "0" * 32).fetch()
    assert (missing.value.status, missing.value.code) == (404, 20404)


def test_a_live_call_is_redirected_and_a_finished_one_is_not(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/voice": "<Pause length='60'/>", "/new": "<Say>Something new.</Say>"}
    caller.dials(line)
    sid = caller.call.sid
    with pytest.raises(TwilioRestException) as early:
        rest.calls(sid).update(url=f"{product.base}/new")
    assert early.value.code == 21220
    product.pages["/voice"] = "<Say>Please hold.</Say><Pause length='60'/>"
    caller.hangs_up().dials(line).hears("please hold")
    rest.calls(caller.call.sid).update(twiml="<Response><Say>In line.</Say><Pause length='60'/></Response>")
    caller.hears("in line")
    rest.calls(caller.call.sid).update(url=f"{product.base}/new")
    caller.hears("something new").is_hung_up()
    with pytest.raises(TwilioRestException) as late:
        rest.calls(caller.call.sid).update(status="completed")
    assert late.value.code == 21220


def test_a_redirected_call_has_the_fallback_that_came_with_it(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/voice": "<Say>Please hold.</Say><Pause length='60'/>", "/spare": "<Say>The spare.</Say>"}
    caller.dials(line).hears("please hold")
    rest.calls(caller.call.sid).update(url="http://127.0.0.1:9/gone#rc=0", fallback_url=f"{product.base}/spare")
    caller.hears("the spare").is_hung_up()
    network.expects_fault(11205)
    network.expects_nothing_more()


def test_a_ringing_call_is_canceled_and_a_live_one_completed(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/go": "<Pause length='60'/>"}
    url, leg = f"{product.base}/go", f"{product.base}/leg"
    first = rest.calls.create(to=PRO, from_=line, url=url, status_callback=leg)
    pro.rings()
    assert rest.calls(first.sid or "").update(status="canceled").status == "canceled"
    second = rest.calls.create(to=PRO, from_=line, url=url)
    pro.answers()
    with pytest.raises(TwilioRestException):
        rest.calls(second.sid or "").update(status="canceled")
    assert rest.calls(second.sid or "").update(status="completed").status == "completed"
    network.expects_nothing_more()
    assert product.one("/leg")["CallStatus"] == "canceled"


def test_calls_are_listed_by_filter_and_page(
    product: Product, network: Network, pro: Phone, second: Phone, line: str, rest: Client
) -> None:
    pro.is_busy()
    second.is_busy()
    for to in (PRO, SECOND, PRO):
        rest.calls.create(to=to, from_=line, url=f"{product.base}/go")
    network.settles()
    assert len(rest.calls.list()) == 3
    assert len(rest.calls.list(page_size=1)) == 3
    assert [call.to for call in rest.calls.list(limit=2)] == [PRO, SECOND]
    assert len(rest.calls.list(to=PRO, status="busy")) == 2
    assert rest.calls.list(status="completed") == []
    now = datetime.now(UTC)
    assert len(rest.calls.list(start_time_after=now - timedelta(minutes=1))) == 3
    assert rest.calls.list(start_time_before=now - timedelta(minutes=1)) == []


def test_an_excess_of_calls_is_queued_and_not_refused(product: Product, line: str, network: Network) -> None:
    from tests.integration.simulator.kit import TOKEN, config
    from webhooks.simulator.people_start import running

    settings = config(product) | {"cps": 1, "speed": 10.0}
    with running(settings) as slow:
        rest = Client(ACCOUNT, TOKEN)
        rest.api.base_url = slow.address
        phones = [slow.phone(f"+1202555012{i}", mood="busy") for i in range(4)]
        for phone in phones:
            rest.calls.create(to=phone.number, from_=LINE, url=f"{product.base}/go")
        slow.expects_nothing_more()
        begun = [call["ended_at"] for call in slow.calls()]
        waited = [int(call.queue_time or 0) for call in reversed(rest.calls.list())]
    assert 2.5 < begun[-1] - begun[0] < 5
    assert waited == sorted(waited)
    assert 2_500 < waited[-1] <= 3_000


@pytest.mark.parametrize(
    ("mood", "mode", "verdict"),
    [
        ("answers", "Enable", "human"),
        ("voicemail", "Enable", "machine_start"),
        ("voicemail", "DetectMessageEnd", "machine_end_beep"),
        ("answers", "Enable", "fax"),
    ],
)
def test_machines_are_detected_before_the_document(
    product: Product, network: Network, pro: Phone, line: str, rest: Client, mood: str, mode: str, verdict: str
) -> None:
    # A machine can be wrong about a person: that is said for it.
    pro.has(mood=mood, answer_after=1, verdict="fax" if verdict == "fax" else "")
    call = rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go", machine_detection=mode)
    network.expects_nothing_more()
    assert product.one("/go")["AnsweredBy"] == verdict
    assert rest.calls(call.sid or "").fetch().answered_by == verdict


def test_asynchronous_detection_tells_its_callback(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    pro.has_voicemail(answer_after=1)
    product.pages |= {"/go": "<Pause length='20'/>"}
    rest.calls.create(
        to=PRO,
        from_=line,
        url=f"{product.base}/go",
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=f"{product.base}/amd",
    )
    network.expects_nothing_more()
    assert "AnsweredBy" not in product.one("/go")
    form = product.one("/amd")
    assert set(form) == {"CallSid", "AccountSid", "AnsweredBy", "MachineDetectionDuration"}
    assert form["AnsweredBy"] == "machine_start"


def test_a_parameter_that_does_not_exist_is_listed(network: Network, pro: Phone, line: str, rest: Client) -> None:
    pro.is_busy()
    form = {"To": PRO, "From": line, "Url": "http://127.0.0.1:9/", "Urgent": "yes"}
    rest.request("POST", f"{network.address}/2010-04-01/Accounts/{ACCOUNT}/Calls.json", data=form)
    network.settles()
    assert "Urgent" in network.faults()[0]["what"]


def test_an_address_that_does_not_exist_is_a_fault(network: Network, rest: Client) -> None:
    with pytest.raises(TwilioException):
        rest.conferences.list()
    assert "no such REST address" in network.faults()[0]["what"]


def test_a_call_that_is_over_can_be_deleted(product: Product, pro: Phone, line: str, rest: Client) -> None:
    product.pages |= {"/go": "<Say>Hello.</Say><Pause length='20'/>"}
    sid = rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go").sid or ""
    pro.answers().hears("hello")
    with pytest.raises(TwilioRestException) as refused:
        rest.calls(sid).delete()
    assert refused.value.code == 20009
    pro.hangs_up().is_hung_up()
    assert rest.calls(sid).delete()
    assert rest.calls.list() == []
    with pytest.raises(TwilioRestException) as gone:
        rest.calls(sid).fetch()
    assert gone.value.code == 20404
