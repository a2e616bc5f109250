"""The first spec of a file no spec fits: what each column is, from words and cells."""
