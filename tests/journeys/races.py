"""Two people accept the same callback in the same instant: one on the phone, one on the page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.eventually import eventually

if TYPE_CHECKING:
    from tests.journeys.driver import Story


def accept_twice(story: Story) -> None:
    """One presses 1, another taps Accept; whoever wins calls."""
    from intake.settings import load
    from intake.storage import staff
    from intake.wiring import wire

    first = story.ringing.answers().hears("press 1")
    house = wire(load(story.town.folder))
    with story.town.database.begin() as connection:
        person = staff.by_email(connection, "yan@example.org")
    assert person is not None
    callback_id = eventually(story.town.callbacks)[0]["id"]
    results: list[str] = []
    together = threading.Barrier(2)

    def by_phone() -> None:
        together.wait()
        first.presses("1")

    def on_the_page() -> None:
        from uuid import UUID

        together.wait()
        results.append(house.callback_acts.accept_on_page(UUID(callback_id), person.id).value)

    threads = [threading.Thread(target=by_phone), threading.Thread(target=on_the_page)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    house.database.close()
    other = story.town.phone("+12025550124")
    if results == ["taken"]:
        story.notes["loser"] = "taken"
        winner = first
    else:
        first.hears("already taken")
        story.notes["loser"] = "taken"
        winner = other.answers()
    winner.hears("press 1").presses("1")
    story.caller.answers().joined_with(winner)
    story.caller.hangs_up()
    winner.hears("how did it go").presses("1").is_hung_up()
