"""One caller going through the script."""
