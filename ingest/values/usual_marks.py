"""What cells hold that say yes, no, or this one of several columns."""

from __future__ import annotations

TRUE_WORDS = ("true", "1", "có", "yes", "đúng", "x", "✓")
FALSE_WORDS = ("false", "0", "không", "no", "sai")
DEFAULT_MARKS = ["x", "✓", "v", "1", "có"]
"""What marks the one of several columns that is meant."""
