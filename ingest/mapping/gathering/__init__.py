"""Several rows of a table that make one record, as in a log of events."""
