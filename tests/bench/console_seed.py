"""One million prospective enrollments and a hundred thousand open callbacks, made inside the database.

`python -m tests.bench.console_seed DATABASE_URL` fills a migrated, empty database with it.
Nothing in it stands for anybody: sealed columns hold random bytes, fingerprints are digests of small numbers.
"""

from __future__ import annotations

import sys
from datetime import date

from sqlalchemy import Connection, Engine, create_engine, text

ENROLLMENTS = 1_000_000
OPEN_CALLBACKS = 100_000
STAFF = 25
LAST_DAY = date(2026, 11, 22)
SITES = 12

_STAFF = """
    INSERT INTO staff (id, email, name, roles, languages, data_key, created_at)
    SELECT md5('staff' || n)::uuid, 'seed' || n || '@example.org', 'Seed ' || n,
           ARRAY['coordinator', 'professional'], ARRAY['en'], '\\x00', now()
    FROM generate_series(1, :staff) n
"""

# The first :open rows are open and newest on the whole; the rest went their way over three years.
_ENROLLMENTS = """
    INSERT INTO enrollments (id, code, stage, partial, channel, language, for_whom, data_key,
        number_fingerprint, number_sealed, last_digits_fingerprint, number_source, zip_sealed,
        zip_fingerprint, timezone, name_sealed, age_band, flags, site_id, coordinator_id, created_at,
        updated_at, stage_since, closed_at, closed_reason, furthest)
    SELECT md5('enrollment' || n)::uuid, 'S' || n, stage, false,
        CASE WHEN n % 4 = 0 THEN 'sms' ELSE 'voice' END,
        CASE WHEN n % 50 = 0 THEN 'other' WHEN n % 5 = 1 THEN 'es' ELSE 'en' END,
        CASE WHEN n % 3 = 0 THEN 'loved_one' ELSE 'self' END, sha256(n::text::bytea),
        sha256(('number' || n)::bytea), sha256(('sealed' || n)::bytea),
        sha256(('last4' || (n * 7919::bigint) % 10000)::bytea), 'caller_id', sha256(('zip' || n)::bytea),
        sha256(('zip' || (n * 104729::bigint) % 2000)::bytea), 'America/New_York',
        sha256(('name' || n)::bytea), 'adult',
        CASE WHEN n % 40 = 0 THEN ARRAY['medical_first'] ELSE ARRAY[]::text[]
        END,
        CASE WHEN n % 3 = 0 THEN md5('site' || (n / 3) % :sites)::uuid END,
        CASE WHEN n % 10 > 0 THEN md5('staff' || 1 + (n / 10) % :staff)::uuid END,
        made, made + interval '1 day', made + interval '1 hour',
        CASE WHEN stage IN ('closed', 'enrolled', 'do_not_contact') THEN made + interval '9 days' END,
        CASE WHEN stage = 'closed' THEN (ARRAY['unreachable', 'declined:cost'])[1 + n % 2] END,
        coalesce(array_position(ARRAY['partial', 'queued', 'attempting', 'contacted', 'prescreened', 'consented',
            'vob_pending', 'vob_done', 'assessment_scheduled', 'assessed', 'enrolled'], stage), 2 + n % 4)
    FROM (
        SELECT n, CASE
            WHEN n <= :callbacks THEN (ARRAY['queued', 'queued', 'attempting'])[1 + n % 3]
            WHEN n <= :callbacks * 3 / 2 THEN (ARRAY['contacted', 'prescreened', 'consented', 'vob_pending',
                'vob_done', 'assessment_scheduled', 'assessed'])[1 + n % 7]
            ELSE (ARRAY['closed', 'closed', 'closed', 'enrolled', 'do_not_contact', 'closed'])[1 + n % 6]
        END AS stage,
        timestamptz '2026-11-23' - make_interval(secs => CASE WHEN n <= :callbacks * 3 / 2
            THEN (n * 7561::bigint) % 2600000 ELSE (n * 7561::bigint) % 94600000 END) AS made
        FROM generate_series(1, :enrollments) n
    ) AS rows
"""

_CALLBACKS = """
    INSERT INTO callbacks (id, enrollment_id, origin, class, reason, state, language, promised_at, created_at,
        due_at, next_action_at, ended_at, closed_reason)
    SELECT md5('callback' || n)::uuid, e.id, 'requested',
        (ARRAY['P2', 'P3', 'P1', 'P2', 'P4', 'P3', 'P2', 'P0'])[1 + n % 8], 'asap',
        CASE WHEN n <= :callbacks THEN (ARRAY['due', 'due', 'waiting'])[1 + n % 3] ELSE 'completed' END,
        e.language, e.created_at, e.created_at, e.created_at + interval '15 minutes',
        CASE WHEN n <= :callbacks THEN timestamptz '2026-11-24' + make_interval(secs => n % 86400) END,
        CASE WHEN n > :callbacks THEN e.created_at + interval '1 hour' END,
        CASE WHEN n > :callbacks THEN 'reached' END
    FROM generate_series(1, :callbacks * 3) n JOIN enrollments e ON e.code = 'S' || n
"""

