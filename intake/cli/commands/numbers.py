"""`helpline numbers connect`: points our lines at this deployment."""

from __future__ import annotations

from dataclasses import asdict

import click

from intake.carrier import links
from intake.carrier.client import TwilioCarrier
from intake.carrier.errors import CarrierError
from intake.carrier.port import LineAddresses, LineFacts
from intake.carrier.settings import CarrierSettings
from intake.cli.folder import Folder
from intake.cli.opening import office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.privacy.audit import Act, Action, record_all
from intake.settings import Settings, data_folder, is_set, load


@click.group()
def numbers() -> None:
    """Our lines at the carrier."""


@numbers.command()
@click.option("--dry-run", is_flag=True, help="Only show before and after.")
@with_json
@with_folder
def connect(dry_run: bool, data_dir: str | None, as_json: bool) -> None:
    """Point the helpline's and the neutral number's voice, SMS, status and fallback addresses here."""
    folder = None if is_set("DATABASE_URL") else Folder(data_folder(data_dir)).path
    settings = load(folder)
    carrier = TwilioCarrier(CarrierSettings.of(settings))
    here = wanted(settings)
    try:
        ours = [line for line in carrier.lines() if line.number.reveal() in settings.own_numbers]
        if not dry_run:
            _connect(carrier, ours, here, data_dir)
    except CarrierError as error:
        raise Problem(f"the carrier does not do it ({type(error).__name__}); are the credentials right?") from None
    missing = settings.own_numbers - {line.number.reveal() for line in ours}
    show(
        [row for line in ours for row in changes(line, here)],
        as_json=as_json,
        columns=("line", "what", "before", "after"),
    )
    if missing:
        raise Problem(f"not a number of this account: {', '.join(sorted(missing))}")


def _connect(carrier: TwilioCarrier, ours: list[LineFacts], here: LineAddresses, data_dir: str | None) -> None:
    """Written down before it is done: from now on callers reach somebody else than before."""
    with office(data_dir) as desk:
        with desk.database.begin() as connection:
            acts = [Act(Action.CARRIER_CHANGE, desk.actor, "line", line.sid, None, "cli") for line in ours]
            record_all(connection, acts)
        for line in ours:
            carrier.connect_line(line.sid, here)


def wanted(settings: Settings) -> LineAddresses:
    """Where our lines should point."""
    ours = links.Links(settings.public_base_url)
    return LineAddresses(
        voice=ours.at(links.VOICE),
        voice_status=ours.at(links.CALL_STATUS),
        voice_fallback=ours.at(links.FALLBACK),
        sms=ours.at(links.SMS),
    )


def changes(line: LineFacts, target: LineAddresses) -> list[dict[str, str]]:
    """Before and after, address by address."""
    before, after = asdict(line.addresses), asdict(target)
    # Our own lines are printed in every leaflet: nothing to mask.
    return [
        {"line": line.number.reveal(), "what": name, "before": before[name], "after": after[name]} for name in after
    ]
