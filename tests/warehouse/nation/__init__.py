"""A nation's home: gathering provinces, and what comes of them together."""
