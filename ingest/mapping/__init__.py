"""Rows of text to typed records of a kind: rules, look-ups, judgements."""
