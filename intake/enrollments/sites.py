"""Sites as a file: read whole, with every mistake named at once."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from intake.enrollments import places
from intake.enrollments.parts import Part
from intake.enrollments.programs import (
    AGE_BANDS,
    FORMATS,
    LANGUAGES,
    LEVELS,
    PAYERS,
    SCHEDULES,
    ProgramOffer,
    Site,
    warn,
)


@dataclass(frozen=True)
class SitesFile:
    """Sites if nothing was wrong; warnings either way."""

    sites: tuple[Site, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def parse(text: str) -> SitesFile:
    """Read a YAML file with a list `sites`, each with a list `programs`."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        return SitesFile(problems=(f"not a YAML file{where}",))
    entries = document.get("sites") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        return SitesFile(problems=("the file has no list named sites",))
    problems: list[str] = []
    sites = tuple(_site(Part(entry, f"site {number}", problems)) for number, entry in enumerate(entries, 1))
    problems += _twice("site", [site.slug for site in sites])
    for site in sites:
        problems += _twice(f"site {site.slug}: program", [program.slug for program in site.programs])
    if problems:
        return SitesFile(problems=tuple(dict.fromkeys(problems)))
    warnings = (f"{site.slug}: {words}" for site in sites for one in site.programs for words in warn(one))
    return SitesFile(sites, warnings=tuple(warnings))


def _twice(what: str, slugs: list[str]) -> list[str]:
    return [f"{what} {slug!r} is there twice" for slug in sorted({s for s in slugs if slugs.count(s) > 1})]


def _site(part: Part) -> Site:
    zip_code = part.text("zip")
    place = places.place(zip_code)
    if zip_code and place is None:
        part.wrong(f"zip {zip_code} is not known; put it in quotes if it begins with 0")
    where = (place.latitude, place.longitude) if place else (None, None)
    site = Site(
        slug=part.text("slug"),
        name=part.text("name"),
        city=part.text("city", place.city if place else "-"),
        state=part.text("state", place.state if place else "-"),
        zip=zip_code,
        timezone=part.text("timezone", (place.zone if place else None) or "UTC"),
        latitude=part.number("latitude", -90, 90, where[0] or 0.0),
        longitude=part.number("longitude", -180, 180, where[1] or 0.0),
        street=part.text("street", "-"),
        sabg=part.flag("sabg"),
        programs=tuple(_program(one) for one in part.parts("programs", "program")),
    )
    part.done()
    return site


def _program(part: Part) -> ProgramOffer:
    program = ProgramOffer(
        slug=part.text("slug"),
        name=part.text("name"),
        level=part.choice("level", LEVELS, "2.1"),
        asam_edition=int(part.number("asam_edition", 3, 4, 4)),
        sessions_per_week=int(part.number("sessions_per_week", 1, 7)),
        hours_per_session=part.number("hours_per_session", 0.5, 12),
        weeks=int(part.number("weeks", 1, 104)),
        individual_hours=part.number("individual_hours", 0, 20, 1),
        schedules=part.words("schedule", SCHEDULES, SCHEDULES),
        formats=part.words("format", FORMATS, ("in_person",)),
        languages=part.words("languages", LANGUAGES, ("en",)),
        payers=part.words("payers", PAYERS, ()),
        age_bands=part.words("ages", AGE_BANDS, ("adult",)),
        online_states=part.words("online_states", None, ()),
        open_places=part.count("open_places"),
    )
    part.done()
    return program
