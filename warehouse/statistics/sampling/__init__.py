"""Samples: how many to ask, and what a design makes of the answers."""
