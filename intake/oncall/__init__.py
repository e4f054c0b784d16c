"""Who is on duty, and whether every minute is covered."""
