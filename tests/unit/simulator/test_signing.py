"""The network's own signature agrees with every published vector and with the carrier's verifier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from webhooks.simulator.signing import signature

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "carrier_signatures.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_every_published_vector_is_met(vector: dict[str, Any]) -> None:
    params = [(name, value) for name, value in vector["params"]]
    algorithm = vector.get("algorithm", "HMAC_SHA1")
    assert signature(vector["token"], vector["url"], params, algorithm) == vector["signature"]


def test_the_fragment_is_not_signed() -> None:
    assert signature("t", "https://example.com/a#rc=2", []) == signature("t", "https://example.com/a", [])


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_the_carriers_verifier_agrees_on_any_form(form: dict[str, str]) -> None:
    url = "https://example.com/voice?a=1"
    assert RequestValidator("t").validate(url, form, signature("t", url, form.items()))
