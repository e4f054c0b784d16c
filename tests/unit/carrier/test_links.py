"""Addresses carry opaque ids in sorted order and nothing that says why anybody called."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from intake.carrier.links import Links
from tests.carrier_kit import CONVERSATION, OFFER

LINKS = Links("https://help.example.org/")
ALL = [
    LINKS.at("/webhooks/voice"),
    LINKS.turn(CONVERSATION, 4),
    LINKS.turn(CONVERSATION, 4, timed_out=True),
    LINKS.wait(CONVERSATION, 4, 2),
    LINKS.waited(CONVERSATION, 4),
    LINKS.bridge(CONVERSATION, 4),
    LINKS.offer(OFFER, "brief"),
    LINKS.offer(OFFER, "brief", timed_out=True),
    LINKS.call_status(),
    LINKS.call_status("o", OFFER),
    LINKS.text_status("m", OFFER),
    LINKS.fallback("backup", 1),
]


@pytest.mark.parametrize("link", ALL)
def test_queries_are_sorted_ascii_and_without_doubles(link: str) -> None:
    parts = urlsplit(link)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    assert names == sorted(set(names))
    assert link.isascii()
    assert "%" not in link
    assert not parts.fragment
    assert "//" not in parts.path
