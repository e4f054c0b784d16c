"""The web process: answers the carrier, and refuses everybody else in one way."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from webhooks import health
from webhooks.desk import Desk
from webhooks.gate import Gate, refused
from webhooks.meters import SECONDS
from webhooks.ports import House
from webhooks.routes import CARRIER_ROUTES, Route

_ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(house: House, cut: Callable[[int], None] = lambda _: None) -> Flask:
    """The application over a wired house. Every address is listed in `webhooks.routes`.

    `cut` ends whatever a thread of ours waits for, when its time is up."""
    app = Flask("webhooks", static_folder=None)
    # An address that is nearly ours is refused like any other, not led to ours.
    app.url_map.merge_slashes = False
    desk = Desk(house, cut)
    gate = Gate(house.carrier_settings)
    for route in CARRIER_ROUTES:
        # Every method comes to the gate, so that a wrong one is refused as everything else is.
        app.add_url_rule(
            route.path,
            endpoint=route.path,
            view_func=_guarded(desk, gate, route),
            methods=_ANY_METHOD,
            provide_automatic_options=False,
        )
    app.add_url_rule("/healthz", view_func=health.alive, endpoint="healthz")
    app.add_url_rule("/readyz", view_func=lambda: health.ready(desk), endpoint="readyz")
    app.add_url_rule("/metrics", view_func=lambda: health.metrics(desk, request), endpoint="metrics")
    app.register_error_handler(HTTPException, lambda _: refused())
    return app


def create_production_app() -> Flask:
    """What gunicorn serves (`webhooks.app:create_production_app()`): the house as the environment has it."""
    from intake import observing
    from intake.privacy.whence import process_is
    from intake.settings import load
    from intake.wiring import wire

    house = wire(load())
    process_is("webhook")
    house.warm()
    app = create_app(house, house.database.cut)
    observing.begin(house.settings, "web")
    observing.watch(app)
    return app


def _guarded(desk: Desk, gate: Gate, route: Route) -> Callable[[], Response]:
    seconds = SECONDS.labels(route.path)

    def serve() -> Response:
        admitted = gate.admit(request)
        if admitted is None:
            return refused()
        with seconds.time():
            try:
                return route.view(desk, admitted)
            except Exception as problem:
                # A fault of the view's own: whoever is on the leg must be led on all the same.
                desk.report(route.path, problem)
                return route.broken(desk)

    return serve
