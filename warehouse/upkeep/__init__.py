"""Keeping a home safe: backups, restoring, forgetting in time."""
