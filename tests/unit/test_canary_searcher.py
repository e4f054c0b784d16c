"""The searcher finds a seeded caller in every spelling and wrapping, and nobody where there is nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from pathlib import Path

import pytest
import redis as redis_client

from tests.canary import Searcher, Seed

SEED = Seed("+12025550183", "Zephyrine", "Quillfeather knows", "94117")
SEARCHER = Searcher(SEED)
WRITTEN = """
+12025550183|12025550183|2025550183|202-555-0183|(202) 555-0183|202.555.0183|202 555 0183|555-0183|%2B12025550183
2 0 2 5 5 5 0 1 8 3|2, 0, 2, 5, 5, 5, 0, 1, 8, 3|two oh two five five five oh one eight three
dos cero dos cinco cinco cinco cero uno ocho tres|two zero two five five five zero one eight three
Zephyrine|zephyrine|ZEPHYRINE|my boss Quillfeather knows it|Quillfeather%20knows|zip 94117, please|"94117"
""".strip()


@pytest.mark.parametrize("written", [one for line in WRITTEN.splitlines() for one in line.split("|")])
def test_every_spelling_is_found(written: str) -> None:
    assert SEARCHER.of("here", f'{{"event": "call began", "with": "{written}"}}')


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_every_wrapping_is_found(before: str) -> None:
    for plain in (SEED.number, SEED.name):
        told = f"{before}{plain} and more".encode()
        assert SEARCHER.of("here", base64.b64encode(told))
        assert SEARCHER.of("here", told.hex())
    assert SEARCHER.of("here", hashlib.sha256(SEED.number.encode()).hexdigest())


def test_others_and_chance_are_not_found() -> None:
    others = "+12025550184 0183 941170 2026-11-24T04:12:18.941170Z 0.94117 a94117f 20255501 Zephyr 202 555"
    assert SEARCHER.of("here", others) == []


def test_it_sees_into_packed_jobs_and_every_kind_of_value(redis_url: str) -> None:
    client = redis_client.Redis.from_url(redis_url)
    assert SEARCHER.redis(redis_url) == []
    told = json.dumps(["work", {"number": SEED.number}]).encode()
    client.set("plain", told)
    client.hset("job", "data", zlib.compress(told))
    client.rpush("list", told)
    client.sadd("set", told)
    client.zadd("sorted", {told: 1})
    client.xadd("stream", {"event": told})
    client.set(f"seen:{SEED.number}", 1)
    client.close()
    places = {hit.place for hit in SEARCHER.redis(redis_url)}
    named = {f"redis {kind}" for kind in ("plain", "job", "list", "set", "sorted", "stream")}
    assert places == named | {f"redis seen:{SEED.number}"}


def test_it_reads_files_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.bin").write_bytes(b"\0\xff" + SEED.number.encode() + b"\xfe")
    (tmp_path / "b.log").write_text("nothing")
    assert {hit.place for hit in SEARCHER.files(tmp_path)} == {"a/page.bin"}


def entry(
    kind: str = "webhook", url: str = "http://h/webhooks/voice", body: str = "", **params: str
) -> dict[str, object]:
    return {"kind": kind, "url": url, "params": params, "body": body, "method": "POST"}


def test_what_the_carrier_has_to_know_is_no_leak_and_everything_else_is() -> None:
    number = SEED.number
    fine = [
        entry(From=number, Body="I am Zephyrine", SpeechResult=number),
        entry(body=f"<Response><Dial callerId='+12025550101'><Number>{number}</Number></Dial></Response>"),
        entry("rest", "http://h/Calls.json", To=number, From="+12025550101"),
    ]
    assert SEARCHER.tape(fine) == []
    leaks = [
        entry(url=f"http://h/webhooks/voice/turn?n={number}"),
        entry(body=f"<Response><Enqueue>{number}</Enqueue></Response>"),
        entry(body=f"<Response><Gather action='/t?who={SEED.name}'/></Response>"),
        entry(body=f"<Response><Message>Call {number} now</Message></Response>"),
        entry("rest", "http://h/Messages.json", To="+12025550120", Body=f"{SEED.name} waits"),
        entry("rest", "http://h/Calls.json", To=number, StatusCallback=f"http://h/s?to={number}"),
        entry("rest", f"http://h/Queues.json?FriendlyName={number}"),
    ]
    for leak in leaks:
        assert SEARCHER.tape([leak]), leak
