"""The only place that joins the parts: settings in, a working house out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import redis

from intake.callbacks import ledger
from intake.callbacks.desk import Desk
from intake.callbacks.leg_pages import ProfessionalLegs
from intake.callbacks.page_acts import PageActs
from intake.callbacks.staff_texts import StaffTexts
from intake.carrier.client import TwilioCarrier
from intake.carrier.events import InboundCall, InboundText
from intake.carrier.pages import Answer
from intake.carrier.requests import BridgedRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.settings import CarrierSettings
from intake.conversation.reports import Reports
from intake.conversation.scripts import Scripts
from intake.conversation.service import Calls
from intake.conversation.shipped import shipped_text
from intake.conversation.texts import Threads
from intake.conversation.thread_acts import ThreadActs
from intake.conversation.upkeeping import Upkeep
from intake.conversation.waiting import WaitingRoom
from intake.enrollments.places import zone_of
from intake.nudges import Nudges, connect
from intake.privacy.keyring import parse_keys
from intake.privacy.rotation import LateVault
from intake.privacy.signing import Signer
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage.ready import is_ready
from intake.storage.session import Database, once


def utc_now() -> datetime:
    """The clock of every process."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Conversations:
    """A caller's way through the script, as the web process asks for it."""

    calls: Calls
    room: WaitingRoom
    threads: Threads

    def begin_call(self, call: InboundCall) -> Answer:
        """Begin, or give the first answer again where the leg is known."""
        return self.calls.begin_call(call)

    def turn(self, turn: TurnRequest) -> Answer:
        """Take one answer."""
        return self.calls.turn(turn)

    def wait(self, wait: WaitRequest) -> Answer:
        """What a waiting caller hears next."""
        return self.room.wait(wait)

    def waited(self, waited: WaitedRequest) -> Answer:
        """The waiting room is left."""
        return self.room.waited(waited)

    def bridged(self, bridged: BridgedRequest) -> Answer:
        """The 988 bridge has ended."""
        return self.room.bridged(bridged)

    def with_backup(self, caller_leg: str) -> None:
        """The backup person has taken a caller."""
        self.room.with_backup(caller_leg)

    def text(self, text: InboundText) -> Answer:
        """Take one text."""
        return self.threads.text(text)


class StaffActs(PageActs, ThreadActs):
    """What staff do on pages, to callbacks and to threads."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)


@dataclass(frozen=True)
class House:
    """Everything a process may use; each takes its part."""

    settings: Settings
    desk: Desk
    scripts: Scripts
    conversations: Conversations
    callbacks: ProfessionalLegs
    callback_acts: StaffActs
    statuses: Reports
    upkeep: Upkeep
    signer: Signer
    nudges: Nudges

    @property
    def database(self) -> Database:
        """The one database."""
        return self.desk.database

    @property
    def vault(self) -> Vault:
        """What seals and opens."""
        return self.desk.vault

    @property
    def clock(self) -> Callable[[], datetime]:
        """Aware, UTC."""
        return self.desk.clock

    @property
    def carrier_settings(self) -> CarrierSettings:
        """What the carrier's rooms need to know."""
        return self.desk.lines

    @property
    def answer_seconds(self) -> float:
        """How long a caller may wait for an answer before the apology is spoken."""
        return self.settings.answer_budget_seconds

    def warm(self) -> None:
        """Load what the first caller would wait for otherwise; opens no connection, so a fork may follow."""
        zone_of(None, "202")
        shipped_text()

    def readiness(self) -> dict[str, bool]:
        """Each thing that we lean on, and whether it answers now."""
        return {"database": is_ready(self.database), "redis": self._redis_answers()}

    def lost(self) -> Mapping[str, int]:
        """How many conversations, callbacks, offers, attempts and texts have no end beyond their time, by kind."""
        with self.database.begin() as connection:
            return ledger.counts(connection, self.settings, self.clock())

    def _redis_answers(self) -> bool:
        try:
            client = connect(self.settings.redis_url.get_secret_value(), self.settings.nudge_seconds)
            return bool(client.ping())
        except redis.RedisError:
            return False


def wire(settings: Settings, clock: Callable[[], datetime] = utc_now) -> House:
    """Join everything; no connection is opened before it is needed."""
    budget_ms = round(settings.answer_budget_seconds * 1000 * 0.8)
    address = settings.database_url.get_secret_value()
    database = Database(
        address,
        statement_timeout_ms=budget_ms,
        pool_size=max(5, settings.web_threads),
        pool_timeout_s=1.0,
    )
    lines = CarrierSettings.of(settings)
    nudges = Nudges(settings.redis_url.get_secret_value(), settings.nudge_seconds)
    desk = Desk(
        database=database,
        vault=LateVault(parse_keys(settings.vault_keys.get_secret_value()), partial(once, address)),
        carrier=TwilioCarrier(lines),
        lines=lines,
        nudge=nudges,
        clock=clock,
        settings=settings,
    )
    scripts = Scripts()
    calls = Calls(desk, scripts)
    return House(
        settings=settings,
        desk=desk,
        scripts=scripts,
        conversations=Conversations(calls, WaitingRoom(calls), Threads(calls, StaffTexts(desk))),
        callbacks=ProfessionalLegs(desk),
        callback_acts=StaffActs(desk),
        statuses=Reports(calls),
        upkeep=Upkeep(calls),
        signer=Signer(settings.secret_key.get_secret_value()),
        nudges=nudges,
    )
