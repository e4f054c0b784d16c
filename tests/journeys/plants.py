"""One leak of each kind, planted where the running service keeps or tells things; each gives what takes it away."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import redis as redis_client
import requests
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from sqlalchemy import text

from intake.nudges import Nudges
from intake.settings import Settings, load
from tests.canary import Seed
from tests.eventually import eventually
from tests.journeys.deployment import LINE, Deployment

# Another than the caller: a disk does not forget what was planted at once.
PLANTED = Seed("+12025550185", "Ozymandine", "Larkspurfield")
FRIEND = "+12025550184"


def settings_of(town: Deployment) -> Settings:
    """What the service runs with."""
    return load(town.folder)


def _log(town: Deployment) -> Callable[[], None]:
    path = town.folder / "logs" / "planted.log"
    path.write_text(f'{{"event": "call began", "from": "{PLANTED.number}"}}\n')
    return path.unlink


def _key(town: Deployment) -> Callable[[], None]:
    client = redis_client.Redis.from_url(settings_of(town).redis_url.get_secret_value())
    client.set(f"seen:{PLANTED.number}", 1)
    return lambda: _take_away(client, f"seen:{PLANTED.number}")


def _take_away(client: redis_client.Redis, key: str) -> None:
    client.delete(key)
    client.close()


def _job(town: Deployment) -> Callable[[], None]:
    url = settings_of(town).redis_url.get_secret_value()
    job = f"planted-{uuid.uuid4().hex}"
    Nudges(url, 1)._queues["routine"].enqueue_call(
        "workers.worker.perform", args=["nothing", PLANTED.number], job_id=job, failure_ttl=60, result_ttl=60
    )
    client = redis_client.Redis.from_url(url)
    return lambda: _take_away(client, f"rq:job:{job}")


def column(town: Deployment) -> Callable[[], None]:
    """A new column of a table, in clear."""
    with town.database.begin() as connection:
        connection.execute(text("ALTER TABLE chores ADD COLUMN caller text"))
        row = {"name": "planted", "caller": f"202-555-0185, {PLANTED.name}"}
        connection.execute(text("INSERT INTO chores (name, at, caller) VALUES (:name, now(), :caller)"), row)

    def undo() -> None:
        with town.database.begin() as connection:
            connection.execute(text("ALTER TABLE chores DROP COLUMN caller"))
            connection.execute(text("DELETE FROM chores WHERE name = 'planted'"))

    return undo


def _address(town: Deployment) -> Callable[[], None]:
    town.network.line(LINE, sms_url=f"{town.addresses['web']}/webhooks/sms?from=%2B{PLANTED.number[1:]}")
    town.phone("+12025550186").ignores_texts().texts(LINE, "hi")
    eventually(lambda: any("from=" in one["url"] for one in town.network.tape("sms")))
    return lambda: town.network.line(LINE, sms_url=f"{town.addresses['web']}/webhooks/sms")


def _sent(town: Deployment, **fields: str) -> Callable[[], None]:
    """Have the carrier text our own line, with something of a caller where it does not belong."""
    given = settings_of(town)
    address = f"{given.twilio_api_base_url}/2010-04-01/Accounts/{given.twilio_account_sid}/Messages.json"
    who = (given.twilio_account_sid, given.twilio_auth_token.get_secret_value())
    told = {"To": FRIEND, "From": LINE, "Body": "Hello", **fields}
    town.phone(FRIEND).ignores_texts()
    answer = requests.post(address, data=told, auth=who, timeout=10)
    assert answer.status_code == 201, answer.text
    return lambda: None


def _text(town: Deployment) -> Callable[[], None]:
    return _sent(town, Body=f"{PLANTED.name} called us")


def _status_address(town: Deployment) -> Callable[[], None]:
    return _sent(town, StatusCallback=f"{town.addresses['web']}/webhooks/sms/status?who={PLANTED.number[1:]}")


def _metric(town: Deployment) -> Callable[[], None]:
    """One more count beside those of the web process, with the caller as its label."""
    label = mmap_key("helpline_planted_total", "helpline_planted_total", ["caller"], [PLANTED.number], "Planted")
    files = [folder / "counter_0.db" for folder in _counts(town)]
    for file in files:
        counts = MmapedDict(str(file))
        counts.write_value(label, 1.0, 0.0)
        counts.close()

    def undo() -> None:
        for file in files:
            file.unlink()

    return undo


def _counts(town: Deployment) -> set[Path]:
    """Where this service's processes keep their counts, as the processes themselves have them mapped."""
    mark, found = str(town.folder).encode(), set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes():
                found |= set(re.findall(r"/\S*helpline-metrics-[^/]+", (process / "maps").read_text()))
    return {Path(one) for one in found}


# By where it has to be found.
PLANTS = {
    "planted.log": _log,
    "redis seen:": _key,
    "redis rq:job:planted-": _job,
    "table chores": column,
    "/webhooks/sms: address": _address,
    "Messages.json: text": _text,
    "Messages.json: StatusCallback": _status_address,
    "metrics": _metric,
}
