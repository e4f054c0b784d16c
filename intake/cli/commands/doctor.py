"""`helpline doctor`: every problem at once, with its cure; exits 1 if callers would be affected."""

from __future__ import annotations

import click
from sqlalchemy.exc import OperationalError

from intake.cli.checkup.findings import Finding
from intake.cli.checkup.inside import inside
from intake.cli.checkup.outside import outside
from intake.cli.folder import Folder
from intake.cli.opening import office
from intake.cli.shell import show, with_folder, with_json
from intake.settings import SettingsProblem, data_folder, is_set, unknown_names


@click.command()
@with_json
@with_folder
def doctor(data_dir: str | None, as_json: bool) -> None:
    """Look at settings, database, keys, people on duty, script, workers, Redis, web, identity provider and
    carrier.

    Names every problem with its cure. Exits 1 if callers would be affected, 0 if not.
    """
    found = _examine(data_dir)
    if as_json:
        rows = [{"callers_affected": one.callers, "problem": one.what, "cure": one.cure} for one in found]
        show({"ok": not any(one.callers for one in found), "problems": rows}, as_json=True)
    elif not found:
        click.echo("nothing is wrong")
    else:
        for one in sorted(found, key=lambda each: not each.callers):
            click.echo(f"{'CALLERS' if one.callers else 'note   '}  {one.what}\n         cure: {one.cure}")
    if any(one.callers for one in found):
        raise SystemExit(1)


def _examine(data_dir: str | None) -> list[Finding]:
    found = [Finding(slip, "correct the name", callers=False) for slip in unknown_names()]
    if not is_set("DATABASE_URL") and Folder(data_folder(data_dir)).running() is None:
        found.append(Finding("the service does not run", "start it: helpline up", callers=True))
    try:
        with office(data_dir) as here:
            found += inside(here)
            found += outside(here)
    except SettingsProblem as problem:
        cure = "set it; `helpline settings` says what each one does"
        found += [Finding(line, cure, callers=True) for line in problem.problems]
    except OperationalError:
        cure = "start PostgreSQL, or correct DATABASE_URL"
        found.append(Finding("the database does not answer", cure, callers=True))
    return found
