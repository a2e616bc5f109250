"""Dated rules on the page: what holds from which day, and who set it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard import blocks, dates, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, Row, show_table
from dashboard.words import words_of
from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS, MIN_PEOPLE

# Shares are shown as percent, all other thresholds as plain numbers.
_SHARE = "share"
_OWN = "own"


def show_rules(page: Page) -> None:
    """All rules with their days: thresholds in full, the other tables folded."""
    words = page.words
    title = words("methods.settings_title")
    blocks.heading(title, words("methods.settings_lead"))
    answer = ask_if_built(page, "thresholds")
    if answer is None or not answer.rows:
        states.nothing_found(words, "not_in_build")
        return
    show_table(answer.rows, _columns(page), title)
    blocks.note(
        words("methods.fixed", n_people=MIN_PEOPLE, n_ballots=MIN_OFFICER_BALLOTS)
    )
    further = ask_if_built(page, "further_rules")
    for table, rows in _by_table(further.rows if further else ()).items():
        heading = words(f"methods.rule_tables.{table}")
        n_own = sum(row["origin"] == _OWN for row in rows)
        heading_of = words(
            "methods.rules_show", title=heading, n=len(rows), n_own=n_own
        )
        # what the province set itself is never folded away
        with st.expander(heading_of, expanded=n_own > 0):
            show_table(rows, _columns(page), heading)


def _by_table(rows: Iterable[Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(str(row["rule_table"]), []).append(row)
    return tables


def _columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(words("methods.setting"), lambda r: _name(page, r)),
        Column(words("methods.value"), lambda r: _value(page, r), True),
        Column(words("methods.valid_from"), lambda r: dates.day(r["valid_from"])),
        Column(words("methods.valid_to"), lambda r: dates.day(r["valid_to"])),
        Column(
            words("methods.set_by"), lambda r: words(f"methods.origins.{r['origin']}")
        ),
        Column(
            words("methods.source"),
            # sources are kept as the decision words them, in Vietnamese
            lambda r: str(r["source"] or "") if lang == "vi" else numbers.MISSING,
        ),
    )


def _name(page: Page, row: Row) -> str:
    name = row["name_en"] if page.lang == "en" else None
    name = name or row["name_vi"]
    if name:
        return str(name)
    code = str(row["rule_code"])
    return page.words.or_else(f"petition_kinds.{code}", code)


def _value(page: Page, row: Row) -> str:
    if row["value"] is None:
        return str(row["rule_code"])
    value, lang = float(row["value"]), page.lang
    if row["unit"] == _SHARE:
        return numbers.percent(value, lang)
    unit = words_of(lang).or_else(f"methods.units.{row['unit']}", "")
    digits = 0 if value == int(value) else 2
    return f"{numbers.decimal(value, lang, digits=digits)} {unit}".strip()
