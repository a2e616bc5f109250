"""Small counts hidden so that they cannot be worked out from what is shown."""
