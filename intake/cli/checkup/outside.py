"""What can be wrong around us: Redis, workers, the web process, the carrier's idea of where we are."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import redis

from intake.carrier.client import TwilioCarrier
from intake.carrier.errors import CarrierError
from intake.carrier.settings import CarrierSettings
from intake.cli.checkup.findings import Finding
from intake.cli.commands.numbers import changes, wanted
from intake.cli.opening import Office
from intake.nudges import QUEUES, connect
from intake.settings import Settings

_WAIT_SECONDS = 3.0
_FICTIONAL = "55501"
_PROVIDER = {
    "unreachable": ("does not answer with a discovery document", "look at HELPLINE_OIDC_ISSUER, and at the provider"),
    "issuer": ("names another issuer", "set HELPLINE_OIDC_ISSUER to exactly the issuer that it names"),
    "doors": ("lacks an https address that signing in needs", "ask who runs it; staff cannot sign in by it meanwhile"),
}


def outside(here: Office) -> list[Finding]:
    """Everything wrong outside."""
    return [*_redis(here), *_web(here), *_provider(here.settings), *_carrier(here)]


def _redis(here: Office) -> Iterator[Finding]:
    client = connect(here.settings.redis_url.get_secret_value(), _WAIT_SECONDS)
    try:
        idle = [queue for queue in QUEUES if not _worked(client, queue)]
    except redis.RedisError:
        # The clock sweeps by itself then: nothing is lost, only later by one sweep.
        yield Finding("Redis does not answer", "start it, or correct REDIS_URL", callers=True)
        return
    finally:
        client.close()
    for queue in idle:
        cure = f"start it: python -m workers.worker {queue}"
        yield Finding(f"nobody works the queue {queue}", cure, callers=True)


def _worked(client: redis.Redis, queue: str) -> bool:
    # A worker's key lives thirty seconds past its last sign of life.
    return any(client.exists(key) for key in client.smembers(f"rq:workers:{queue}"))


def _web(here: Office) -> Iterator[Finding]:
    for name, base in (("web", here.settings.public_base_url), ("console", here.settings.console_base_url)):
        status = _status(f"{base}/healthz" if name == "web" else base)
        if status is None or status >= 400:
            seen = "does not answer" if status is None else f"answers {status}"
            cure = f"start the process {name}; look at the proxy, the name and the certificate"
            yield Finding(f"{base} {seen}", cure, callers=name == "web")


def _status(address: str) -> int | None:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_WAIT_SECONDS)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _provider(settings: Settings) -> Iterator[Finding]:
    if settings.oidc_issuer is None:
        return
    # Its libraries are an extra, and come with the setting.
    from intake.console.providing import client_of
    from intake.staff.oidc import ProviderFailed
    from intake.staff.provider import Provider

    client = client_of(settings)
    assert client is not None  # settings give both or neither
    try:
        Provider(client).look()
    except ProviderFailed as problem:
        what, cure = _PROVIDER[problem.code]
        # Whoever has a password or a passkey here still comes in.
        yield Finding(f"the identity provider at {client.issuer} {what}", cure, callers=False)


def _carrier(here: Office) -> Iterator[Finding]:
    settings = here.settings
    if settings.simulated:
        return
    numbers = (settings.helpline_number, settings.neutral_number, settings.backup_number)
    for number in (one for one in numbers if one[5:10] == _FICTIONAL):
        yield Finding(f"{number} is nobody's number", "set the real one", callers=True)
    try:
        lines = TwilioCarrier(CarrierSettings.of(settings)).lines()
    except CarrierError as error:
        cure = "look at TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and at the carrier's status page"
        yield Finding(f"the carrier's API does not answer us ({type(error).__name__})", cure, callers=True)
        return
    ours = [line for line in lines if line.number.reveal() in settings.own_numbers]
    for number in sorted(settings.own_numbers - {line.number.reveal() for line in ours}):
        yield Finding(f"{number} is not a number of this account", "buy it, or correct the setting", callers=True)
    for line in ours:
        wrong = [row["what"] for row in changes(line, wanted(settings)) if row["before"] != row["after"]]
        if wrong:
            what = f"{line.number.reveal()}: {', '.join(wrong)} point elsewhere"
            yield Finding(what, "helpline numbers connect", callers=True)
