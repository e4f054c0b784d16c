"""What goes wrong is said kindly and briefly; nobody sees a traceback, and no answer tells what exists."""

from __future__ import annotations

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

_log = structlog.get_logger()
# Wrong method and gone are told apart by nobody: all are the page that is not there.
_NOT_THERE = {403, 404, 405, 410}
_KNOWN = {400, 413, 429}


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, lambda _: _page(400, "stale"))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    if code in _NOT_THERE:
        return _page(404, "not_there")
    if code in _KNOWN:
        return _page(code, f"code_{code}")
    return _page(500, "broken")


def _unexpected(error: Exception) -> tuple[str, int]:
    # The kind of error, its places and the route; its words, which could be somebody's, are left out by `logs`.
    _log.error("console.page_failed", endpoint=request.endpoint, exc_info=error)
    return _page(500, "broken")


def _page(status: int, key: str) -> tuple[str, int]:
    # Bare: without tokens and addresses, so that one "not there" is the same bytes as another.
    return render_template("problem.html", key=key, bare=True), status
