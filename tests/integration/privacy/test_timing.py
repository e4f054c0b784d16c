"""The time of an answer does not tell whether there is a record; the comparison notices one that does."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from intake.privacy import codes
from intake.privacy.codes import Try
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.staff import passwords
from intake.storage.session import Database
from tests.integration.privacy import seeds
from tests.integration.privacy.test_codes import CALLER, NOW, wrong

VAULT = Vault(parse_keys(generate_key()))


def quickest(rounds: int, *answers: Callable[[], object]) -> list[float]:
    """The time of each when nothing else disturbs (first decile, seconds), taken in a shuffled order so that
    a busy machine is busy for all of them."""
    taken: dict[int, list[float]] = {place: [] for place in range(len(answers))}
    turns = [place for place in taken for _ in range(rounds)]
    random.Random(988).shuffle(turns)
    for place in turns:
        start = time.perf_counter()
        answers[place]()
        taken[place].append(time.perf_counter() - start)
    return [statistics.quantiles(times, n=10)[0] for times in taken.values()]


def alike(times: list[float]) -> bool:
    return max(times) < 1.25 * min(times)


def test_a_code_takes_as_long_to_refuse_as_to_accept(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(50):
            code = codes.issue(connection, VAULT, NOW)
            values = {"pin_fingerprint": code.fingerprint, "pin_expires_at": code.expires_at}
            seeds.enrollment(connection, VAULT, CALLER, NOW, stage="closed", closed_reason="declined", **values)
        code = codes.issue(connection, VAULT, NOW)
        values = {"pin_fingerprint": code.fingerprint, "pin_expires_at": code.expires_at}
        seeds.enrollment(connection, VAULT, CALLER, NOW, **values)
        calls = iter(range(10_000))

        def found() -> None:
            codes.check(connection, VAULT, Try(code.digits, None, f"CA{next(calls)}"), NOW)

        def not_found() -> None:
            codes.check(connection, VAULT, Try(wrong(code), None, f"CA{next(calls)}"), NOW)

        def locked() -> None:
            codes.check(connection, VAULT, Try(code.digits, CALLER, "CA-locked"), NOW)

        for _ in range(3):
            codes.check(connection, VAULT, Try(wrong(code), CALLER, "CA-locked"), NOW)
        quickest(20, found, not_found, locked)
        times = quickest(150, found, not_found, locked)

        def leaky() -> None:
            found()
            codes.rows.holders(connection, VAULT.fingerprints("0000", "pin"), datetime.now(UTC))
            codes.rows.holders(connection, VAULT.fingerprints("0001", "pin"), datetime.now(UTC))

        planted = quickest(150, leaky, not_found)
    assert alike(times)
    assert not alike(planted)


def test_an_address_that_nobody_has_is_refused_as_slowly() -> None:
    stored = passwords.hashed("nine lamps under water")
    passwords.fits(None, "warm up the one that nobody has")
    times = quickest(
        12, lambda: passwords.fits(stored, "wrong but long enough"), lambda: passwords.fits(None, "wrong too")
    )
    assert alike(times)
