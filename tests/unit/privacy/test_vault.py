"""What is sealed opens only in its own place, with its own key, also after the key was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.numbers import PhoneNumber
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import CannotOpen, Vault, wrapped_by

OLD, NEW = generate_key(), generate_key()
OLD_VAULT, BOTH, NEW_VAULT = (Vault(parse_keys(keys)) for keys in (OLD, f"{NEW},{OLD}", NEW))
PLACE = "enrollments.number_sealed:0123"
NUMBER = PhoneNumber("+12025550147")


@given(st.text(), st.text(max_size=60))
def test_open_undoes_seal_across_a_rotation(plaintext: str, place: str) -> None:
    key = OLD_VAULT.new_key()
    sealed = OLD_VAULT.seal(key, plaintext, place)
    assert BOTH.open(key, sealed, place) == plaintext
    moved = BOTH.rewrap(key)
    assert NEW_VAULT.open(moved, sealed, place) == plaintext
    assert BOTH.rewrap(moved) == moved
    with pytest.raises(CannotOpen):
        NEW_VAULT.open(key, sealed, place)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_moved_value_does_not_open(first: str, second: str) -> None:
    key = OLD_VAULT.new_key()
    sealed = OLD_VAULT.seal(key, "secret", first)
    if first != second:
        with pytest.raises(CannotOpen):
            OLD_VAULT.open(key, sealed, second)
    with pytest.raises(CannotOpen):
        OLD_VAULT.open(OLD_VAULT.new_key(), sealed, first)


@given(st.binary(max_size=80))
def test_rubbish_does_not_open_and_says_nothing(rubbish: bytes) -> None:
    key = OLD_VAULT.new_key()
    with pytest.raises(CannotOpen):
        OLD_VAULT.open(key, rubbish, PLACE)
    with pytest.raises(CannotOpen):
        OLD_VAULT.open(rubbish, OLD_VAULT.seal(key, "x", PLACE), PLACE)


@given(st.integers(0), st.integers(1, 255))
def test_every_bit_counts(place: int, flip: int) -> None:
    key = OLD_VAULT.new_key()
    sealed = bytearray(OLD_VAULT.seal(key, "a name", PLACE))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(CannotOpen):
        OLD_VAULT.open(key, bytes(sealed), PLACE)


def test_the_same_value_never_looks_the_same() -> None:
    key = OLD_VAULT.new_key()
    assert len({OLD_VAULT.seal(key, "same", PLACE) for _ in range(50)}) == 50
    assert len({OLD_VAULT.new_key() for _ in range(50)}) == 50


def test_fingerprints_find_old_and_new() -> None:
    stored = OLD_VAULT.fingerprint(NUMBER)
    assert stored in BOTH.fingerprints(NUMBER)
    assert BOTH.fingerprints(NUMBER)[0] == BOTH.fingerprint(NUMBER) == NEW_VAULT.fingerprint(NUMBER)
    assert not BOTH.is_current(stored)
    assert BOTH.is_current(BOTH.fingerprint(NUMBER))


def test_a_retired_key_still_finds_and_opens_nothing() -> None:
    entry = BOTH.retired_entry(parse_keys(OLD).newest.id)
    later = Vault(parse_keys(NEW), [entry])
    assert OLD_VAULT.fingerprint(NUMBER) in later.fingerprints(NUMBER)
    key = OLD_VAULT.new_key()
    with pytest.raises(CannotOpen):
        later.open(key, OLD_VAULT.seal(key, "x", PLACE), PLACE)


def test_kinds_do_not_meet() -> None:
    assert OLD_VAULT.fingerprint("20001", "zip") != OLD_VAULT.fingerprint("20001", "pin")
    assert OLD_VAULT.fingerprint(NUMBER) != OLD_VAULT.fingerprint(PhoneNumber("+12025550148"))


def test_a_data_key_names_its_vault_key() -> None:
    assert wrapped_by(BOTH.new_key()) == parse_keys(NEW).newest.id
