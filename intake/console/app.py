"""The console: staff pages in a process of their own, with a secret of their own."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from pathlib import Path
from typing import cast

from flask import Flask, request, url_for
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from intake.console import access, errors, formats, gate, headers, language, navigation, providing, sessions, viewer
from intake.console.pages import blueprints, events
from intake.console.ports import House
from intake.settings import Settings
from intake.staff.access import Right, visible_fields

_LIMIT = "600 per minute"
# Each try hashes a password: strangers must not keep the machine busy with it.
_TRIES = "30 per minute"
_GUESSABLE = (
    "sign_in.enter", "sign_in.check", "proof.check", "join.accept", "passkey.finish", "oidc.leave", "oidc.back",
)  # fmt: skip
_BODY = 256 * 1024


class Undeclared(RuntimeError):
    """A route does not say who may use it; nothing is served until it does."""


def create_app(house: House) -> Flask:
    """The application. Raises `Undeclared` naming every route without a declaration of access."""
    app = Flask("intake.console")
    if house.settings.console_proxies:
        # Only what our own proxies wrote is believed; anybody may send such a header with a name in it.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=house.settings.console_proxies, x_proto=0)  # type: ignore[method-assign]
    https = house.settings.console_base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=console_secret(house.settings),
        SESSION_COOKIE_NAME="__Host-form" if https else "form",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=_BODY,
        # Without a referrer there is nothing to compare; the gate looks at Sec-Fetch-Site instead.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    viewer.give_house(app.extensions, house)
    providing.install(app.extensions, house.settings)
    events.open_hub(app.extensions, house)
    headers.install(app, https=https)
    limiter = _limiter(app, house.settings)
    gate.install(app)
    CSRFProtect(app)
    errors.install(app)
    _templates(app, house.settings)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    for endpoint in _GUESSABLE:
        guarded = limiter.limit(_TRIES)(app.view_functions[endpoint])
        app.view_functions[endpoint] = cast(RouteCallable, guarded)
    if forgotten := access.undeclared(app):
        raise Undeclared(f"no access declared for {', '.join(forgotten)}")
    return app


def console_secret(settings: Settings) -> bytes:
    """The console's own secret, apart from the webhooks': knowing one does not give the other."""
    given = settings.secret_key.get_secret_value().encode()
    return hmac.new(given, b"helpline console 1", hashlib.sha256).digest()


def _limiter(app: Flask, settings: Settings) -> Limiter:
    return Limiter(
        _whose,
        app=app,
        default_limits=[_LIMIT],
        storage_uri=settings.redis_url.get_secret_value(),
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        # Staff work on while Redis is away.
        swallow_errors=True,
        in_memory_fallback_enabled=True,
    )


def _whose() -> str:
    """Whom a limit is counted for: the session, so that people behind one address do not slow each other."""
    token = request.cookies.get(sessions.cookie_name())
    return hashlib.sha256(token.encode()).hexdigest()[:24] if token else get_remote_address()


def _templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        clock_time=formats.clock_time,
        day=formats.day,
        hour=formats.hour,
        between=formats.between,
        initials=formats.initials,
        date=formats.date,
        left=formats.left,
        ago=formats.ago,
        span=formats.span,
        word=formats.word,
        actor=formats.actor,
        came_from=formats.came_from,
        rung_why=formats.rung_why,
        sentence=language.sentence,
        purpose=language.purpose,
        titled=language.titled,
    )
    app.jinja_env.globals.update(
        t=language.t,
        said=language.text,
        has_text=language.has,
        one_or_many=language.one_or_many,
        language=language.chosen,
        seen=viewer.seen,
        visible=_visible,
        Right=Right,
        menu=navigation.menu,
        has_provider=providing.has_provider,
        idle_seconds=sessions.idle_seconds,
        asset=_asset,
        brand=settings.brand,
        neutral=formats.phone(settings.neutral_number),
    )


def _visible(kind: str) -> frozenset[str]:
    """The fields of such a record that the reader may see."""
    who = viewer.seen()
    return visible_fields(who.roles, kind) if who else frozenset()


def _asset(name: str) -> str:
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:12]


def create_production_app() -> Flask:
    """What gunicorn serves: the house is wired from the environment."""
    from intake import logs, observing
    from intake.settings import load
    from intake.wiring import wire

    settings = load()
    logs.configure(settings.log_level)
    app = create_app(wire(settings))
    observing.begin(settings, "console")
    observing.watch(app)
    return app
