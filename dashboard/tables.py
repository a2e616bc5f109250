"""Tables in plain HTML: readable by screen readers, printable, in one language.

Every cell is escaped here; nothing in a cell is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboard.theme import chip

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        heading: Its words.
        text: Row → text of the cell.
        is_number: Right-aligned.
        verdict: Row → verdict whose colours the text wears, if any.
        link: Row → path within this dashboard, empty for a row without one.
    """

    heading: str
    text: Callable[[Row], str]
    is_number: bool = False
    verdict: Callable[[Row], str] | None = None
    link: Callable[[Row], str] | None = None


def show_table(rows: Iterable[Row], columns: tuple[Column, ...], caption: str) -> None:
    """Shows rows as a table; the first column names the row."""
    st.html(table_html(rows, columns, caption))


def table_html(rows: Iterable[Row], columns: tuple[Column, ...], caption: str) -> str:
    """Returns the table's HTML with every text escaped."""
    heads = "".join(
        f'<th scope="col"{_align(c)}>{escape(c.heading)}</th>' for c in columns
    )
    body = "".join(f"<tr>{_cells(row, columns)}</tr>" for row in rows)
    return (
        '<div class="tt-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table class="tt-table" '
        f'style="min-width:{_least_width_rem(len(columns))}rem">'
        f"<caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _least_width_rem(n_columns: int) -> int:
    # Four columns fit a phone; more scroll sideways instead of folding word by word.
    return 5 * n_columns + 2


def _cells(row: Row, columns: tuple[Column, ...]) -> str:
    first, *others = columns
    head = f'<th scope="row">{_content(row, first)}</th>'
    cells = (f"<td{_align(c)}>{_content(row, c)}</td>" for c in others)
    return head + "".join(cells)


def _content(row: Row, column: Column) -> str:
    text = column.text(row)
    if column.link is not None and (path := column.link(row)):
        return f'<a href="{escape(path)}" target="_self">{escape(text)}</a>'
    if column.verdict is None:
        return escape(text)
    return chip(column.verdict(row), text)


def _align(column: Column) -> str:
    return ' class="n"' if column.is_number else ""
