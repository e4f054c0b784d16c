"""Numbers and the account over REST, and every answer as complete as the SDK reads it."""

from __future__ import annotations

import http.client
import json
from base64 import b64encode
from typing import Any

import pytest
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallInstance
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance
from twilio.rest.api.v2010.account.message import MessageInstance
from twilio.rest.api.v2010.account.queue import QueueInstance

from tests.integration.simulator.kit import ACCOUNT, LINE, OTHER_LINE, PRO, TOKEN, Product
from webhooks.simulator.people import Network, Phone


class Read(dict[str, Any]):
    """An answer that notes which names the SDK asks it for."""

    def __init__(self, *found: Any) -> None:
        super().__init__(*found)
        self.names: set[str] = set()

    def get(self, name: str, otherwise: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, otherwise)


def _raw(network: Network, path: str) -> dict[str, Any]:
    host, port = network.wire.host, network.wire.port
    connection = http.client.HTTPConnection(host, port)
    secret = b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    connection.request("GET", f"/2010-04-01/Accounts/{ACCOUNT}{path}", headers={"Authorization": f"Basic {secret}"})
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return found


@pytest.mark.parametrize(
    ("path", "key", "instance"),
    [
        ("/Calls.json", "calls", CallInstance),
        ("/Messages.json", "messages", MessageInstance),
        ("/IncomingPhoneNumbers.json", "incoming_phone_numbers", IncomingPhoneNumberInstance),
        ("/Queues.json", "queues", QueueInstance),
    ],
)
def test_an_answer_has_every_name_that_the_sdk_reads(
    product: Product, network: Network, pro: Phone, line: str, rest: Client, path: str, key: str, instance: Any
) -> None:
    pro.is_busy()
    rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    rest.messages.create(to=PRO, from_=line, body="hello")
    rest.queues.create("room-1")
    network.settles()
    answer = _raw(network, path)
    payload = Read(answer[key][0])
    instance(rest.api.v2010, payload, account_sid=ACCOUNT)
    assert payload.names <= set(payload)
    assert {"page", "page_size", "uri", "first_page_uri", "next_page_uri", "start", "end"} <= set(answer)


def test_a_line_is_found_and_pointed_elsewhere(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    (found,) = rest.incoming_phone_numbers.list(phone_number=line)
    assert found.voice_url == f"{product.base}/voice?a=1&b=2"
    product.pages |= {"/new": "<Say>The new place.</Say>"}
    rest.incoming_phone_numbers(found.sid or "").update(voice_url=f"{product.base}/new")
    assert rest.incoming_phone_numbers(found.sid or "").fetch().voice_url == f"{product.base}/new"
    caller.dials(line).hears("the new place").is_hung_up()
    assert {each.phone_number for each in rest.incoming_phone_numbers.list()} == {LINE, OTHER_LINE}


def test_the_account_is_active_and_keeps_its_token(network: Network, rest: Client) -> None:
    account = rest.api.v2010.accounts(ACCOUNT).fetch()
    assert (account.status, account.auth_token) == ("active", "")


def test_only_this_machine_controls_the_network(network: Network) -> None:
    connection = http.client.HTTPConnection(network.wire.host, network.wire.port)
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        connection.request("GET", "/sim/state", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 403
    connection.close()
