"""Forget what the retention table says is due, with a dry run before and a certificate after."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy import keeping
from intake.privacy.audit import Act, Action, record, record_all
from intake.privacy.signing import Signer, signed_by
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage import certificates, codes, doors, forgetting, received_texts, suppressions
from intake.storage import retention as rows
from intake.storage.certificates import Certificate, Erasure

# A number that was wrong, or does not want us, stays known by its hash when the record goes.
_STAYS_STOPPED = {"wrong_number": "wrong_number", "do_not_contact": "do_not_contact"}


@dataclass(frozen=True, slots=True)
class Item:
    """One record that is due to be forgotten, and by which rule."""

    rule: str
    table: str
    record_id: UUID


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would forget now. `swept` counts short-lived remains by kind, which have no ids."""

    items: tuple[Item, ...]
    held: int
    swept: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """Items by rule, for showing."""
        return dict(Counter(item.rule for item in self.items)) | {k: n for k, n in self.swept.items() if n}


@dataclass(frozen=True, slots=True)
class Office:
    """With what forgetting is done and signed: the vault, the signer, who asks, when."""

    vault: Vault
    signer: Signer
    actor: str
    now: datetime
    periods: keeping.Periods = field(default_factory=dict)


def periods_of(settings: Settings) -> keeping.Periods:
    """What this deployment sets instead of the table's own periods."""
    return keeping.periods(
        cancelled=settings.keep_cancelled_seconds,
        unreachable=settings.keep_unreachable_seconds,
        declined=settings.keep_declined_seconds,
    )


def plan(connection: Connection, now: datetime, periods: keeping.Periods | None = None) -> Plan:
    """The dry run: reads only. `periods` instead of the table's own, by rule."""
    items, held = [], 0
    for ended in rows.closed(connection, now):
        rule = keeping.rule_for(ended.stage, ended.closed_reason, periods)
        if rule is None or not keeping.is_due(rule, ended.since, now, held=False):
            continue
        held += ended.legal_hold
        if not ended.legal_hold:
            items.append(Item(rule.name, "enrollments", ended.id))
    talks = rows.conversations_of(connection, [item.record_id for item in items])
    items += [Item("with_record", "conversations", talk) for talk in talks]
    items += [
        Item(keeping.LOOSE_CONVERSATION.name, "conversations", talk)
        for talk in rows.loose_conversations(connection, _before(keeping.LOOSE_CONVERSATION, now))
    ]
    bodies = rows.old_bodies(connection, _before(keeping.MESSAGE_BODY, now))
    items += [Item(keeping.MESSAGE_BODY.name, "messages", one) for one in bodies]
    swept = {keeping.TURNS.name: rows.old_turns(connection, _before(keeping.TURNS, now))}
    return Plan(tuple(items), held, swept)


def _before(rule: keeping.Rule, now: datetime) -> datetime:
    assert rule.after is not None, "only rules with a time have a before"
    return now - rule.after


def carry_out(connection: Connection, office: Office) -> Certificate:
    """Forget what is due, in this transaction, and certify it. Run nightly and by `helpline forget`."""
    due = plan(connection, office.now, office.periods)
    _keep_stops(connection, office, [item.record_id for item in due.items if item.table == "enrollments"])
    counts = due.counts
    _empty(connection, office.vault, due.items)
    forgetting.turns_(connection, _before(keeping.TURNS, office.now))
    remains = _before(keeping.SIGN_IN_REMAINS, office.now)
    counts[keeping.SIGN_IN_REMAINS.name] = doors.sweep(connection, remains)
    counts["received_texts"] = received_texts.sweep(connection, _before(keeping.TURNS, office.now))
    counts["code_tries"] = codes.sweep(connection, _before(keeping.TURNS, office.now))
    counts[keeping.TRAIL.name] = _prune(connection, office)
    return _certify(connection, office, "retention", due.items, counts)


def _prune(connection: Connection, office: Office) -> int:
    gone = forgetting.prune_trail(connection, _before(keeping.TRAIL, office.now))
    if gone:
        record(connection, Act(Action.AUDIT_PRUNE, office.actor, "audit", None, f"entries:{gone}"))
    return gone


