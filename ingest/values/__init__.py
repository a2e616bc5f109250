"""Dates and numbers of a spec as SQL: full match or nothing, never a guess."""
