"""Below how many people a figure is hidden: no rule of a day lowers it."""

from __future__ import annotations

MIN_PEOPLE = 5
"""People behind a figure of citizens."""
MIN_OFFICER_BALLOTS = 10
"""Ballots behind a figure of one officer."""
