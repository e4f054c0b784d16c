"""What a database is made of, as its own catalogue says it, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

# Each names something and says what it is. Where a column stands among its neighbours does not matter.
_ASKED = {
    "column": """
        SELECT c.relname || '.' || a.attname,
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                         'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'IDENTITY ' || nullif(a.attidentity::text, ''),
                         'GENERATED ' || nullif(a.attgenerated::text, ''))
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
    "function": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "right": """
        SELECT c.relname || ' for ' || r.rolname, string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)
        FROM pg_class c, aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND x.grantee <> c.relowner GROUP BY 1""",
}
_NOT_OURS = "alembic_version"


def described(connection: Connection) -> dict[str, str]:
    """Every column, constraint, index, trigger, function and right, by kind and name."""
    return {
        f"{kind} {name}": what
        for kind, query in _ASKED.items()
        for name, what in connection.execute(text(query))
        if _NOT_OURS not in name
    }


def differences(migrated: dict[str, str], modelled: dict[str, str]) -> Iterator[str]:
    """Each in one line that says what to do about it."""
    for name in sorted(modelled.keys() - migrated.keys()):
        yield f"{name}: in the models, but no migration makes it; add a numbered one in intake/storage/migrations"
    for name in sorted(migrated.keys() - modelled.keys()):
        yield f"{name}: made by the migrations, but not in the models (intake/storage/schema)"
    for name in sorted(name for name in modelled.keys() & migrated.keys() if modelled[name] != migrated[name]):
        yield f"{name}: the models say {modelled[name]!r}, the migrations {migrated[name]!r}; add a numbered one"
