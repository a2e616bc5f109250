"""Dated rules: what is shipped, what the province sets, what holds on a day."""
