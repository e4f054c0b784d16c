"""Run migrations on the connection that was handed over, each in its own transaction."""

from __future__ import annotations

from alembic import context

from intake.storage.schema.everything import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, transaction_per_migration=True, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
