"""Every step with its words side by side, and the drawing of where each answer leads."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.language import sentence, titled
from intake.console.pages.script.common import blocks, sample, shown, wordings
from intake.console.viewer import house, viewer
from intake.conversation.checks import check
from intake.conversation.graph import edges, svg
from intake.staff.access import Right


def install(pages: Blueprint) -> None:
    """Serve both."""
    pages.get("/script")(show)
    pages.get("/script/graph")(graph)
    pages.get("/script/graph.svg")(drawing)


@allowed(Right.SCRIPT_SEE)
def show() -> ResponseReturnValue:
    """The open draft if there is one, else what callers hear now."""
    with house().database.begin() as connection:
        script, draft = shown(connection)
    return render_template(
        "pages/script/overview.html",
        script=script,
        draft=draft,
        blocks=blocks(script),
        words={step.id: wordings(script, step) for step in script.steps.values()},
        findings=check(script, sample()),
        may_change=viewer().may(Right.SCRIPT_CHANGE),
    )


@allowed(Right.SCRIPT_SEE)
def graph() -> ResponseReturnValue:
    """The drawing, and the same as a table."""
    with house().database.begin() as connection:
        script, _ = shown(connection)
    return render_template("pages/script/graph.html", script=script, edges=edges(script))


@allowed(Right.SCRIPT_SEE)
def drawing() -> ResponseReturnValue:
    """The drawing itself."""
    with house().database.begin() as connection:
        script, _ = shown(connection)
    return Response(svg(script, lambda said: titled(sentence(said))), mimetype="image/svg+xml")
