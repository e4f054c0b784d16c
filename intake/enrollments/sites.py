"""Sites as a file: read whole, with every mistake named at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

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
from intake.told import Told, told

_IN_FILE = {"schedules": "schedule", "formats": "format", "age_bands": "ages"}


@dataclass(frozen=True)
class SitesFile:
    """Sites if nothing was wrong; warnings either way."""

    sites: tuple[Site, ...] = ()
    problems: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()


def parse(text: str) -> SitesFile:
    """Read a YAML file with a list `sites`, each with a list `programs`."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        near = told("not a YAML file near line {line}", line=mark.line + 1) if mark else told("not a YAML file")
        return SitesFile(problems=(near,))
    entries = document.get("sites") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        return SitesFile(problems=(told("the file has no list named sites"),))
    problems: list[Told] = []
    places_in_file = (told("site {number}", number=number) for number in range(1, len(entries) + 1))
    sites = tuple(_site(Part(entry, where, problems)) for entry, where in zip(entries, places_in_file, strict=True))
    problems += (told("site {slug} is there twice", slug=slug) for slug in _twice([site.slug for site in sites]))
    for site in sites:
        problems += (
            told("site {site}: program {slug} is there twice", site=site.slug, slug=slug)
            for slug in _twice([program.slug for program in site.programs])
        )
    if problems:
        return SitesFile(problems=tuple(dict.fromkeys(problems)))
    found = ((site.slug, words) for site in sites for one in site.programs for words in warn(one))
    warnings = (told("{where}: {what}", where=slug, what=words) for slug, words in found)
    return SitesFile(sites, warnings=tuple(warnings))


def written(sites: Iterable[Site]) -> str:
    """The file that `parse` reads as these sites: to be changed and imported again."""
    entries = [_plain(asdict(site)) | {"programs": [_plain(asdict(one)) for one in site.programs]} for site in sites]
    return yaml.safe_dump({"sites": entries}, allow_unicode=True, sort_keys=False, width=100) if entries else ""


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """In the file's names; what is empty or not counted is not written."""
    found = {_IN_FILE.get(name, name): value for name, value in values.items() if value not in (None, "")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _twice(slugs: list[str]) -> list[str]:
    return sorted({repr(slug) for slug in slugs if slugs.count(slug) > 1})


def _site(part: Part) -> Site:
    zip_code = part.text("zip")
    place = places.place(zip_code)
    if zip_code and place is None:
        part.wrong(told("zip {zip} is not known; put it in quotes if it begins with 0", zip=zip_code))
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
        programs=tuple(_program(one) for one in part.programs("programs")),
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
