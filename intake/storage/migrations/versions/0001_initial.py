"""The first schema."""

from __future__ import annotations

from alembic import op

from intake.storage.schema.everything import metadata
from intake.storage.schema.guards import GUARDS, UNGUARDS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, then the guards that no application code can step over."""
    metadata.create_all(op.get_bind())
    for statement in GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Take all of it away."""
    for statement in UNGUARDS:
        op.execute(statement)
    metadata.drop_all(op.get_bind())
