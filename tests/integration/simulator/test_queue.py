"""Waiting in a queue, being fetched from it, and leaving it in every other way."""

from __future__ import annotations

from twilio.rest import Client

from tests.integration.simulator.kit import Product
from webhooks.simulator.people import Network, Phone

WAIT = '<Gather action="/leave" numDigits="1" timeout="2"><Say>Please hold on.</Say></Gather>'
PAGES = {
    "/voice": '<Enqueue action="/waited" waitUrl="/wait">room-1</Enqueue>',
    "/wait": WAIT,
    "/leave": "<Leave/>",
    "/waited": "<Say>You have left the queue.</Say>",
    "/pro": '<Dial action="/after" timeout="10"><Queue url="/told">room-1</Queue></Dial>',
    "/told": "<Say>You are being connected.</Say>",
}


def _call(rest: Client, pro: Phone, line: str, product: Product) -> str:
    sid = rest.calls.create(to=pro.number, from_=line, url=f"{product.base}/pro").sid
    assert sid
    pro.answers()
    return sid


def test_the_first_who_waits_is_fetched_and_told(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    caller.dials(line).hears("please hold on", "please hold on")
    sid = _call(rest, pro, line, product)
    caller.hears("being connected").joined_with(pro)
    pro.joined_with(caller).hangs_up()
    caller.hears("you have left the queue").is_hung_up()
    network.expects_nothing_more()
    told, waited = product.one("/told"), product.one("/waited")
    assert told["DequeingCallSid"] == sid
    assert waited["QueueResult"] == "bridged"
    wait = product.forms("/wait")[0]
    assert (wait["QueuePosition"], wait["CurrentQueueSize"]) == ("1", "1")
    assert wait["QueueSid"] == told["QueueSid"] == waited["QueueSid"]
    assert product.one("/after")["CallStatus"] == "completed"


def test_the_waiting_document_goes_round_until_somebody_leaves(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= PAGES
    caller.dials(line).hears("please hold on").is_silent(12).presses("1").hears("you have left").is_hung_up()
    network.expects_nothing_more()
    assert len(product.forms("/wait")) > 2
    assert product.one("/leave")["Digits"] == "1"
    assert product.one("/waited")["QueueResult"] == "leave"
    assert int(product.one("/waited")["QueueTime"]) >= 12


def test_who_hangs_up_in_the_queue_is_told_of_by_the_action(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= PAGES
    caller.dials(line).hears("please hold on").hangs_up()
    network.expects_nothing_more()
    form = product.one("/waited")
    assert (form["QueueResult"], form["CallStatus"]) == ("hangup", "completed")


def test_a_redirect_by_rest_takes_a_caller_out(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES | {"/elsewhere": "<Say>Elsewhere now.</Say>"}
    caller.dials(line).waits_in_queue().hears("please hold on")
    rest.calls(caller.call.sid).update(url=f"{product.base}/elsewhere", method="POST")
    caller.hears("elsewhere now").is_hung_up()
    network.expects_nothing_more()
    assert product.one("/waited")["QueueResult"] == "redirected"


def test_an_empty_queue_is_waited_at_and_an_unknown_one_fails(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    _call(rest, pro, line, product)
    pro.is_hung_up()
    assert product.one("/after")["DialCallStatus"] == "failed"
    network.expects_fault(what="never was")
    caller.dials(line).waits_in_queue().hangs_up()
    _call(rest, pro, line, product)
    pro.is_hung_up()
    network.expects_nothing_more()
    assert product.forms("/after")[1]["DialCallStatus"] == "no-answer"


def test_one_who_waits_is_fetched_once_by_two(
    product: Product, network: Network, caller: Phone, pro: Phone, second: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    caller.dials(line).waits_in_queue()
    for phone in (pro, second):
        rest.calls.create(to=phone.number, from_=line, url=f"{product.base}/pro")
        phone.rings()
    network.together(pro.answering(), second.answering())
    caller.hears("being connected")
    joined = [phone for phone in (pro, second) if _meets(phone, caller)]
    assert len(joined) == 1
    caller.hangs_up()
    network.expects_nothing_more()
    found = sorted(form["DialCallStatus"] for form in product.forms("/after"))
    assert found == ["completed", "no-answer"]


def _meets(phone: Phone, other: Phone) -> bool:
    try:
        phone.joined_with(other, within=1.0)
    except AssertionError:
        return False
    return True


def test_queues_and_members_can_be_read_by_rest(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    caller.dials(line).waits_in_queue()
    (queue,) = rest.queues.list()
    assert (queue.friendly_name, queue.current_size) == ("room-1", 1)
    (member,) = rest.queues(queue.sid or "").members.list()
    assert (member.call_sid, member.position) == (caller.call.sid, 1)
    rest.queues(queue.sid or "").members("Front").update(url=f"{product.base}/waited")
    caller.hears("you have left").is_hung_up()


def test_a_full_queue_and_a_failing_wait_have_their_results(
    product: Product, network: Network, caller: Phone, second: Phone, line: str
) -> None:
    product.pages |= PAGES | {"/voice": '<Enqueue action="/waited" maxQueueSize="1">room-2</Enqueue>'}
    caller.dials(line).waits_in_queue()
    second.dials(line).hears("you have left").is_hung_up()
    assert product.one("/waited")["QueueResult"] == "queue-full"
    caller.hangs_up()


def test_who_comes_for_one_that_is_gone_goes_on_waiting(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    caller.dials(line).hears("please hold on")
    rest.calls.create(to=pro.number, from_=line, url=f"{product.base}/pro")
    pro.rings()
    network.together(pro.answering(), caller.hanging_up())
    pro.is_hung_up()
    network.expects_nothing_more()
    assert product.one("/after")["DialCallStatus"] == "no-answer"


def test_who_is_fetched_by_one_that_goes_hears_of_it(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= PAGES
    caller.dials(line).hears("please hold on")
    _call(rest, pro, line, product)
    caller.hears("being connected")
    pro.hangs_up()
    caller.hears("you have left the queue").is_hung_up()
    network.expects_nothing_more()
    assert product.one("/waited")["QueueResult"] in ("error", "bridged")
