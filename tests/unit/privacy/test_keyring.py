"""Keys that anybody could guess are refused, all problems at once, and no key is ever printed."""

from __future__ import annotations

import base64
import secrets

import pytest

from intake.privacy.keyring import WeakKeys, generate_key, parse_keys

STRONG = bytes.fromhex("9f3c1b7ae25d08f64c91d3b70ae86f5217cc4be09d3a7f68b1e4025d8c6fa937")


@pytest.mark.parametrize(
    "written",
    [
        STRONG.hex(),
        STRONG.hex().upper(),
        base64.b64encode(STRONG).decode(),
        base64.urlsafe_b64encode(STRONG).decode().rstrip("="),
        f"november:{STRONG.hex()}",
    ],
)
def test_hex_and_base64_are_the_same_key(written: str) -> None:
    assert parse_keys(written).newest.secret == STRONG


def test_newest_first_and_named() -> None:
    other = generate_key()
    ring = parse_keys(f" new:{other} , old:{STRONG.hex()} ")
    assert [key.name for key in ring.keys] == ["new", "old"]
    assert ring.newest.name == "new"


WEAK = {
    "nothing": "",
    "a word": "changeme",
    "zeros": "00" * 32,
    "one byte": "ab" * 32,
    "a pattern": "0123456789abcdef" * 4,
    "counting": bytes(range(32)).hex(),
    "counting down": bytes(range(200, 168, -1)).hex(),
    "written text": b"please-change-this-secret-key-1!".hex(),
    "short": secrets.token_hex(16),
    "long": secrets.token_hex(33),
    "twice": f"{STRONG.hex()},{STRONG.hex()}",
}


@pytest.mark.parametrize("setting", WEAK.values(), ids=WEAK.keys())
def test_weak_keys_are_refused(setting: str) -> None:
    with pytest.raises(WeakKeys) as refused:
        parse_keys(setting)
    assert len(setting) < 9 or setting not in str(refused.value)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(WeakKeys) as refused:
        parse_keys(f"changeme,{'00' * 32},{STRONG.hex()}")
    assert len(refused.value.problems) == 2


def test_generated_keys_are_accepted_and_differ() -> None:
    made = [generate_key() for _ in range(200)]
    assert len(set(made)) == 200
    for key in made:
        parse_keys(key)


def test_a_key_does_not_print_itself() -> None:
    ring = parse_keys(STRONG.hex())
    assert STRONG.hex() not in repr(ring)
    assert repr(STRONG) not in repr(ring)
    assert ring.newest.derive("wrap") != ring.newest.derive("fingerprint")
