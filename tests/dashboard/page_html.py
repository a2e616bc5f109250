"""What a page shows, as one text."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest


def html_of(app: AppTest) -> str:
    """All HTML blocks of a page as one text, without the style sheet."""
    found: list[Any] = list(app.get("html"))
    blocks = [str(block.value) for block in found]
    return "\n".join(block for block in blocks if not block.startswith("<style"))
