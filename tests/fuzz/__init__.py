"""Files mutated by a seed, through the real ingest, with a build after every fifty."""
