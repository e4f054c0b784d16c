"""Staff pages, a second Flask app."""
