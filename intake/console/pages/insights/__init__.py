"""How we are doing: every figure with its definition, a table beside every chart, nobody ranked by speed."""

from __future__ import annotations

from flask import Blueprint

from intake.console.pages.insights import export, overview, staffing

pages = Blueprint("insights", __name__)
for room in (overview, staffing, export):
    room.install(pages)
