"""Plays TwiML documents on a leg, verb by verb, as the carrier does."""
