"""What the names of the files say."""
