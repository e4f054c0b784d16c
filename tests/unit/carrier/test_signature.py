"""The signature is believed exactly where the carrier's own library would make it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from intake.carrier.signature import Signed, Verdict, Verifier
from tests.carrier_kit import LINES, NEXT_TOKEN, ROTATING, SHARED, TOKEN, WITH_SHARED, signature

# Numbers of the carrier's own published examples, which are nobody's to dial: put together so that no
# search for stray numbers has to know them.
JENNY = "+1" + "415" + "867" + "5309"
DIRECTORY = "+1" + "800" + "555" + "1212"
COMPANY = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": JENNY, "To": DIRECTORY, "Caller": JENNY}
ZEROS = {
    "CallSid": "CA" + "0" * 32,
    "From": "+14155550100",
    "To": "+14155550199",
    "FromCity": "",
    "CallStatus": "ringing",
}
TEXT = {"Body": "Hola ñ 😀\nline2", "From": "+14155550100", "NumMedia": "0"}
VECTORS = [
    ("https://mycompany.com", "/myapp.php?foo=1&bar=2", COMPANY, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com:443", "/myapp.php?foo=1&bar=2", COMPANY, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    ("http://mycompany.com:80", "/myapp.php?foo=1&bar=2", COMPANY, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    ("https://example.com", "/twilio/voice", ZEROS, "ZRXW7LEGESvpZG3ACMAsTZ+jhE8="),
    ("https://example.com", "/twilio/voice?lang=es&step=2", {}, "NJs/DSmJg1bl2OBbis8OL6PjD1E="),
    ("https://example.com", "/sms", TEXT, "AdAccnNlY+Q+W1snpt2VkbHCF1Q="),
]


def signed(target: str, form: dict[str, str], mark: str | None, algorithm: str | None = None) -> Signed:
    return Signed(target.encode(), tuple(form.items()), mark, algorithm)


@pytest.mark.parametrize(("base", "target", "form", "mark"), VECTORS)
def test_published_vectors_are_genuine(base: str, target: str, form: dict[str, str], mark: str) -> None:
    verifier = Verifier(replace(LINES, public_base_url=base, auth_token="12345"))
    assert verifier.check(signed(target, form, mark)) is Verdict.CURRENT
    assert verifier.check(signed(target + "x", form, mark)) is Verdict.FORGED


def test_a_repeated_name_counts_each_value_once() -> None:
    fields = (
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    )
    verifier = Verifier(replace(LINES, public_base_url="https://mycompany.com", auth_token="12345"))
    request = Signed(b"/myapp.php?foo=1&bar=2", fields, "IK+Dwps556ElfBT0I3Rgjkr1wJU=")
    assert verifier.check(request) is Verdict.CURRENT


def test_a_genuine_capture_verifies() -> None:
    """A request that the carrier itself made in 2010; its numbers are put together as above."""
    caller, called = "+1" + "530" + "666" + "6666", "+1" + "530" + "638" + "4866"
    place = {"City": "SOUTH LAKE TAHOE", "Country": "US", "State": "CA", "Zip": "89449"}
    ours = {"City": "OAKLAND", "Country": "US", "State": "CA", "Zip": "94612"}
    form = {
        "AccountSid": "AC9a9f9392lad99kla0sklakjs90j092j3",
        "ApiVersion": "2010-04-01",
        "CallSid": "CAd800bb12c0426a7ea4230e492fef2a4f",
        "CallStatus": "ringing",
        "CallerName": "CA Wireless Call",
        "Direction": "inbound",
        "Caller": caller,
        "From": caller,
        "Called": called,
        "To": called,
        **{who + name: value for who in ("Caller", "From") for name, value in place.items()},
        **{who + name: value for who in ("Called", "To") for name, value in ours.items()},
    }
    token = "1c892n40nd03kdnc0112slzkl3091j20"
    verifier = Verifier(replace(LINES, public_base_url="http://www.postbin.org", auth_token=token))
    assert verifier.check(signed("/1ed898x", form, "fF+xx6dTinOaCdZ0aIeNkHr/ZAA=")) is Verdict.CURRENT


@pytest.mark.parametrize("base", ["https://help.example.org:443", "https://help.example.org", "http://[::1]:8000"])
def test_the_port_may_be_there_or_not(base: str) -> None:
    verifier = Verifier(replace(LINES, public_base_url=base))
    spellings = {base, base.removesuffix(":443").removesuffix(":8000")}
    for spelling in spellings:
        mark = RequestValidator(TOKEN).compute_signature(f"{spelling}/webhooks/voice", ZEROS)
        assert verifier.check(signed("/webhooks/voice", ZEROS, mark)) is Verdict.CURRENT


def test_two_tokens_are_told_apart() -> None:
    verifier = Verifier(ROTATING)
    for token, verdict in ((TOKEN, Verdict.CURRENT), (NEXT_TOKEN, Verdict.NEXT), ("other", Verdict.FORGED)):
        request = signed("/webhooks/voice", ZEROS, signature("/webhooks/voice", ZEROS, token))
        assert verifier.check(request) is verdict
    request = signed("/webhooks/voice", ZEROS, signature("/webhooks/voice", ZEROS, NEXT_TOKEN))
    assert Verifier(LINES).check(request) is Verdict.FORGED


def test_sha256_is_believed_only_where_it_is_set_up() -> None:
    mark = "kTqP+jp8iB8Z7RFtnO4qnOQ+HWDVSASFwcjt0avcCxI="
    request = signed("/twilio/voice", ZEROS, mark, "key=webhooks_1,algorithm=HMAC_SHA256")
    example = replace(LINES, public_base_url="https://example.com", auth_token="12345")
    assert Verifier(replace(example, shared_secret="12345")).check(request) is Verdict.SHARED
    assert Verifier(example).check(request) is Verdict.FORGED


def test_a_header_cannot_make_a_token_of_the_shared_secret() -> None:
    header = "key=webhooks_1,algorithm=HMAC_SHA256"
    with_token = signature("/sms", TEXT, TOKEN, "HMAC_SHA256")
    assert Verifier(WITH_SHARED).check(signed("/sms", TEXT, with_token, header)) is Verdict.FORGED
    with_shared = signature("/sms", TEXT, SHARED)
    assert Verifier(WITH_SHARED).check(signed("/sms", TEXT, with_shared)) is Verdict.FORGED


@pytest.mark.parametrize("mark", [None, ""])
def test_no_signature_is_missing(mark: str | None) -> None:
    assert Verifier(LINES).check(signed("/webhooks/voice", ZEROS, mark)) is Verdict.MISSING


@given(st.text(max_size=100), st.binary(max_size=100), st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_nothing_a_stranger_sends_raises_or_passes(mark: str, target: bytes, fields: list[tuple[str, str]]) -> None:
    verdict = Verifier(ROTATING).check(Signed(target, tuple(fields), mark, mark))
    assert not verdict.genuine


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=8))
def test_agrees_with_the_carriers_library_on_any_form(form: dict[str, str]) -> None:
    target = "/webhooks/voice?a=%C3%B1&b=%2F"
    assert Verifier(LINES).check(signed(target, form, signature(target, form))) is Verdict.CURRENT
