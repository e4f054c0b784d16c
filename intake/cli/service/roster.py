"""A small demonstration roster: people of both languages on duty at every hour, on numbers that are nobody's."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection

from intake.cli.links import first_sign_in
from intake.cli.service.plan import BACKUP_PERSON
from intake.numbers import PhoneNumber
from intake.oncall import service as oncall
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.privacy.whence import coming
from intake.settings import Settings
from intake.staff import people
from intake.storage import staff as rows
from intake.storage.session import Database

_ACTOR = "system:demonstration"


@dataclass(frozen=True, slots=True)
class Player:
    """One invented member of staff. `duties`: tier and the hours from which and until which they serve."""

    email: str
    name: str
    phone: str | None
    roles: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    duties: tuple[tuple[str, int, int], ...] = ()


_DAY, _NIGHT = (8, 20), (20, 32)
PLAYERS = (
    Player("ana@example.org", "Ana Torres", "+12025550110", ("professional",), ("es", "en"), (("primary", *_DAY),)),
    Player("ben@example.org", "Ben Okafor", "+12025550111", ("professional",), ("en", "es"), (("primary", *_NIGHT),)),
    Player("carla@example.org", "Carla Ruiz", "+12025550112", ("professional",), ("es", "en"), (("backup", *_DAY),)),
    Player("dev@example.org", "Dev Shah", "+12025550113", ("professional",), ("en", "es"), (("backup", *_NIGHT),)),
    Player("eli@example.org", "Eli Moreno", "+12025550114", ("supervisor",), ("en", "es"), (("supervisor", *_DAY),)),
    Player("fay@example.org", "Fay Hill", "+12025550115", ("supervisor",), ("en",), (("supervisor", *_NIGHT),)),
    Player("coordinator@example.org", "Jo Bishop", None, ("coordinator",)),
    Player(
        "admin@example.org",
        "Gwen Ito",
        "+12025550116",
        ("admin", "supervisor"),
        ("en",),
        (("manager", *_DAY), ("manager", *_NIGHT)),
    ),
)
ADMIN = PLAYERS[-1]
# The two at the other ends: somebody who calls, and the lifeline, which is never really called from here.
CALLER = ("+12025550147", "A caller")
CRISIS_LINE = ("+18002738255", "988 Lifeline")


def settle(settings: Settings) -> str | None:
    """Fill an empty staff list and rota; the admin's first sign-in link while they have not used it."""
    database = Database(settings.database_url.get_secret_value(), pool_size=1)
    vault = Vault(parse_keys(settings.vault_keys.get_secret_value()))
    now = datetime.now(UTC)
    try:
        with coming("up"), database.begin() as connection:
            if not rows.everyone(connection):
                _add_everybody(connection, vault, settings.timezone, now)
            admin = rows.by_email(connection, ADMIN.email)
            if admin is None or admin.password_hash is not None:
                return None
            token = people.invite(connection, admin, _ACTOR, now)
            return first_sign_in(settings, token)
    finally:
        database.close()


def _add_everybody(connection: Connection, vault: Vault, zone: str, now: datetime) -> None:
    for player in PLAYERS:
        number = PhoneNumber(player.phone) if player.phone else None
        new = people.NewPerson(player.email, player.name, player.roles, number, player.languages, zone)
        people.add(connection, vault, new, _ACTOR, now)
    shifts = rota(now.date() - timedelta(days=1), zone)
    oncall.import_csv(connection, shifts, oncall.Change(_ACTOR, "up", now))


def rota(first: date, zone: str) -> str:
    """The players' shifts, every day from `first`, as the file that `helpline rota import` takes."""
    midnight = datetime.combine(first, datetime.min.time())
    lines = ["email,tier,start,end,timezone,rrule"]
    for player in PLAYERS:
        for tier, begins, ends in player.duties:
            start, end = (midnight + timedelta(hours=hour) for hour in (begins, ends))
            lines.append(f"{player.email},{tier},{start:%Y-%m-%dT%H:%M},{end:%Y-%m-%dT%H:%M},{zone},FREQ=DAILY")
    return "\n".join(lines) + "\n"


def connect_phones(simulator: str) -> None:
    """Give everybody a telephone in the simulator that rings until somebody answers it."""
    staff = [(player.phone, player.name) for player in PLAYERS if player.phone]
    address = urlsplit(simulator)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    for number, label in [CALLER, *staff, (BACKUP_PERSON, "Backup person"), CRISIS_LINE]:
        body = json.dumps({"number": number, "label": label, "mood": "manual"})
        connection.request("POST", "/sim/phones", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
    connection.close()
