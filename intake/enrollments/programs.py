"""Sites and the programs that they offer, and what an editor of one should look at again."""

from __future__ import annotations

from dataclasses import dataclass

from intake.told import Told, told

LEVELS = ("1", "1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.3", "3.5", "3.7", "4", "4.0")
SCHEDULES, FORMATS = ("day", "evening"), ("in_person", "online")
PAYERS = ("medicaid", "private", "medicare_or_military", "none")
AGE_BANDS, LANGUAGES = ("adult", "minor"), ("en", "es", "other")
# ASAM 2.1: at least 9 hours a week for adults and 6 for adolescents.
IOP, _LEAST_HOURS = "2.1", {"adult": 9.0, "minor": 6.0}


@dataclass(frozen=True)
class ProgramOffer:
    """One program at one site."""

    slug: str
    name: str
    level: str
    asam_edition: int
    sessions_per_week: int
    hours_per_session: float
    weeks: int
    # Hours of individual counselling a week.
    individual_hours: float = 1.0
    schedules: tuple[str, ...] = SCHEDULES
    formats: tuple[str, ...] = ("in_person",)
    languages: tuple[str, ...] = ("en",)
    payers: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ("adult",)
    # Two-letter codes of states whose residents may take it online.
    online_states: tuple[str, ...] = ()
    # None where it is not counted.
    open_places: int | None = None

    @property
    def hours_per_week(self) -> float:
        """Group and individual hours together."""
        return self.sessions_per_week * self.hours_per_session + self.individual_hours


@dataclass(frozen=True)
class Site:
    """A place of ours. Latitude and longitude in degrees."""

    slug: str
    name: str
    city: str
    state: str
    zip: str
    timezone: str
    latitude: float
    longitude: float
    street: str = ""
    # A block-grant site (45 CFR 96.126).
    sabg: bool = False
    programs: tuple[ProgramOffer, ...] = ()


def warn(program: ProgramOffer) -> tuple[Told, ...]:
    """What an editor should look at again; the first is what payers and the ASAM criteria refuse."""
    if program.level != IOP:
        return ()
    slug, hours, least = program.slug, program.hours_per_week, max(_LEAST_HOURS[one] for one in program.age_bands)
    each, weeks = program.hours_per_session, program.weeks
    looked_at = (
        (hours >= least, told(
            "{program} is called level {level} and has {hours} hours a week; that level has at least {least}",
            program=slug, level=IOP, hours=f"{hours:g}", least=f"{least:g}",
        )),
        (2 <= program.sessions_per_week <= 5, told(
            "{program} has {count} sessions a week; 2 to 5 is usual", program=slug, count=program.sessions_per_week,
        )),
        (2 <= each <= 3, told(
            "{program} has {hours} hours a session; 2 to 3 is usual", program=slug, hours=f"{each:g}",
        )),
        (6 <= weeks <= 8, told("{program} has {count} weeks; 6 to 8 is usual", program=slug, count=weeks)),
    )  # fmt: skip
    return tuple(words for fine, words in looked_at if not fine)
