"""Programs near a person, nearest fit first, each with its reasons. Nothing that is paid plays a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.enrollments.places import Place, miles_between
from intake.enrollments.programs import IOP, ProgramOffer, Site
from intake.told import Told, codes, told

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
    words: Told


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
        _one_of("level", wish.level, (program.level,), told("level {offered}", offered=program.level)),
        *_about_the_person(wish, program),
        _places(program),
    )
    return Match(site, program, miles, reasons)


def _distance(wish: Wish, program: ProgramOffer, miles: float | None) -> Reason:
    online = "online" in program.formats and wish.format != "in_person"
    if online and wish.place is not None and wish.place.state in program.online_states:
        return Reason("distance", True, told("online for people in {state}", state=wish.place.state))
    if miles is None:
        return Reason("distance", None, told("distance not known"))
    far, most = f"{miles:.0f}", f"{WITHIN_MILES:.0f}"
    if miles > WITHIN_MILES:
        return Reason("distance", False, told("{miles} miles away, over {most}", miles=far, most=most))
    return Reason("distance", True, told("{miles} miles away", miles=far))


def _about_the_person(wish: Wish, program: ProgramOffer) -> tuple[Reason, ...]:
    ages, languages = codes("age_band", program.age_bands), codes("language", program.languages)
    payers = codes("pay", program.payers) if program.payers else told("nothing named")
    times, formats = codes("schedule", program.schedules), codes("format", program.formats)
    return (
        _one_of("age", wish.age_band, program.age_bands, told("for {offered}", offered=ages)),
        _one_of("language", wish.language, program.languages, told("speaks {offered}", offered=languages)),
        _one_of("payer", wish.pay, program.payers, told("takes {offered}", offered=payers)),
        _one_of("schedule", wish.schedule, program.schedules, told("meets by {offered}", offered=times)),
        _one_of("format", wish.format, program.formats, told("meets {offered}", offered=formats)),
    )


def _one_of(code: str, wanted: str | None, offered: tuple[str, ...], words: Told) -> Reason:
    known = wanted is not None and wanted not in ("unsure", "either")
    return Reason(code, wanted in offered if known else None, words)


def _places(program: ProgramOffer) -> Reason:
    if program.open_places is None:
        return Reason("places", None, told("places not counted"))
    return Reason("places", program.open_places > 0, told("{count} open places", count=program.open_places))
