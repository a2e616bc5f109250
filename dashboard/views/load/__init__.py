"""Loading data: hand a file over, see what it is, load it, mend it, publish."""
