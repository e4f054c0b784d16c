"""The vault key changes while people call and text: what was begun under one key goes on under the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from intake.callbacks.listing import list_callbacks
from intake.enrollments.listing import list_enrollments
from intake.privacy import rotation
from intake.privacy.keyring import generate_key
from intake.privacy.rotation import LateVault
from intake.settings import Settings
from intake.storage.session import Database
from intake.wiring import wire
from tests.conftest import MakeSettings
from tests.house import Town
from tests.integration.callbacks.conftest import staffed

ASKS = ("1", "2", "1", "2", "1", "1", "1", "94110")
OLD, NEW = generate_key(), generate_key()
STOPPED = "+12025550160"


def number(place: int) -> str:
    return f"+120255501{place:02d}"


@contextmanager
def generation(settings: Settings) -> Iterator[Town]:
    """The house with these keys, its vault as every process has it."""
    town, house = Town(settings), wire(settings)
    assert isinstance(house.vault, LateVault)
    object.__setattr__(town.desk, "vault", house.vault)
    yield town
    town.close()
    house.database.close()


def rotate(database: Database, town: Town) -> int:
    """All of it, in small steps; how many steps it took."""
    steps = 0
    with database.begin() as connection:
        rotation.begin(connection, town.desk.vault, "cli:test", town.clock())
    while True:
        with database.begin() as connection:
            if rotation.rotate_some(connection, town.desk.vault, town.clock(), limit=3).finished:
                return steps
        steps += 1


def test_nobody_notices_that_the_key_changes(
    database: Database, postgres_url: str, make_settings: MakeSettings
) -> None:
    with ExitStack() as houses:
        old, both, new = (
            houses.enter_context(generation(make_settings(DATABASE_URL=postgres_url, HELPLINE_VAULT_KEYS=keys)))
            for keys in (OLD, f"{NEW},{OLD}", NEW)
        )
        staffed(old)
        for place in range(30, 40):
            old.calls(number(place)).presses(*ASKS).hangs_up()
        old.texts("hi", number(50))
        old.texts("1", number(50))
        old.texts("STOP", STOPPED)

        begun, wrong, stop = [0], [], threading.Event()

        def people_call() -> None:
            while not stop.is_set() or begun[0] < 8:
                try:
                    caller = both.calls(number(60 + begun[0] % 30)).presses(*ASKS)
                    assert "You're set" in caller.words
                    caller.hangs_up()
                except Exception as problem:
                    wrong.append(problem)
                begun[0] += 1

        traffic = threading.Thread(target=people_call)
        traffic.start()
        assert rotate(database, both) > 10
        both.texts("2", number(50))
        stop.set()
        traffic.join()
        assert wrong == []
        rotate(database, both)
        with database.begin() as connection:
            assert rotation.begin(connection, both.desk.vault, "cli:test", both.clock()) == 0
            assert rotation.missing_keys(connection, new.desk.vault) == {}

        # The old key is gone from now on.
        assert any("who" in reply.lower() or "you" in reply.lower() for reply in new.texts("1", number(50)))
        assert new.texts("hello", STOPPED) == []
        with database.begin() as connection:
            found = list_enrollments(connection, new.desk.vault, reveal=True, actor="cli:test")
            assert {number(place) for place in range(30, 40)} <= {one["number"] for one in found}
            assert {one["state"] for one in list_callbacks(connection, actor="cli:test")} == {"due"}
        new.calls(number(30)).presses(*ASKS).hangs_up()
        with database.begin() as connection:
            again = list_enrollments(connection, new.desk.vault, reveal=True, actor="cli:test")
            shut = list_enrollments(connection, old.desk.vault, reveal=True, actor="cli:test")
        assert not {one["number"] for one in shut} & {one["number"] for one in again}
        assert [one["number"] for one in again].count(number(30)) == 1
