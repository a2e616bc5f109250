"""What to know of a delivered file although its rows were loaded, in words.

Ingest finds these things and keeps them beside the ledger; a load, the status and the
page on quality say them alike.
"""

from __future__ import annotations

import json

from warehouse.words import words_of


def notice_text(code: str, params: str, n: int, lines: str, lang: str) -> str:
    """A notice in words.

    Args:
        code: What it is; a key of `words/load_notices.*.yml`.
        params: What its words name, JSON.
        n: Rows it is about; 0 if it is about the file.
        lines: First lines of these, "3, 7"; "" if it is about the file.
        lang: vi or en.
    """
    words = words_of(lang)
    shown = f"{n:,}".replace(",", ".") if lang == "vi" else f"{n:,}"
    text = words(f"load_notices.{code}", n=shown, **json.loads(params))
    if not lines:
        return text
    more = ", …" if n > len(lines.split(",")) else ""
    return text + words("load_notices.at_lines", lines=lines + more)
