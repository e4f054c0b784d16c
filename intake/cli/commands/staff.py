"""`helpline staff`: who works here, and who may do what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import click

from intake.cli.links import first_sign_in
from intake.cli.opening import Office, office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.numbers import PhoneNumber, parse_number, refusal
from intake.staff import people
from intake.staff.rights import Role
from intake.storage import staff as rows
from intake.storage.staff import Person

T = TypeVar("T")

_COLUMNS = ("email", "name", "roles", "languages", "phone", "active")
_WORDS = {
    "bad_email": "that is no e-mail address",
    "no_name": "a name is needed",
    "email_taken": "somebody has this e-mail address already",
    "last_admin": "this is the last active admin; add another one first",
    "bad_language": "a language is two letters, such as en or es",
}


@click.group()
def staff() -> None:
    """People of the helpline: add, list, disable."""


@staff.command()
@click.argument("email")
@click.option("--name", required=True, help="Name; its first word is what callers hear.")
@click.option("--phone", required=True, metavar="E164", help="Number that is rung, such as +12025550147.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="May repeat.",
)
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True, help="May repeat.")
@click.option("--timezone", help="Such as America/Chicago. Default: the provider's.")
@click.option("--password-stdin", is_flag=True, help="Read a first password from standard input.")
@with_json
@with_folder
def add(email: str, data_dir: str | None, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - options
    """Add somebody with EMAIL; without a password, a link to choose one is printed."""
    number = _number(given["phone"])
    password = sys.stdin.readline().rstrip("\n") if given["password_stdin"] else None
    with office(data_dir) as here:
        _refuse_number(here, number)
        zone = given["timezone"] or here.settings.timezone
        new = people.NewPerson(email, given["name"], given["roles"], number, given["languages"], zone)
        person, link = _added(here, new, password)
    if as_json:
        show(_row(person, number) | {"link": link}, as_json=True)
    else:
        click.echo(f"added {person.email}" + (f"; first sign-in: {link}" if link else ""))


def _added(here: Office, new: people.NewPerson, password: str | None) -> tuple[Person, str | None]:
    with here.database.begin() as connection:
        person = _said(lambda: people.add(connection, here.vault, new, here.actor, here.now))
        if password is None:
            lasts = timedelta(seconds=here.settings.invitation_seconds)
            token = people.invite(connection, person, here.actor, here.now, lasts)
            return person, first_sign_in(here.settings, token)
        _said(lambda: people.set_password(connection, person, password, here.actor))
    return person, None


@staff.command("list")
@with_json
@with_folder
def list_(data_dir: str | None, as_json: bool) -> None:
    """List everybody, by name; telephone numbers stay masked."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = [_row(person, people.phone(here.vault, person)) for person in rows.everyone(connection)]
    show(found, as_json=as_json, columns=_COLUMNS)


@staff.command()
@click.argument("email")
@with_folder
def disable(email: str, data_dir: str | None) -> None:
    """From now on EMAIL is not rung and cannot sign in."""
    with office(data_dir) as here, here.database.begin() as connection:
        person = rows.by_email(connection, email)
        if person is None:
            raise Problem("nobody has this e-mail address")
        _said(lambda: people.disable(connection, person, here.actor, here.now))
    click.echo(f"disabled {person.email}")


def _row(person: Person, phone: PhoneNumber | None) -> dict[str, object]:
    return {
        "id": person.id.hex,
        "email": person.email,
        "name": person.name,
        "roles": list(person.roles),
        "languages": list(person.languages),
        "phone": phone.mask if phone else None,
        "timezone": person.timezone,
        "active": person.active,
    }


def _number(text: str) -> PhoneNumber:
    number = parse_number(text)
    if number is None:
        raise click.BadParameter("not a phone number; write it like +12025550147", param_hint="--phone")
    return number


def _refuse_number(here: Office, number: PhoneNumber) -> None:
    own = {PhoneNumber(line) for line in here.settings.own_numbers}
    if reason := refusal(number, own, here.settings.allow_fictional_numbers):
        raise click.BadParameter(f"this number cannot be rung ({reason})", param_hint="--phone")


def _said(act: Callable[[], T]) -> T:
    """The result, or the service's refusal in words."""
    try:
        return act()
    except people.Refused as refused:
        raise Problem(_WORDS.get(refused.code, f"refused: {refused.code.replace('_', ' ')}")) from None
