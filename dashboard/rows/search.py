"""Finding a unit or an officer by name, typed with marks or without.

Only what the reader's scope holds is searched, so a name that is not theirs to see
is as unknown as one that does not exist.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import numbers
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import may_ask
from dashboard.rows.unit_choice import unit_label
from dashboard.rows.units import ordered
from dashboard.words import words_of

MOST_SHOWN = 12
MIN_LETTERS, MOST_LETTERS = 2, 80
BOX = "search"


def plain(text: str) -> str:
    """A text as people type it in a hurry: no marks, no capitals.

    >>> plain("Hòa Bình"), plain("Hoà  Đức")
    ('hoa binh', 'hoa duc')
    """
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(bare.split())


def matches(asked: str, name: str) -> bool:
    """Whether each word asked for begins a word of the name."""
    words = plain(name).split()
    return all(any(w.startswith(part) for w in words) for part in plain(asked).split())


@own_part()
def show_search(page: Page) -> None:
    """The box in the frame, and what it finds; none for whom it would find nothing."""
    if not may_ask(page, "change_by_unit"):
        return
    words = page.words
    # the address says what is looked for, so that going back finds it again
    st.session_state[BOX] = st.query_params.get(BOX, "")[:MOST_LETTERS]
    asked = st.text_input(
        words("search.label"),
        key=BOX,
        max_chars=MOST_LETTERS,
        on_change=_remember,
        placeholder=words("search.example"),
        label_visibility="collapsed",
        icon=":material/search:",
    ).strip()
    if not asked:
        return
    if len(plain(asked)) < MIN_LETTERS:
        _show_line(words("search.too_short"))
        return
    found = [*_units(page, asked), *_officers(page, asked)]
    if not found:
        _show_line(words("search.nothing", asked=asked))
        return
    items = "".join(
        f'<li><a href="{escape(path)}" target="_self">{escape(name)}</a></li>'
        for name, path in found[:MOST_SHOWN]
    )
    more = len(found) - MOST_SHOWN
    rest = f"<p>{escape(words('search.more', n=more))}</p>" if more > 0 else ""
    count = escape(words("search.found", n=numbers.count(len(found), page.lang)))
    listed = f"<p>{count}</p><ul>{items}</ul>{rest}"
    st.html(f'<div class="tt-found" role="status">{listed}</div>')


def _remember() -> None:
    if asked := st.session_state[BOX].strip():
        st.query_params[BOX] = asked
    else:
        st.query_params.pop(BOX, None)


def _show_line(text: str) -> None:
    st.html(f'<div class="tt-found" role="status"><p>{escape(text)}</p></div>')


def _units(page: Page, asked: str) -> Iterator[tuple[str, str]]:
    path = words_of("vi")("paths.unit")
    units = [u for u in page.units.values() if matches(asked, u.name)]
    for unit in sorted(ordered(units), key=lambda unit: not unit.is_current):
        query = urlencode({"unit": unit.key, "lang": page.lang})
        yield unit_label(page, unit), f"/{path}?{query}"


def _officers(page: Page, asked: str) -> Iterator[tuple[str, str]]:
    if not may_ask(page, "officer_postings"):
        return
    path = words_of("vi")("paths.officers")
    for row in ask(page, "officer_postings").rows:
        code, name = row["officer_code"], row.get("officer_name") or row["officer_code"]
        unit = page.units.get(row["unit_key"])
        if row["valid_to"] is not None or not matches(asked, f"{name} {code}"):
            continue
        keys = {"officer": code, "unit": row["unit_key"], "lang": page.lang}
        place = f" · {unit.name}" if unit else ""
        yield f"{name}{place}", f"/{path}?{urlencode(keys)}"
