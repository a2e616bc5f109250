"""Notes on findings of a unit: what was decided, by whom, on which day."""
