"""Headings of the columns a workbook of refused rows adds: no spec reads them."""

from __future__ import annotations

from ingest.files.text import heading_key
from ingest.words import words_of

OWN_HEADINGS = ("line", "reason", "what_to_do")
"""Names of the columns, in their order."""
OWN_KEYS = frozenset(
    heading_key(words_of(lang)(f"refused_book.{name}"))
    for lang in ("vi", "en")
    for name in OWN_HEADINGS
)
"""Their comparison keys in both languages."""
