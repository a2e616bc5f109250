"""Pure functions on counts and small aggregates; numpy and scipy only."""
