"""The control API: people, phones, weather and records, for tests and for the page."""
