"""Source files to raw tables. Imports `warehouse` only."""