def forget_person(connection: Connection, office: Office, number: PhoneNumber) -> Certificate | None:
    """Forget one person now, wherever the number is; a stop they asked for stays, what was to be done ends.

    None, and nothing changed, if a legal hold forbids it or they are on the line this minute. Consents and
    disclosures are kept sealed for six years: the law wants the accounting (45 CFR 164.528).
    """
    prints = office.vault.fingerprints(number)
    found = rows.of_number(connection, prints)
    if any(one.legal_hold for one in found):
        return None
    records = [one.id for one in found]
    talks = {*rows.conversations_of(connection, records), *rows.conversations_of_number(connection, prints)}
    if forgetting.busy(connection, records, talks):
        return None
    forgetting.end(connection, records, talks, office.now)
    items = (
        *(Item("person", "enrollments", one) for one in records),
        *(Item("person", "conversations", one) for one in sorted(talks)),
    )
    _empty(connection, office.vault, items)
    return _certify(connection, office, "person", items, {"person": len(items)})


def erase_everything(connection: Connection, office: Office) -> Certificate | None:
    """The program ends (42 CFR 2.19): nothing sealed opens any more. None if a legal hold is in force.

    Afterwards destroy the vault keys: they still open yesterday's backups.
    """
    if certificates.any_hold(connection):
        return None
    counts = forgetting.destroy_every_key(connection)
    record(connection, Act(Action.ERASE_ALL, office.actor, "vault", None, str(sum(counts.values()))))
    return _certify(connection, office, "everything", (), counts)


def forget_again(connection: Connection, office: Office, gone: Sequence[Erasure]) -> Certificate:
    """After a restore: forget once more what was forgotten since the backup was made, and list it again."""
    known = {(one.table_name, one.record_id) for one in certificates.erased(connection)}
    late = [one for one in gone if (one.table_name, one.record_id) not in known]
    items = tuple(Item("restore", one.table_name, one.record_id) for one in late)
    _empty(connection, office.vault, items)
    return _certify(connection, office, "restore", items, {"restore": len(items)})


def _empty(connection: Connection, vault: Vault, items: Sequence[Item]) -> None:
    by_table: dict[str, list[UUID]] = {"enrollments": [], "conversations": [], "messages": []}
    loose = []
    for item in items:
        if item.rule == keeping.LOOSE_CONVERSATION.name and item.table == "conversations":
            loose.append(item.record_id)
        else:
            by_table[item.table].append(item.record_id)
    if by_table["enrollments"]:
        forgetting.enrollments_(connection, by_table["enrollments"], vault.new_key())
    if by_table["conversations"]:
        forgetting.conversations_(connection, by_table["conversations"], vault.new_key())
    if loose:
        forgetting.conversations_(connection, loose, None)
    if by_table["messages"]:
        forgetting.bodies(connection, by_table["messages"], vault.new_key())


def _keep_stops(connection: Connection, office: Office, records: Sequence[UUID]) -> None:
    going = set(records)
    for ended in rows.closed(connection, office.now):
        reason = _STAYS_STOPPED.get(ended.closed_reason or ended.stage) or _STAYS_STOPPED.get(ended.stage)
        if ended.id in going and reason and ended.number_fingerprint:
            stop = suppressions.Suppression(
                suppressions.new_id(), ended.number_fingerprint, "all", reason, "staff", office.now
            )
            suppressions.add(connection, stop)


def _certify(
    connection: Connection, office: Office, rule: str, items: Sequence[Item], counts: dict[str, int]
) -> Certificate:
    lines = sorted(f"{item.table}/{item.record_id.hex}/{item.rule}" for item in items)
    digest = hashlib.sha256("\n".join(lines).encode()).digest()
    made = Certificate(uuid4(), office.now, rule, counts, digest, b"", office.actor)
    signed = Certificate(made.id, made.at, rule, counts, digest, office.signer.sign(statement(made)), office.actor)
    certificates.add(connection, signed)
    gone = [Erasure(item.table, item.record_id, office.now) for item in items]
    certificates.add_erasures(connection, signed.id, gone)
    acts = [Act(Action.FORGET, office.actor, i.table, i.record_id.hex, i.rule) for i in items]
    record_all(connection, acts)
    record(connection, Act(Action.FORGET_RUN, office.actor, "certificate", signed.id.hex, rule))
    return signed


def statement(certificate: Certificate) -> bytes:
    """What the signature of a certificate covers."""
    counts = ",".join(f"{name}={certificate.counts[name]}" for name in sorted(certificate.counts))
    fields = (
        "helpline/certificate/1",
        certificate.id.hex,
        certificate.rule,
        counts,
        certificate.digest.hex(),
    )
    return "\n".join(fields).encode()


def is_genuine(certificate: Certificate, public_key: bytes) -> bool:
    """Whether we signed this certificate and nobody changed it."""
    return signed_by(public_key, certificate.signature, statement(certificate))
