"""Tails and quantiles that every test uses."""
