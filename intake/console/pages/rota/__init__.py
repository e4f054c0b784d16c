"""The rota: who is on duty, what is uncovered, and how people arrange it between them."""

from __future__ import annotations

from flask import Blueprint

from intake.console.pages.rota import arrange, calendar_in, calendars, month, requests, shifts, week
from intake.console.pages.rota.common import finding

pages = Blueprint("rota", __name__)
pages.add_app_template_filter(finding)
for room in (week, month, arrange, shifts, requests, calendars, calendar_in):
    room.install(pages)
