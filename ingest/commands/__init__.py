"""Commands that read files: explain, ingest, refused."""
