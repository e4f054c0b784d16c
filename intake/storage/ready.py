"""Whether the database answers at all."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from intake.storage.session import Database


def is_ready(database: Database) -> bool:
    """True if a statement comes back."""
    try:
        with database.begin() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        return False
