"""REST answers against the carrier's published OpenAPI description, where a copy of it is at hand.

The description is not ours to keep. It comes in the npm package `@twilio-alpha/mcp` 0.7.0 (MIT), as
`twilio-oai/spec/json/twilio_api_v2010.json`; CARRIER_OPENAPI names the file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from twilio.rest import Client

from tests.integration.simulator.kit import PRO, Product
from tests.integration.simulator.test_rest_rest import _raw
from webhooks.simulator.people import Network, Phone

DESCRIPTION = os.environ.get("CARRIER_OPENAPI", "")
pytestmark = pytest.mark.skipif(not DESCRIPTION, reason="CARRIER_OPENAPI names no description")


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


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/Calls.json", "/Calls.json"),
        ("/Messages.json", "/Messages.json"),
        ("/Queues.json", "/Queues.json"),
        ("/IncomingPhoneNumbers.json", "/IncomingPhoneNumbers.json"),
        ("/Queues/{sid}/Members.json", "/Queues/{QueueSid}/Members.json"),
    ],
)
def test_a_list_is_as_the_carrier_describes_it(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, rest: Client, path: str, address: str
) -> None:
    description = _strict(json.loads(Path(DESCRIPTION).read_text("utf-8")))
    product.pages |= {"/voice": "<Enqueue>room-1</Enqueue>"}
    caller.dials(line).waits_in_queue()
    pro.is_busy()
    rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    rest.messages.create(to=PRO, from_=line, body="hello")
    pro.reads("hello")
    sid = _raw(network, "/Queues.json")["queues"][0]["sid"]
    answer = _raw(network, path.format(sid=sid))
    caller.hangs_up()
    operation = description["paths"][f"/2010-04-01/Accounts/{{AccountSid}}{address}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    errors = Draft4Validator({**schema, "components": description["components"]}).iter_errors(answer)
    assert [f"{list(each.absolute_path)}: {each.message}" for each in errors] == []
    (key,) = [name for name, value in schema["properties"].items() if value.get("type") == "array"]
    reference = schema["properties"][key]["items"]["$ref"].rpartition("/")[2]
    described = description["components"]["schemas"][reference]["properties"]
    assert set(described) <= set(answer[key][0])
