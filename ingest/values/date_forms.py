"""Formats of a date as a clerk would say them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.words import words_of

_PART = re.compile(r"'(?:[^']|'')*'|([dMyHhmsa])\1*|[^A-Za-z']+|.")


def date_forms(formats: Iterable[str], lang: str) -> str:
    """Formats in words: `dd/MM/yyyy` and `d/M/yyyy` are both day/month/year.

    Args:
        formats: Formats as specs write them, `excel` among them.
        lang: vi or en.

    Returns:
        Each way of writing once, in their order, parted by commas.
    """
    return ", ".join(dict.fromkeys(_in_words(text, lang) for text in formats))


def _in_words(text: str, lang: str) -> str:
    words = words_of(lang)
    if text == "excel":
        return words("date_forms.excel")
    said = ""
    is_joined = was_part = False
    for found in _PART.finditer(text):
        is_part = found[1] is not None
        if is_part:
            is_joined |= was_part
            gap = " " if was_part else ""
            said += gap + words(f"date_forms.parts.{found[1]}")
        else:
            said += found[0].strip("'")
        was_part = is_part
    return words("date_forms.joined", text=said) if is_joined else said