# Calls behind the records, and a fifth as many that left none; the furthest back is three years ago.
_CONVERSATIONS = """
    INSERT INTO conversations (id, channel, line, script_digest, language, step, data_key, enrollment_id, started_at,
        updated_at, secured_at, ended_at, ended_at_step, outcome)
    SELECT md5('conversation' || e.n)::uuid, channel, 'public', 'seed', language, 'N90_PROMISE', bytea '\\x00', id,
        created_at - interval '48 s', created_at, created_at, created_at + interval '40 s', 'N90_PROMISE', 'callback'
    FROM (SELECT substr(code, 2)::int AS n, enrollments.* FROM enrollments) AS e
    UNION ALL
    SELECT md5('nobody' || n)::uuid, 'voice', 'public', 'seed', 'en', 'N20_PROMISE', bytea '\\x00', NULL, made,
        made, NULL, made + make_interval(secs => 4 + n % 40), 'N20_PROMISE',
        CASE WHEN n % 40 < 6 THEN 'short_abandon' ELSE 'abandoned' END
    FROM (SELECT n, timestamptz '2026-11-23' - make_interval(secs => (n * 7561::bigint) % 94600000) AS made
        FROM generate_series(1, :enrollments / 5) n) AS rows
"""

_OFFERS = """
    INSERT INTO offers (id, callback_id, staff_id, tier, result, why, at, rings_until, answered_at, ended_at)
    SELECT md5('offer' || n)::uuid, md5('callback' || n)::uuid, md5('staff' || 1 + n % :staff)::uuid, 'primary',
        'accepted', 'least_load', at, at + interval '25 s', at + interval '9 s', at + interval '15 minutes'
    FROM (SELECT n, c.created_at + make_interval(secs => n % 1200) AS at
        FROM generate_series(:callbacks + 1, :callbacks * 3) n
        JOIN callbacks c ON c.id = md5('callback' || n)::uuid) AS rows
"""

_ATTEMPTS = """
    INSERT INTO attempts (id, callback_id, offer_id, staff_id, number, kind, result, leg_sid, at, connected_at,
        ended_at)
    SELECT md5('attempt' || n)::uuid, o.callback_id, o.id, o.staff_id, 1, 'dial', 'reached', 'CA' || md5('leg' || n),
        o.answered_at, o.answered_at + interval '8 s', o.answered_at + interval '10 minutes'
    FROM generate_series(:callbacks + 1, :callbacks * 3) n JOIN offers o ON o.id = md5('offer' || n)::uuid
"""

_TASKS = """
    INSERT INTO enrollment_tasks (id, enrollment_id, kind, assignee_id, due_at, created_at, done_at)
    SELECT md5('task' || n)::uuid, md5('enrollment' || n)::uuid, 'follow_up', md5('staff' || 1 + n % :staff)::uuid,
        timestamptz '2026-11-23' - make_interval(mins => n), timestamptz '2026-11-01' - make_interval(mins => n),
        CASE WHEN n % 20 > 0 THEN timestamptz '2026-11-24' END
    FROM generate_series(1, :callbacks) n
"""

_TRAIL = """
    INSERT INTO audit_entries (at, action, actor, subject_kind, subject_id, reason, origin)
    SELECT timestamptz '2026-11-23' - make_interval(secs => (:enrollments - n) * 94),
        (ARRAY['read.record', 'read.list', 'read.search', 'enrollment.change', 'read.reveal'])[1 + n % 5],
        'staff:' || md5('staff' || 1 + (n / 5) % :staff), 'enrollment', md5('enrollment' || n), NULL, 'console:seed'
    FROM generate_series(1, :enrollments) n
"""

_EVENTS = """
    INSERT INTO enrollment_events (id, enrollment_id, kind, detail, actor, at)
    SELECT md5('event' || n)::uuid, md5('enrollment' || 1 + n % :enrollments)::uuid, 'stage', 'queued',
        'system:seed', timestamptz '2026-11-23' - make_interval(secs => n % 94600000)
    FROM generate_series(1, :enrollments) n
"""


_STATEMENTS = (_STAFF, _ENROLLMENTS, _CALLBACKS, _EVENTS, _CONVERSATIONS, _OFFERS, _ATTEMPTS, _TASKS, _TRAIL)
_TABLES = ("enrollments", "callbacks", "enrollment_events", "conversations", "offers", "attempts",
    "enrollment_tasks", "audit_entries", "staff")  # fmt: skip


def seed(connection: Connection, enrollments: int = ENROLLMENTS, callbacks: int = OPEN_CALLBACKS) -> None:
    """Fill an empty, migrated database; the same every time."""
    # The rows are consistent by how they are made: nobody needs to check a million of them one by one.
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    sizes = {"enrollments": enrollments, "callbacks": callbacks, "staff": STAFF, "sites": SITES}
    for statement in _STATEMENTS:
        wanted = {name: size for name, size in sizes.items() if f":{name}" in statement}
        connection.execute(text(statement), wanted)


def settle(engine: Engine) -> None:
    """Do what autovacuum has long done on a live system."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for table in _TABLES:
            connection.execute(text(f"VACUUM ANALYZE {table}"))


def main(address: str) -> None:
    """Fill the migrated database at this address."""
    engine = create_engine(address)
    with engine.begin() as connection:
        seed(connection)
    settle(engine)


if __name__ == "__main__":
    main(sys.argv[1])
