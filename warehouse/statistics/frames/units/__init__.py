"""What frames about units share: whole months, units to compare, words on effects."""
