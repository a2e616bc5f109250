"""The raw tables: every kind, its columns, its key, and the file that holds them."""
