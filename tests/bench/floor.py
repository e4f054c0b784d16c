"""The least that any answer to the carrier costs: Flask, the SDK's check, its TwiML, one committed INSERT."""

from __future__ import annotations

import psycopg
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from tests.carrier_kit import BASE

_TABLE = "CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, sid text, step text, at timestamptz)"
_INSERT = "INSERT INTO bench_floor (sid, step, at) VALUES (%s, %s, now())"


def floor_app(connection: psycopg.Connection, token: str) -> Flask:
    """One address, nothing remembered, nothing private, nothing that may fail well."""
    app = Flask("floor")
    validator = RequestValidator(token)
    connection.execute(_TABLE)
    connection.commit()

    @app.post("/webhooks/voice/turn")
    def turn() -> Response:
        url = BASE + request.full_path.rstrip("?")
        if not validator.validate(url, request.form, request.headers["X-Twilio-Signature"]):
            return Response(status=403)
        connection.execute(_INSERT, (request.form["CallSid"], request.form.get("Digits", "")))
        connection.commit()
        return Response(_question(url), mimetype="application/xml")

    return app


def _question(url: str) -> str:
    response = VoiceResponse()
    gather = Gather(
        input="dtmf speech",
        action=url,
        num_digits=1,
        timeout=6,
        language="en-US",
        hints="yes,no",
        speech_timeout="auto",
    )
    gather.say(
        "Is it safe to call this number back? Yes, press 1. Another number, press 2.",
        voice="Polly.Joanna",
        language="en-US",
    )
    response.append(gather)
    response.redirect(url)
    return str(response)
