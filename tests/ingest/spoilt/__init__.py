"""Spoilt files and the next step each must name."""
