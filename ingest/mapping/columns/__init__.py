"""One column of a record, an answer or a group of columns, as SQL."""
