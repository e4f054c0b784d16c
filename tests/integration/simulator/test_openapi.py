"""Every REST answer against the carrier's published OpenAPI description, and every name that is asked for too.

`tests/data/carrier_openapi.json` is an extract of that description: the paths of the resources that the simulator
has, with their schemas and without their prose. It says where it comes from; `intake/THIRD_PARTY.md` has its licence.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft4Validator
from twilio.rest import Client

from tests.eventually import eventually
from tests.integration.simulator.kit import ACCOUNT, PRO, Product
from webhooks.simulator.people import Network, Phone
from webhooks.simulator.rest import calls, messages, numbers, orders
from webhooks.simulator.rest.routes import ACCOUNT as ROOT
from webhooks.simulator.rest.routes import ROUTES

Json = dict[str, Any]
_DATA = Path(__file__).parents[2] / "data" / "carrier_openapi.json"
# Addresses differ from the description in the names of their variables only.
_VARIABLE = re.compile(r"\{\w+\}")

# The carrier's own SDK reads this of a call; its description does not have it yet.
ONLY_IN_THE_SDK = {"stir_verstat"}


def _strict(schema: Any) -> Any:
    """The description's schema as JSON Schema: nullable is a type, formats that the API breaks are dropped."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _strict(value) for name, value in schema.items() if name not in ("format", "nullable")}
    if schema.get("nullable"):
        return {"anyOf": [{"type": "null"}, found]}
    return found


DESCRIPTION: Json = _strict(json.loads(_DATA.read_text("utf-8")))
SCHEMAS: Json = DESCRIPTION["components"]["schemas"]


def _operation(method: str, path: str) -> Json:
    """What the description says of a request."""
    for template, operations in DESCRIPTION["paths"].items():
        if _like(template).fullmatch(path) and method.lower() in operations:
            found: Json = operations[method.lower()]
            return found
    raise AssertionError(f"the description has no {method} {path}")


def _objects(schema: Json) -> Json:
    """The resource that a schema describes, or that it lists."""
    if "$ref" in schema:
        found: Json = SCHEMAS[schema["$ref"].rpartition("/")[2]]
        return found
    (items,) = [each["items"] for each in schema["properties"].values() if each.get("type") == "array"]
    return _objects(items)


def _faults(entry: Json) -> list[str]:
    """What is wrong with one answer on the tape."""
    operation = _operation(entry["method"], urlsplit(entry["url"]).path)
    status = str(entry["status"])
    if status not in operation["responses"]:
        return [f"{entry['method']} {entry['url']} may not answer {status}"]
    content = operation["responses"][status].get("content")
    if content is None:
        return [] if not entry["body"] else ["an answer without content has some"]
    schema, answer = content["application/json"]["schema"], json.loads(entry["body"])
    errors = Draft4Validator({**schema, "components": DESCRIPTION["components"]}).iter_errors(answer)
    found = [f"{entry['url']} {list(each.absolute_path)}: {each.message}" for each in errors]
    lists = [value for value in answer.values() if isinstance(value, list)] if "page" in answer else [[answer]]
    described = set(_objects(schema)["properties"])
    if "caller_name" in described:
        described |= ONLY_IN_THE_SDK
    for resource in (one for each in lists for one in each):
        found += [f"{entry['url']}: {name}" for name in sorted(described ^ set(resource))]
    return found


def test_every_answer_is_as_the_carrier_describes_it(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/voice": "<Enqueue>room-1</Enqueue>", "/go": "<Say>Hello.</Say><Pause length='60'/>"}
    caller.dials(line).waits_in_queue()
    _calls(product, pro, line, rest)
    _texts(pro, line, rest)
    _queues(product, rest)
    caller.is_hung_up()
    _numbers(product, line, rest)
    rest.api.v2010.accounts(ACCOUNT).fetch()
    tape = [each for each in network.tape("rest") if each["kind"] == "rest"]
    assert {_routed(each) for each in tape} == {(method, path) for method, path, _ in ROUTES}
    assert [fault for each in tape for fault in _faults(each)] == []


def _routed(entry: Json) -> tuple[str, str]:
    """Which of the simulator's own addresses a request on the tape went to."""
    path = urlsplit(entry["url"]).path
    return next(
        (method, template)
        for method, template, _ in ROUTES
        if method == entry["method"] and _like(ROOT + template).fullmatch(path)
    )


def _like(template: str) -> re.Pattern[str]:
    return re.compile(_VARIABLE.sub("[^/.]+", template.replace(".json", r"\.json")))


def _calls(product: Product, pro: Phone, line: str, rest: Client) -> None:
    sid = rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go").sid or ""
    pro.answers().hears("hello")
    rest.calls(sid).fetch()
    rest.calls(sid).update(status="completed")
    rest.calls.list()
    rest.calls(sid).delete()


def _texts(pro: Phone, line: str, rest: Client) -> None:
    sid = rest.messages.create(to=PRO, from_=line, body="hello").sid or ""
    pro.reads("hello")
    eventually(lambda: rest.messages(sid).fetch().status == "delivered")
    rest.messages(sid).update(body="")
    rest.messages.list()
    rest.messages(sid).delete()


def _queues(product: Product, rest: Client) -> None:
    empty = rest.queues.create("room-2")
    rest.queues(empty.sid or "").update(max_size=5)
    rest.queues(empty.sid or "").fetch()
    rest.queues(empty.sid or "").delete()
    (queue,) = rest.queues.list()
    members = rest.queues(queue.sid or "").members
    members.list()
    members("Front").fetch()
    members("Front").update(url=f"{product.base}/bye")


def _numbers(product: Product, line: str, rest: Client) -> None:
    (found,) = rest.incoming_phone_numbers.list(phone_number=line)
    rest.incoming_phone_numbers(found.sid or "").fetch()
    rest.incoming_phone_numbers(found.sid or "").update(voice_url=f"{product.base}/voice")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/Calls.json", orders.PLAYED | orders.HARMLESS),
        ("/Calls/{sid}.json", calls.CHANGES),
        ("/Messages.json", messages.PLAYED | messages.HARMLESS),
        ("/IncomingPhoneNumbers/{sid}.json", frozenset(numbers.SETTINGS)),
    ],
)
def test_no_name_is_taken_that_the_carrier_does_not_have(path: str, names: frozenset[str]) -> None:
    form = _operation("POST", f"/2010-04-01/Accounts/{ACCOUNT}{path}")["requestBody"]["content"]
    assert names <= set(form["application/x-www-form-urlencoded"]["schema"]["properties"])
