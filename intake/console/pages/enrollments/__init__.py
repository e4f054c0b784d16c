"""Prospective enrollments: list, board, record, and what a coordinator does there."""

from __future__ import annotations

from flask import Blueprint

from intake.console.pages.enrollments import acts, board, consent, export, listing, merge, record, saved

pages = Blueprint("enrollments", __name__)
for room in (listing, board, saved, record, acts, consent, merge, export):
    room.install(pages)
