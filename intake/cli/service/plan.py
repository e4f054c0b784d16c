"""What is ours to bring and what the environment brings, decided before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.cli.embedded import CannotStart
from intake.cli.embedded.ports import free_port, is_free
from intake.cli.embedded.postgres import Postgres
from intake.cli.embedded.redis import Redis
from intake.cli.folder import Folder
from intake.settings import Settings, from_environment, is_set, load

LOCAL = "127.0.0.1"
# What a flag decided overrules the environment.
STRONG = ("PORT", "CONSOLE_PORT", "HELPLINE_DATA_DIR")
# Fictional numbers, which no telephone company gives out.
PUBLIC_LINE = "+12025550100"
NEUTRAL_LINE = "+12025550101"
BACKUP_PERSON = "+12025550102"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each process listens. None: the environment's or the usual one. 0: any free one."""

    web: int | None = None
    console: int | None = None
    simulator: int | None = None

    def settled(self, simulated: bool) -> Ports:
        """The same, all chosen. Raises `CannotStart` naming every port that is taken, and its flag."""
        chosen = Ports(
            _usual(self.web, "PORT", 8000),
            _usual(self.console, "CONSOLE_PORT", 8001),
            _usual(self.simulator, "", 8002) if simulated else 0,
        )
        flags = {"--port": chosen.web, "--console-port": chosen.console, "--simulator-port": chosen.simulator}
        taken = [f"{port} ({flag})" for flag, port in flags.items() if port and not is_free(port)]
        if taken:
            raise CannotStart(f"already taken by another program: port {', '.join(taken)}; choose another")
        return Ports(*(port or free_port() for port in (chosen.web, chosen.console, chosen.simulator)))


def _usual(flag: int | None, name: str, otherwise: int) -> int:
    if flag is not None:
        return flag
    said = from_environment(name) if name else None
    return int(said) if said and said.isdigit() else otherwise


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a start needs to know."""

    folder: Folder
    ports: Ports
    postgres: Postgres | None
    redis: Redis | None
    simulated: bool
    values: dict[str, str]
    settings: Settings


def simulated() -> bool:
    """Whether the carrier is the simulator: no credentials are set."""
    return not (is_set("TWILIO_ACCOUNT_SID") or is_set("TWILIO_AUTH_TOKEN"))


def servers(folder: Folder) -> tuple[Postgres | None, Redis | None]:
    """Our own servers, where the environment names none."""
    kept = folder.secrets()
    postgres = Postgres(folder.path / "postgres", free_port(), kept["POSTGRES_PASSWORD"], durable=True)
    redis = Redis(folder.path / "redis", free_port(), kept["REDIS_PASSWORD"], durable=True)
    return (
        None if is_set("DATABASE_URL") else postgres,
        None if is_set("REDIS_URL") else redis,
    )


def make(folder: Folder, ports: Ports, pace: Mapping[str, str]) -> Plan:
    """Decide, and write down what commands will read. Raises `CannotStart`, `SettingsProblem`."""
    ports = ports.settled(simulated())
    postgres, redis = servers(folder)
    values = settings_of(folder, ports, postgres, redis) | dict(pace)
    folder.write_settings(values)
    settings = load(folder.path, given={name: values[name] for name in STRONG})
    return Plan(folder, ports, postgres, redis, simulated(), values, settings)


def at_rest(folder: Folder) -> tuple[Postgres, Settings]:
    """The folder's own database, to be started for a command, and its settings. Raises `SettingsProblem`."""
    postgres, redis = servers(folder)
    assert postgres is not None, "DATABASE_URL is not set"
    folder.write_settings(settings_of(folder, Ports(8000, 8001, 8002), postgres, redis))
    return postgres, load(folder.path)


def settings_of(folder: Folder, ports: Ports, postgres: Postgres | None, redis: Redis | None) -> dict[str, str]:
    """What we generate; whatever the environment says is stronger."""
    kept = folder.secrets()
    values = {
        "HELPLINE_SECRET_KEY": kept["HELPLINE_SECRET_KEY"],
        "HELPLINE_VAULT_KEYS": kept["HELPLINE_VAULT_KEYS"],
        "PORT": str(ports.web),
        "CONSOLE_PORT": str(ports.console),
        "CONSOLE_BASE_URL": f"http://{LOCAL}:{ports.console}",
        "HELPLINE_BIND_ADDRESS": LOCAL,
        "HELPLINE_DATA_DIR": str(folder.path),
    }
    if postgres:
        values["DATABASE_URL"] = postgres.url
    if redis:
        values["REDIS_URL"] = redis.url
    if simulated():
        values |= {
            "PUBLIC_BASE_URL": f"http://{LOCAL}:{ports.web}",
            "TWILIO_ACCOUNT_SID": kept["TWILIO_ACCOUNT_SID"],
            "TWILIO_AUTH_TOKEN": kept["TWILIO_AUTH_TOKEN"],
            "TWILIO_API_BASE_URL": f"http://{LOCAL}:{ports.simulator}",
            "HELPLINE_NUMBER": PUBLIC_LINE,
            "HELPLINE_NEUTRAL_NUMBER": NEUTRAL_LINE,
            "HELPLINE_BACKUP_NUMBER": BACKUP_PERSON,
            "HELPLINE_BRAND": "Harbor Path",
        }
    return values
