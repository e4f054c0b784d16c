"""`helpline backup` and `helpline restore`: sealed by the vault, and nobody forgotten comes back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
import psycopg
from psycopg import sql

from intake.cli.embedded.binaries import postgres_folders
from intake.cli.opening import Office, office
from intake.cli.shell import Problem, with_folder
from intake.privacy import backup as backups
from intake.privacy import retention
from intake.privacy.audit import Action
from intake.privacy.vault import CannotOpen
from intake.settings import data_folder
from intake.storage.migrate import current_revision
from intake.storage.migrate import migrate as migrate_database
from intake.storage.session import Database

ERASURES = "erasures.jsonl"


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_folder
def backup(file: Path, data_dir: str | None) -> None:
    """Write the whole database to FILE, sealed; only HELPLINE_VAULT_KEYS opens it. Keep the keys elsewhere."""
    with office(data_dir) as here:
        try:
            size = backups.backup(here.vault, _tools(_url(here)), file, here.now)
        except (backups.BackupFailed, OSError) as error:
            raise Problem(f"no backup was made: {_why(error)}") from None
        with here.database.begin() as connection:
            backups.record_backup(connection, here.actor, Action.BACKUP, size)
    click.echo(f"sealed backup of {size} bytes: {file}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="In a data folder: put the database that is there aside.")
@with_folder
def restore(file: Path, replace: bool, data_dir: str | None) -> None:
    """Bring a backup FILE back, into an empty database; who was forgotten since stays forgotten."""
    with office(data_dir) as here:
        if here.folder is None:
            if current_revision(_url(here)) is not None:
                raise Problem("the database is not empty; make an empty one and point DATABASE_URL at it")
            _bring_back(here, _url(here), file)
        else:
            if not here.alone:
                raise Problem("stop `helpline up` first")
            if not replace:
                raise Problem("there is a database in the data folder; --replace puts it aside first")
            _swap(here, file)
    click.echo(f"restored from {file}")


def _swap(here: Office, file: Path) -> None:
    """Restore beside the old database, then change their names: a failure leaves the old one in its place."""
    url = _url(here)
    base, _, name = url.rpartition("/")
    fresh, aside = f"{name}_restoring", f"{name}_until_{here.now:%Y%m%d_%H%M%S}"
    here.database.close()
    with closing(psycopg.connect(f"{base}/postgres", autocommit=True)) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
        _bring_back(here, f"{base}/{fresh}", file)
        for old, new in ((name, aside), (fresh, name)):
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _bring_back(here: Office, url: str, file: Path) -> None:
    try:
        backups.restore(here.vault, _tools(url), file)
    except (backups.BackupFailed, OSError) as error:
        raise Problem(f"nothing was restored: {_why(error)}") from None
    except CannotOpen:
        raise Problem(
            "nothing was restored: no key of HELPLINE_VAULT_KEYS opens this file, or it was changed"
        ) from None
    migrate_database(url)
    database = Database(url, pool_size=1)
    try:
        with database.begin() as connection:
            gone = backups.exported_erasures(_erasures(here))
            desk = retention.Office(here.vault, here.signer, here.actor, here.now)
            retention.forget_again(connection, desk, gone)
            backups.record_backup(connection, here.actor, Action.RESTORE, file.stat().st_size)
    finally:
        database.close()


def _erasures(here: Office) -> Path:
    return (here.folder.path if here.folder else data_folder()) / ERASURES


def _url(here: Office) -> str:
    return here.settings.database_url.get_secret_value()


def _tools(url: str) -> backups.Tools:
    found = [folder for folder in postgres_folders() if (folder / "pg_dump").exists()]
    return backups.Tools(url, found[0] if found else None)


def _why(error: Exception) -> str:
    return error.strerror or "it cannot be written" if isinstance(error, OSError) else str(error)
