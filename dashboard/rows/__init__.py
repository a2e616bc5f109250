"""Rows for pages: who reads, what is published, remembered and recorded."""
