"""What a web process cannot do without: the same imports as ours in a Flask application with nothing in it."""

from __future__ import annotations

from flask import Flask

import intake.settings
import intake.wiring
import webhooks.app

IMPORTED = (intake.settings, intake.wiring, webhooks.app)


def create() -> Flask:
    """An application that answers /healthz."""
    app = Flask("bare")
    app.add_url_rule("/healthz", view_func=lambda: "ok")
    return app
