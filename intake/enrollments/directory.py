"""The directory of sites: import a file, list it, find what is near a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments import sites as files
from intake.enrollments.matching import Match, Wish, match
from intake.enrollments.programs import ProgramOffer, Site, warn
from intake.privacy.audit import Act, Action, record
from intake.storage import sites as rows
from intake.told import Told


@dataclass(frozen=True)
class SitesResult:
    """What an import did; with problems it did nothing."""

    sites: int = 0
    programs: int = 0
    closed: int = 0
    problems: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A site with the id by which a record points at it."""

    id: UUID
    site: Site


def import_sites(connection: Connection, text: str, actor: str, now: datetime) -> SitesResult:
    """Make a file the whole directory: a site or program that it does not name is closed, not deleted."""
    read = files.parse(text)
    if read.problems:
        return SitesResult(problems=read.problems, warnings=read.warnings)
    kept = [_put(connection, site, now) for site in read.sites]
    closed = rows.close_sites(connection, kept, now)
    programs = sum(len(site.programs) for site in read.sites)
    for site_id in (*kept, *closed):
        what = "closed" if site_id in closed else "imported"
        record(connection, Act(Action.SITE_CHANGE, actor, "site", site_id.hex, what))
    return SitesResult(len(kept), programs, len(closed), warnings=read.warnings)


def _put(connection: Connection, site: Site, now: datetime) -> UUID:
    values = asdict(site)
    del values["programs"]
    site_id = rows.put_site(connection, values, now)
    keep = [rows.put_program(connection, site_id, _columns(one), now) for one in site.programs]
    rows.close_programs(connection, site_id, keep, now)
    return site_id


def _columns(program: ProgramOffer) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(program).items()}


def listed(connection: Connection) -> tuple[Listed, ...]:
    """Every open site with its programs, by name."""
    programs: dict[UUID, list[ProgramOffer]] = {}
    for row in rows.open_programs(connection):
        programs.setdefault(row.site_id, []).append(_program(row))
    return tuple(Listed(row.id, _site(row, tuple(programs.get(row.id, ())))) for row in rows.open_sites(connection))


def near(connection: Connection, wish: Wish) -> tuple[Match, ...]:
    """Programs in the order in which they fit this person, with the reasons."""
    return match(wish, (one.site for one in listed(connection)))


def as_json(connection: Connection) -> list[dict[str, Any]]:
    """The directory for `sites list --json`: each program with its weekly hours and its warnings."""
    found = []
    for one in listed(connection):
        entry = asdict(one.site)
        entry["id"] = one.id.hex
        entry["programs"] = [
            asdict(program) | {"hours_per_week": program.hours_per_week, "warnings": list(warn(program))}
            for program in one.site.programs
        ]
        found.append(entry)
    return found


def _site(row: rows.SiteRow, programs: tuple[ProgramOffer, ...]) -> Site:
    fields = {name: getattr(row, name) for name in Site.__dataclass_fields__ if name != "programs"}
    return Site(**fields, programs=programs)


def _program(row: rows.ProgramRow) -> ProgramOffer:
    fields: dict[str, Any] = {name: getattr(row, name) for name in ProgramOffer.__dataclass_fields__}
    for name, value in fields.items():
        fields[name] = tuple(value) if isinstance(value, list) else value
    return ProgramOffer(**fields)
