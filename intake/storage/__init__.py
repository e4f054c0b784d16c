"""Sessions, tables and migrations; nothing outside touches a table."""
