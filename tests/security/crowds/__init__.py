"""Many people at one server at once."""
