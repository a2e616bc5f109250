"""A page opened without a browser, and what it shows as one text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ENTRY = Path(__file__).parents[2] / "dashboard" / "app.py"


def entered(view: str, query: Mapping[str, str]) -> AppTest:
    """The page whoever is signed in comes to; the first one where none is named."""
    app = AppTest.from_file(ENTRY, default_timeout=120)
    app.query_params.update(query)
    app.run()
    if view:
        app.switch_page(f"views/{view}/page.py")
        app.query_params.update(query)
        app.run()
    return app


def html_of(app: AppTest) -> str:
    """All HTML blocks of a page as one text, without the style sheet."""
    found: list[Any] = list(app.get("html"))
    blocks = [str(block.value) for block in found]
    return "\n".join(block for block in blocks if not block.startswith("<style"))
