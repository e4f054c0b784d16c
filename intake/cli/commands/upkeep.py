"""`migrate`, `audit verify`, `keys rotate`, `settings`: what whoever runs the service needs."""

from __future__ import annotations

import click

from intake.cli.folder import Folder
from intake.cli.opening import Office, office, reached
from intake.cli.service import plan as plans
from intake.cli.shell import Problem, counting, show, table, with_folder, with_json
from intake.privacy import rotation, sealer, verification
from intake.privacy.audit import Act, Action, record
from intake.privacy.keyring import generate_key
from intake.settings import data_folder, database_url, explain, is_set, load, unknown_names
from intake.storage.migrate import head
from intake.storage.migrate import migrate as migrate_database

CHECKPOINTS = "audit-checkpoints.jsonl"


@click.command()
@with_folder
def migrate(data_dir: str | None) -> None:
    """Bring the database to the newest schema; safe to run again, and by several at once."""
    if is_set("DATABASE_URL"):
        migrate_database(database_url())
    else:
        with reached(data_dir) as found:
            migrate_database(found.settings.database_url.get_secret_value())
    click.echo(f"the database is at {head()}")


@click.command("settings")
@with_json
@with_folder
def settings_(data_dir: str | None, as_json: bool) -> None:
    """Show every setting: name, value (secrets masked), where it came from, what it does."""
    folder = None if is_set("DATABASE_URL") else Folder(data_folder(data_dir))
    if folder is not None and folder.running() is None:
        with folder.hold("a command"):
            plans.at_rest(folder)
    path = folder.path if folder else None
    rows = explain(load(path), path)
    if as_json:
        names = ("name", "value", "source", "purpose")
        show([{name: getattr(row, name) for name in names} for row in rows], as_json=True)
    else:
        table(
            [(row.name, row.value, row.source, row.purpose) for row in rows],
            ("name", "value", "source", "what it does"),
        )
    for slip in unknown_names():
        click.echo(f"note: {slip}", err=True)


@click.group()
def audit() -> None:
    """The trail of who saw and changed what."""


@audit.command()
@with_json
@with_folder
def verify(data_dir: str | None, as_json: bool) -> None:
    """Walk the whole audit trail; exits 1 and names the places if anything was changed or removed."""
    with office(data_dir) as here, here.database.begin() as connection:
        folder = here.folder.path if here.folder else data_folder(data_dir)
        trust = verification.Trust([here.signer.public_key], sealer.exported(folder / CHECKPOINTS))
        verdict = verification.verify(connection, trust, here.now, counting("entries"))
        record(connection, Act(Action.AUDIT_VERIFY, here.actor, "audit", None, "ok" if verdict.ok else "problems"))
    problems = [{"kind": one.kind, "where": one.where, "what": one.what} for one in verdict.problems]
    if as_json:
        counts = {"links": verdict.links, "checkpoints": verdict.checkpoints, "unlinked": verdict.unlinked}
        show({"ok": verdict.ok, **counts, "problems": problems}, as_json=True)
    else:
        click.echo(
            f"{verdict.links} entries in the chain, {verdict.checkpoints} signed checkpoints, "
            f"{verdict.unlinked} to come"
        )
        for one in problems:
            click.echo(f"  {one['kind']} at {one['where']}: {one['what']}")
    if not verdict.ok:
        raise Problem(f"the trail does not hold: {len(problems)} problems")


@click.group()
def keys() -> None:
    """The keys that seal what callers say."""


@keys.command()
@with_folder
def rotate(data_dir: str | None) -> None:
    """Seal everything with the newest key; callers are served meanwhile, and a kill loses nothing.

    Put a new key in front of HELPLINE_VAULT_KEYS and restart first. In a data folder the new key is made here,
    and `up` must not run.
    """
    fresh = None if is_set("DATABASE_URL") or is_set("HELPLINE_VAULT_KEYS") else Folder(data_folder(data_dir))
    if fresh is not None:
        _new_key(fresh)
    with office(data_dir) as here:
        if len(here.vault.ring.keys) == 1:
            raise Problem("there is only one key; put a new one in front of HELPLINE_VAULT_KEYS first")
        _rotate(here)
    if fresh is not None:
        kept = fresh.secrets()
        fresh.keep_secrets(kept | {"HELPLINE_VAULT_KEYS": kept["HELPLINE_VAULT_KEYS"].split(",")[0]})
    click.echo("everything is sealed with the newest key; the older ones may go from HELPLINE_VAULT_KEYS")


def _new_key(folder: Folder) -> None:
    if folder.running() is not None:
        raise Problem("stop `helpline up` first: its processes know only the old key")
    kept = folder.secrets()
    if "," not in kept["HELPLINE_VAULT_KEYS"]:  # else an earlier run was interrupted
        folder.keep_secrets(kept | {"HELPLINE_VAULT_KEYS": f"{generate_key()},{kept['HELPLINE_VAULT_KEYS']}"})


def _rotate(here: Office) -> None:
    with here.database.begin() as connection:
        left = rotation.begin(connection, here.vault, here.actor, here.now)
    with click.progressbar(length=left, label="sealing anew") as bar:
        while True:
            with here.database.begin() as connection:
                step = rotation.rotate_some(connection, here.vault, here.now)
            if step.finished:
                break
            bar.update(100)
    with here.database.begin() as connection:
        if rotation.begin(connection, here.vault, here.actor, here.now):
            raise Problem("some records are still sealed with an older key; keep it, and run this again")
