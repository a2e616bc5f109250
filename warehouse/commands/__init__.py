"""Commands on what is loaded and built, on accounts and on the record."""
