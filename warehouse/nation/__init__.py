"""A nation's home: provinces, each in a store of its own, and one national file."""
