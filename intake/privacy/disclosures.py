"""Everything that leaves the house is written down with its basis, its notice and its consent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.consent import Ask
from intake.privacy.consents import allowing
from intake.privacy.statements import STATEMENTS, VERSION
from intake.privacy.vault import Vault
from intake.storage import consents as rows

# 42 CFR 2.25 with 45 CFR 164.528: we account for six years, the longer of the two.
ACCOUNTED = timedelta(days=6 * 365 + 2)
# Outside the consent rule, each on its own section of part 2.
BASES = ("court_order", "audit", "child_abuse", "crime_on_premises", "qso")


class Incomplete(ValueError):
    """A disclosure form with an empty field, or on no basis that we know: it cannot be closed like this."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and when."""

    actor: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """This disclosure must not be made; `code` as `consent.objection` gives it."""

    code: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is disclosed to whom and what for. Sealed: never printed."""

    recipient: str
    what: str
    purpose: str

    def __repr__(self) -> str:
        return "Content(…)"


@dataclass(frozen=True, slots=True)
class Emergency:
    """42 CFR 2.51(c): exactly what has to be documented at once, the time being the entry's own."""

    received_by: str
    affiliation: str
    disclosed_by: str
    nature: str
    at: datetime

    def __repr__(self) -> str:
        return "Emergency(…)"


@dataclass(frozen=True, slots=True)
class Made:
    """A disclosure that may go now, with the notice that has to go with it (42 CFR 2.32)."""

    id: UUID
    statement: str
    consent_id: UUID | None


def _aad(disclosure_id: UUID) -> str:
    return f"disclosures.content_sealed:{disclosure_id.hex}"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a disclosure stands on."""

    enrollment_id: UUID
    basis: str
    consent_id: UUID | None = None
    statement: str | None = None


def disclose(connection: Connection, vault: Vault, enrollment_id: UUID, content: Content, by: By) -> Made | Refusal:
    """Write a consented disclosure down before it is made; send nothing unless this returns `Made`.

    The notice is statement 1 and the consent's copy goes along (2.32(b)). A refusal is audited: commit it.
    Raises `Incomplete`.
    """
    _complete(asdict(content))
    consent_id, why = _consent(connection, vault, enrollment_id, content, by.now)
    if consent_id is None:
        refused = Act(Action.DISCLOSE_REFUSED, by.actor, "enrollment", enrollment_id.hex, why)
        record(connection, refused)
        return Refusal(why or "no_consent")
    version = f"{VERSION}-1"
    ground = _Ground(enrollment_id, "consent", consent_id, version)
    return Made(_write(connection, vault, ground, asdict(content), by), STATEMENTS[version], consent_id)


def _consent(
    connection: Connection, vault: Vault, enrollment_id: UUID, content: Content, now: datetime
) -> tuple[UUID | None, str | None]:
    reasons = []
    for kind in ("tpo", "specific"):
        ask = Ask(content.recipient, content.purpose, kind)
        consent_id, why = allowing(connection, vault, enrollment_id, ask, now)
        if consent_id is not None:
            return consent_id, None
        reasons.append(why)
    # The more telling reason of the two: one that says something about a consent of the right kind.
    return None, next((why for why in reasons if why not in {"not_for_this", "no_consent"}), reasons[0])


def _complete(fields: Mapping[str, str]) -> None:
    if not all(value.strip() for value in fields.values()):
        raise Incomplete("every field is needed")


def _write(connection: Connection, vault: Vault, ground: _Ground, content: Mapping[str, str], by: By) -> UUID:
    disclosure_id, data_key = uuid4(), vault.new_key()
    text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    rows.add_disclosure(
        connection,
        rows.Disclosure(
            id=disclosure_id,
            enrollment_id=ground.enrollment_id,
            basis=ground.basis,
            consent_id=ground.consent_id,
            data_key=data_key,
            content_sealed=vault.seal(data_key, text, _aad(disclosure_id)),
            statement=ground.statement,
            consent_copy="copy" if ground.consent_id else None,
            made_by=by.actor,
            at=by.now,
        ),
    )
    action = Action.DISCLOSE_EMERGENCY if ground.basis == "emergency" else Action.DISCLOSE
    reason = f"{ground.basis}:{disclosure_id.hex}"
    record(connection, Act(action, by.actor, "enrollment", ground.enrollment_id.hex, reason))
    return disclosure_id


def disclose_in_emergency(
    connection: Connection, vault: Vault, enrollment_id: UUID, facts: Emergency, actor: str
) -> UUID:
    """A bona fide medical emergency (42 CFR 2.51), documented at once: who received it and their
    affiliation, who disclosed, when, and the nature of the emergency. Raises `Incomplete`."""
    named = {
        "received_by": facts.received_by,
        "affiliation": facts.affiliation,
        "disclosed_by": facts.disclosed_by,
        "at": facts.at.isoformat(),
        "nature": facts.nature,
    }
    _complete(named)
    return _write(connection, vault, _Ground(enrollment_id, "emergency"), named, By(actor, facts.at))


@dataclass(frozen=True, slots=True)
class Other:
    """A disclosure that the privacy officer decided on one of the other `BASES`."""

    enrollment_id: UUID
    basis: str
    content: Content


def record_other(connection: Connection, vault: Vault, made: Other, by: By) -> Made:
    """Write such a disclosure down; the notice goes along with it too. Raises `Incomplete`."""
    _complete(asdict(made.content))
    if made.basis not in BASES:
        raise Incomplete("unknown basis")
    version = f"{VERSION}-1"
    ground = _Ground(made.enrollment_id, made.basis, statement=version)
    return Made(_write(connection, vault, ground, asdict(made.content), by), STATEMENTS[version], None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an accounting."""

    at: datetime
    basis: str
    content: Mapping[str, str]


def accounting(connection: Connection, vault: Vault, enrollment_id: UUID, by: By) -> list[Line]:
    """What was disclosed of a person in the last six years, newest first (42 CFR 2.25), for that person."""
    found = rows.disclosures_of(connection, enrollment_id, by.now - ACCOUNTED)
    act = Act(Action.ACCOUNTING, by.actor, "enrollment", enrollment_id.hex, str(len(found)))
    record(connection, act)
    return [
        Line(one.at, one.basis, json.loads(vault.open(one.data_key, one.content_sealed, _aad(one.id)))) for one in found
    ]
