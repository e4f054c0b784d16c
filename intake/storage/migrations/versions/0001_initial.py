"""The first schema, frozen: what has been run somewhere is never edited, a later change is a migration of its own."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

_FIRST = Path(__file__).parents[1] / "first"
# What ties the tables together, and the guards that no application code can step over, once all tables stand.
_AFTERWARDS = ("links", "guards")
_UNDO = "undo"


def upgrade() -> None:
    """Make every table, then all that needs them."""
    tables = sorted(path.stem for path in _FIRST.glob("*.sql") if path.stem not in {*_AFTERWARDS, _UNDO})
    for name in (*tables, *_AFTERWARDS):
        _run(name)


def downgrade() -> None:
    """Take all of it away, with whatever is in it."""
    _run(_UNDO)


def _run(name: str) -> None:
    statements = (_FIRST / f"{name}.sql").read_text(encoding="utf-8")
    # As it stands: a percent sign in it is no placeholder.
    op.get_bind().exec_driver_sql(statements, execution_options={"no_parameters": True})
