"""People, roles, sign-in and second factor."""
