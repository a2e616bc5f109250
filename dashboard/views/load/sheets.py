"""The first rows of each sheet as in Excel, with what each row is taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import blocks
from dashboard.views.load.desk import Desk
from warehouse.messages import for_clerks, message_in

Sheet = Mapping[str, Any]


def show_sheets(desk: Desk, sheets: Sequence[Sheet]) -> None:
    """Draws every sheet; cells that may point to a person arrive covered."""
    words = desk.words
    for sheet in sheets:
        name = sheet["sheet"] or words("load.whole_file")
        with st.expander(words("load.as_read", sheet=name), expanded=len(sheets) == 1):
            if sheet["problem"]:
                blocks.note(for_clerks(message_in(sheet["problem"], desk.lang)))
            elif sheet["header_line"] is None:
                blocks.note(words("load.no_table"))
            if sheet["personal"]:
                names = ", ".join(sheet["personal"])
                blocks.note(words("load.covered", names=names))
            st.html(_grid(desk, sheet))
            blocks.note(words("load.legend"))


def _grid(desk: Desk, sheet: Sheet) -> str:
    words = desk.words
    width = max((len(row["cells"]) for row in sheet["rows"]), default=0)
    body = ""
    for row in sheet["rows"]:
        cells = [*row["cells"], *[""] * (width - len(row["cells"]))]
        part = row["part"]
        tds = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        said = escape(words(f"load.parts.{part}"))
        body += (
            f'<tr class="tt-part-{part}"><th scope="row">{row["line"]}</th>'
            f"<td>{said}</td>{tds}</tr>"
        )
    heads = f'<th scope="col">{escape(words("load.line"))}</th>'
    heads += f'<th scope="col">{escape(words("load.part"))}</th>'
    heads += "".join(f'<th scope="col">{_letter(i)}</th>' for i in range(width))
    caption = escape(words("load.sheet_caption"))
    return (
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="tt-table tt-sheet"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _letter(place: int) -> str:
    """The letters Excel gives a column: A … Z, AA …"""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
