"""Bring a database to the newest schema, one process at a time, impatiently."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

_HERE = Path(__file__).parent / "migrations"
# Any number, as long as nothing else in this database takes the same advisory lock.
_LOCK = 727_988_911


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    return config


def head() -> str:
    """The newest revision that this code knows."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


def migrate(url: str, revision: str = "head") -> None:
    """Upgrade (or, for an older revision by name, downgrade) the database at `url`."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    config = _config()
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.commit()
        config.attributes["connection"] = connection
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        current = current_revision(url)
        going_down = (
            revision != "head"
            and current in known
            and revision != current
            and _is_older(config, revision, current)
        )
        (command.downgrade if going_down else command.upgrade)(config, revision)
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        connection.commit()
    engine.dispose()


def _is_older(config: Config, revision: str, current: str | None) -> bool:
    if revision == "base":
        return True
    script = ScriptDirectory.from_config(config)
    below = script.iterate_revisions(current, "base") if current else ()
    return any(step.revision == revision != current for step in below)


def current_revision(url: str) -> str | None:
    """The revision that the database is at; None for an empty one."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            exists = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
            if exists is None:
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()
