"""The only rooms that know Twilio."""
