"""People change duties among themselves, with both sides' yes and never to the callers' harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.oncall import service
from intake.oncall.standing_in import (
    NotPossible,
    StandIn,
    Stretch,
    SwapAsked,
    ask_swap,
    cancel_stand_in,
    cancel_time_off,
    stand_in,
    take_now,
    take_time_off,
)
from intake.oncall.swapping import answer
from intake.oncall.tiers import Tier
from tests.integration.oncall.conftest import HEADING, NOW, line

TOMORROW = NOW + timedelta(days=1)
# 8:00 to 20:00 of tomorrow in New York.
DAY = Stretch(Tier.PRIMARY, NOW + timedelta(hours=22), NOW + timedelta(hours=34))
NIGHT = Stretch(Tier.PRIMARY, NOW + timedelta(hours=34), NOW + timedelta(hours=46))


@pytest.fixture
def rota(database, team, change):
    lines = line("ana", "primary", 8, 12) + line("ben", "primary", 20, 12)
    backups = line("cal", "backup", 8, 12) + line("dee", "backup", 20, 12)
    with database.begin() as connection:
        assert not service.import_csv(connection, HEADING + lines + backups, change).problems


def primary(database, at):
    with database.begin() as connection:
        return [duty.staff_id for duty in service.who_at(connection, at) if duty.tier is Tier.PRIMARY]


@pytest.mark.usefixtures("rota")
class TestStandingIn:
    """One person instead of another."""

    def test_for_a_while_and_back_again(self, database, team, change):
        with database.begin() as connection:
            made = stand_in(connection, StandIn(team["dee"], DAY, team["ana"]), change)
        assert primary(database, TOMORROW) == [team["dee"]]
        assert primary(database, TOMORROW + timedelta(days=1)) == [team["ana"]]
        with database.begin() as connection:
            assert cancel_stand_in(connection, made, change)
            assert not cancel_stand_in(connection, made, change)
        assert primary(database, TOMORROW) == [team["ana"]]

    def test_only_for_a_duty_that_is_there(self, database, team, change):
        with database.begin() as connection, pytest.raises(NotPossible):
            stand_in(connection, StandIn(team["dee"], NIGHT, team["ana"]), change)
        with database.begin() as connection, pytest.raises(NotPossible):
            stand_in(connection, StandIn(team["dee"], DAY, team["ana"]), replace(change, now=DAY.end))

    def test_taking_it_now_lasts_to_the_end_of_the_duty(self, database, team, change):
        with database.begin() as connection:
            take_now(connection, team["dee"], team["ana"], change)
            duty = service.who_at(connection, NOW)[0]
        assert (duty.staff_id, duty.by, duty.instead_of) == (team["dee"], "take_now", team["ana"])
        assert duty.end == NOW + timedelta(hours=10)
        assert primary(database, TOMORROW) == [team["ana"]]

    def test_nobody_takes_what_nobody_has(self, database, team, change):
        for whom in ("ben", "dee"):
            with database.begin() as connection, pytest.raises(NotPossible):
                take_now(connection, team["dee"], team[whom], change)

    def test_time_off_shows_as_a_gap_until_it_is_taken_back(self, database, team, change):
        with database.begin() as connection:
            away = take_time_off(connection, team["ana"], DAY.start, DAY.end, change)
            assert [one.kind for one in service.gaps(connection, NOW, 2) if one.serious] == ["no_primary"]
            assert cancel_time_off(connection, away, change)
            assert not [one for one in service.gaps(connection, NOW, 2) if one.serious]


@pytest.mark.usefixtures("rota")
class TestSwaps:
    """Both sides say yes, or nothing changes."""

    def ask(self, database, team, change, taker="ben", given=DAY, returned=NIGHT):
        with database.begin() as connection:
            asked = SwapAsked(team["ana"], team[taker], given, returned)
            return ask_swap(connection, asked, team["ana"], change)

    def say(self, database, swap, who, change, *, yes=True):
        with database.begin() as connection:
            return answer(connection, swap, who, yes, change)

    def test_two_yeses_change_both_duties(self, database, team, change):
        swap = self.ask(database, team, change)
        assert primary(database, TOMORROW) == [team["ana"]]
        assert self.say(database, swap, team["ana"], change) == "asked"
        assert self.say(database, swap, team["ben"], change) == "agreed"
        assert primary(database, TOMORROW) == [team["ben"]]
        assert primary(database, TOMORROW + timedelta(hours=12)) == [team["ana"]]
        assert self.say(database, swap, team["ben"], change, yes=False) == "agreed"
        assert primary(database, TOMORROW) == [team["ben"]]

    @pytest.mark.parametrize(("who", "state"), [("ben", "refused"), ("ana", "withdrawn")])
    def test_one_no_and_nothing_changes(self, database, team, change, who, state):
        swap = self.ask(database, team, change)
        assert self.say(database, swap, team[who], change, yes=False) == state
        assert self.say(database, swap, team["ben"], change) == state
        assert primary(database, TOMORROW) == [team["ana"]]

    def test_nobody_else_has_a_say(self, database, team, change):
        swap = self.ask(database, team, change)
        with pytest.raises(NotPossible):
            self.say(database, swap, team["dee"], change)

    def test_a_swap_that_makes_one_person_primary_and_backup_is_not_made(self, database, team, change):
        swap = self.ask(database, team, change, taker="cal", returned=None)
        with pytest.raises(NotPossible):
            self.say(database, swap, team["cal"], change)
        assert primary(database, TOMORROW) == [team["ana"]]
        assert self.say(database, swap, team["ana"], change) == "asked"

    def test_a_yes_after_the_duty_began_is_too_late(self, database, team, change):
        swap = self.ask(database, team, change)
        late = replace(change, now=DAY.start)
        assert self.say(database, swap, team["ben"], late) == "withdrawn"

    def test_nobody_gives_what_is_not_theirs(self, database, team, change):
        with pytest.raises(NotPossible):
            self.ask(database, team, change, given=NIGHT)
        with pytest.raises(NotPossible):
            self.ask(database, team, change, returned=DAY)
