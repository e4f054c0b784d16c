"""One million prospective enrollments and a hundred thousand open callbacks, made inside the database.

`python -m tests.bench.console_seed DATABASE_URL` fills a migrated, empty database with it.
Nothing in it stands for anybody: sealed columns hold random bytes, fingerprints are digests of small numbers.
"""

from __future__ import annotations

import sys

from sqlalchemy import Connection, Engine, create_engine, text

ENROLLMENTS = 1_000_000
OPEN_CALLBACKS = 100_000
STAFF = 25
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
        updated_at, stage_since, closed_at, closed_reason)
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
        CASE WHEN stage = 'closed' THEN (ARRAY['unreachable', 'declined:cost'])[1 + n % 2] END
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

_EVENTS = """
    INSERT INTO enrollment_events (id, enrollment_id, kind, detail, actor, at)
    SELECT md5('event' || n)::uuid, md5('enrollment' || 1 + n % :enrollments)::uuid, 'stage', 'queued',
        'system:seed', timestamptz '2026-11-23' - make_interval(secs => n % 94600000)
    FROM generate_series(1, :enrollments) n
"""


def seed(connection: Connection, enrollments: int = ENROLLMENTS, callbacks: int = OPEN_CALLBACKS) -> None:
    """Fill an empty, migrated database; the same every time."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    sizes = {"enrollments": enrollments, "callbacks": callbacks, "staff": STAFF, "sites": SITES}
    for statement in (_STAFF, _ENROLLMENTS, _CALLBACKS, _EVENTS):
        wanted = {name: size for name, size in sizes.items() if f":{name}" in statement}
        connection.execute(text(statement), wanted)


def settle(engine: Engine) -> None:
    """Do what autovacuum has long done on a live system."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for table in ("enrollments", "callbacks", "enrollment_events", "staff"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))


def main(address: str) -> None:
    """Fill the migrated database at this address."""
    engine = create_engine(address)
    with engine.begin() as connection:
        seed(connection)
    settle(engine)


if __name__ == "__main__":
    main(sys.argv[1])
