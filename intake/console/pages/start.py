"""Where a person starts, everything they may open, and how the console looks to them."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import language
from intake.console.access import allowed, public
from intake.console.gate import local_path
from intake.console.navigation import home as home_of
from intake.console.viewer import viewer
from intake.staff.access import Right

pages = Blueprint("start", __name__)
_THEMES = ("auto", "light", "dark")
_YEAR = 31_536_000


@pages.get("/")
@allowed(Right.OWN_ACCOUNT)
def home() -> ResponseReturnValue:
    """On to the page that this person works on."""
    return redirect(url_for(home_of(viewer())), 303)


@pages.get("/more")
@allowed(Right.OWN_ACCOUNT)
def more() -> ResponseReturnValue:
    """Everything that this person may open: the menu of a phone."""
    return render_template("pages/more.html")


@pages.get("/still-here")
@allowed(Right.OWN_ACCOUNT)
def still_here() -> ResponseReturnValue:
    """A page says that somebody types or scrolls: the session stays awake."""
    return "", 204


@pages.post("/look")
@public
def prefer() -> ResponseReturnValue:
    """Keep a theme or a language in the browser, and go back."""
    answer = redirect(local_path(request.form.get("back")) or "/", 303)
    picked = ((language.COOKIE, "language", language.LANGUAGES), ("theme", "theme", _THEMES))
    for cookie, field, known in picked:
        if (value := request.form.get(field)) in known:
            answer.set_cookie(
                cookie,
                str(value),
                max_age=_YEAR,
                secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
                httponly=True,
                samesite="Lax",
            )
    return answer
