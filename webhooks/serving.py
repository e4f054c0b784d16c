"""Gunicorn's settings for the web process: `gunicorn -c python:webhooks.serving …`."""

from __future__ import annotations

from intake.serving import options
from intake.settings import load

_settings = load()
globals().update(
    options(
        _settings,
        port=_settings.port,
        processes=_settings.web_processes,
        threads=_settings.web_threads,
    )
)
