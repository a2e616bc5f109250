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

FIT_A_PHONE = 3
"""More columns than this do not fit a phone side by side."""


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
    """Returns the table's HTML with every text escaped.

    A table that is too wide for a phone becomes one card per row there: each cell
    carries its heading, and roles keep it a table for screen readers all the same.
    """
    is_wide = len(columns) > FIT_A_PHONE
    role = _roles if is_wide else _no_role
    heads = "".join(
        f'<th scope="col"{role("columnheader")}{_align(c)}>{escape(c.heading)}</th>'
        for c in columns
    )
    body = "".join(f"<tr{role('row')}>{_cells(row, columns)}</tr>" for row in rows)
    kind = " tt-cards" if is_wide else ""
    return (
        f'<div class="tt-scroll{kind}" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table class="tt-table"{role("table")} '
        f'style="min-width:{_least_width_rem(len(columns))}rem">'
        f"<caption>{escape(caption)}</caption>"
        f"<thead{role('rowgroup')}><tr{role('row')}>{heads}</tr></thead>"
        f"<tbody{role('rowgroup')}>{body}</tbody></table></div>"
    )


def _roles(name: str) -> str:
    return f' role="{name}"'


def _no_role(name: str) -> str:
    return ""


def _least_width_rem(n_columns: int) -> int:
    # On a tablet a wide table scrolls sideways instead of folding word by word.
    return 5 * n_columns + 2


def _cells(row: Row, columns: tuple[Column, ...]) -> str:
    first, *others = columns
    is_wide = len(columns) > FIT_A_PHONE
    head_role = _roles("rowheader") if is_wide else ""
    head = f'<th scope="row"{head_role}>{_content(row, first)}</th>'
    cells = (
        f"<td{_named(c) if is_wide else ''}{_align(c)}>{_content(row, c)}</td>"
        for c in others
    )
    return head + "".join(cells)


def _named(column: Column) -> str:
    return f' role="cell" data-label="{escape(column.heading)}"'


def _content(row: Row, column: Column) -> str:
    text = column.text(row)
    if column.link is not None and (path := column.link(row)):
        return f'<a href="{escape(path)}" target="_self">{escape(text)}</a>'
    if column.verdict is None:
        return escape(text)
    return chip(column.verdict(row), text)


def _align(column: Column) -> str:
    return ' class="n"' if column.is_number else ""
