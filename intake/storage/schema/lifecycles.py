"""Triggers that let the database itself refuse a callback or an offer a state that cannot follow."""

from __future__ import annotations

from collections.abc import Mapping

from intake.callbacks.lifecycle import CALLBACK, OFFER


def _sql(table: str, column: str, follows: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    function = f"helpline_{table}_{column}"
    pairs = ", ".join(f"'{now}>{then}'" for now in sorted(follows) for then in sorted(follows[now]))
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.{column} || '>' || NEW.{column} IN ({pairs}) THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION 'helpline: % after % is refused on {table}', NEW.{column}, OLD.{column} "
        "USING ERRCODE = '23514'; END $$",
        f"CREATE OR REPLACE TRIGGER {function} BEFORE UPDATE OF {column} ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION {function}()",
    )


LIFECYCLES = (*_sql("callbacks", "state", CALLBACK), *_sql("offers", "result", OFFER))
