"""The script that callers go through: seen, edited as a draft, checked, rehearsed, published, rolled back."""

from __future__ import annotations

from flask import Blueprint

from intake.console.pages.script import draft, overview, rehearsal, steps, versions

pages = Blueprint("script", __name__)
for room in (overview, steps, draft, rehearsal, versions):
    room.install(pages)
