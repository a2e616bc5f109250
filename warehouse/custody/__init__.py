"""Whose wave it is, and what its owner has released."""
