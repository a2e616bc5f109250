"""Homes of earlier versions: each opens with all that is in it."""
