"""What can be wrong with what we owe by law: reviews, deadlines, what lies at the carrier, proof kept outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from intake.cli.checkup.findings import Finding
from intake.cli.opening import Office
from intake.privacy import breach, minors
from intake.settings import data_folder
from intake.staff import glass
from intake.storage import traces

_HOUR = timedelta(hours=1)
# Letters take a while to write and to check.
_AHEAD = timedelta(days=14)


def owed(here: Office) -> Iterator[Finding]:
    """What somebody has to do; none of it makes a caller worse off now."""
    with here.database.begin() as connection:
        late = sum(one.review_due_at < here.now for one in glass.to_review(connection))
        told = [one for _, one in breach.due(connection) if one.by < here.now + _AHEAD]
        stuck = traces.stuck(connection, here.now - _HOUR)
    if late:
        what = f"{late} emergency looks at records were not reviewed within a day"
        yield Finding(what, "somebody else than who did it reviews them in the console", callers=False)
    for one in told:
        what = f"a breach is to be told to {one.duty} by {one.by:%Y-%m-%d} (45 CFR 164.404 to 164.408)"
        yield Finding(what, "tell them, and enter it in the register", callers=False)
    if stuck:
        what = f"{stuck} calls or texts of callers are still in the carrier's records"
        yield Finding(what, "look at the workers, and whether the account may delete", callers=False)
    folder = here.folder.path if here.folder else data_folder()
    if not folder.is_dir():
        what = "the proofs of the audit trail and the list of the forgotten lie in the database only"
        cure = "set HELPLINE_DATA_DIR to a folder on another disk, for every process"
        yield Finding(what, cure, callers=False)


def law() -> Iterator[Finding]:
    """What a lawyer has yet to confirm."""
    if states := minors.needs_counsel():
        what = f"no lawyer has confirmed the minors' consent rule of {len(states)} states"
        yield Finding(what, f"have counsel check intake/privacy/minors.toml ({', '.join(states[:4])} …)", callers=False)
