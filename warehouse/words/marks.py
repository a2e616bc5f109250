"""Vietnamese text without its marks, as it is looked up and as files are named."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def unmarked(text: str) -> str:
    """The text in small letters without any mark, as many books are kept."""
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = plain.replace("\u0111", "d")  # no mark parts it
    return "".join(c for c in plain if not unicodedata.combining(c))
