"""Programs near a person, nearest fit first, each with its reasons. Nothing that is paid plays a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.enrollments.places import Place, miles_between
from intake.enrollments.programs import IOP, ProgramOffer, Site

# Further than this nobody comes to a group several evenings a week.
WITHIN_MILES = 60.0


@dataclass(frozen=True)
class Wish:
    """What is known of the person; None where it is not, which rules nothing out."""

    place: Place | None
    level: str = IOP
    language: str = "en"
    # medicaid | private | medicare_or_military | none | unsure
    pay: str | None = None
    # day | evening | either
    schedule: str | None = None
    # in_person | online | either
    format: str | None = None
    # adult | minor
    age_band: str | None = None


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at: distance, level, language, payer, schedule, format, age, places."""

    code: str
    # None: not known of the person, so it neither fits nor fails.
    fits: bool | None
    words: str


@dataclass(frozen=True)
class Match:
    """A program, how far it is, and why it stands where it does."""

    site: Site
    program: ProgramOffer
    miles: float | None
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        """Nothing that cannot be got round stands against it."""
        return all(reason.fits is not False for reason in self.reasons if reason.code in _MUST)

    @property
    def fitting(self) -> int:
        """How many things fit."""
        return sum(reason.fits is True for reason in self.reasons)


# The rest can be talked about: an interpreter, another payer, another time of day.
_MUST = frozenset({"distance", "level", "age"})


def match(wish: Wish, sites: Iterable[Site]) -> tuple[Match, ...]:
    """Every program in order: possible before impossible, then more that fits, then nearer, then by name.

    If none is possible, say so and refer out: a referral costs and brings nothing (18 U.S.C. 220).
    """
    found = [_match(wish, site, program) for site in sites for program in site.programs]
    return tuple(sorted(found, key=_place_in_list))


def _place_in_list(one: Match) -> tuple[bool, int, float, str, str]:
    far = one.miles if one.miles is not None else float("inf")
    return (not one.possible, -one.fitting, far, one.site.name, one.program.name)


def _match(wish: Wish, site: Site, program: ProgramOffer) -> Match:
    miles = miles_between(wish.place, (site.latitude, site.longitude)) if wish.place else None
    reasons = (
        _distance(wish, program, miles),
        _one_of("level", wish.level, (program.level,), "level"),
        _one_of("age", wish.age_band, program.age_bands, "for"),
        _one_of("language", wish.language, program.languages, "speaks"),
        _one_of("payer", wish.pay, program.payers, "takes"),
        _one_of("schedule", wish.schedule, program.schedules, "meets by"),
        _one_of("format", wish.format, program.formats, "meets"),
        _places(program),
    )
    return Match(site, program, miles, reasons)


def _distance(wish: Wish, program: ProgramOffer, miles: float | None) -> Reason:
    online = "online" in program.formats and wish.format != "in_person"
    if online and wish.place is not None and wish.place.state in program.online_states:
        return Reason("distance", True, f"online for people in {wish.place.state}")
    if miles is None:
        return Reason("distance", None, "distance not known")
    near = miles <= WITHIN_MILES
    return Reason("distance", near, f"{miles:.0f} miles away" + ("" if near else f", over {WITHIN_MILES:.0f}"))


def _one_of(code: str, wanted: str | None, offered: tuple[str, ...], verb: str) -> Reason:
    words = f"{verb} {', '.join(offered).replace('_', ' ') or 'nothing named'}"
    if wanted is None or wanted in ("unsure", "either"):
        return Reason(code, None, words)
    return Reason(code, wanted in offered, words)


def _places(program: ProgramOffer) -> Reason:
    if program.open_places is None:
        return Reason("places", None, "places not counted")
    return Reason("places", program.open_places > 0, f"{program.open_places} open places")
