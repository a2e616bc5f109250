"""Where: the communes on a map by verdict, or as tiles where no border is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import blocks, change_blocks, dates, numbers
from dashboard.figures import cached
from dashboard.figures.caption import Caption, verdict_marks
from dashboard.figures.dumbbell import change_text
from dashboard.rows import changes
from dashboard.rows.changes import count_verdicts, verdict_of
from dashboard.rows.context import Page
from dashboard.rows.data import ask_aside
from dashboard.rows.units import Unit
from dashboard.words import words_of
from warehouse.errors import NothingPublishedError

Row = Mapping[str, Any]


def show_where(
    page: Page, rows: Sequence[Row], waves: tuple[str, str], query: str
) -> None:
    """Draws the map with its legend, and the tiles behind it.

    Units of different days lie on one another: the map is that of the earlier round,
    and units that came or went since stand in the list.

    Args:
        page: The frame of this run.
        rows: Rows of `change_by_unit` with names, one per commune.
        waves: Codes of the round before and the round after.
        query: What a link to a unit carries along.
    """
    path = words_of("vi")("paths.unit")
    day = _map_day(page, rows, waves)
    of_day = [row for row in rows if _in_force(page.units[row["unit_key"]], day)]
    outlines = _outlines(page, of_day)
    if not outlines:
        change_blocks.verdict_map(page, rows, path, query)
        return
    title = page.words("overview.map_title")
    drawn = [
        {
            "name": row["name"],
            "verdict": verdict_of(row),
            "change": change_text(row, page.words),
            "outline": outlines[row["unit_key"]],
            "path": f"{path}?unit={row['unit_key']}&{query}",
        }
        for row in of_day
        if row["unit_key"] in outlines
    ]
    figure = cached.unit_map_figure(
        page.scope, page.build.build_id, page.lang, title, cached.frozen(drawn)
    )
    change_blocks.verdict_counts(page.words, count_verdicts(rows))
    marks = verdict_marks(page.words, (str(one["verdict"]) for one in drawn))
    of = (
        page.top.name,
        changes.item_text(page, "overall"),
        changes.pair_text(page, *waves),
    )
    blocks.show_figure(figure, "unit_map", Caption(title, of, marks))
    if len(of_day) < len(rows):
        n = numbers.count(len(rows) - len(of_day), page.lang)
        blocks.note(page.words("overview.map_of_day", day=dates.day(day), n=n))
    left_out = [str(row["name"]) for row in of_day if row["unit_key"] not in outlines]
    if left_out:
        blocks.note(page.words("overview.map_lacks", units=", ".join(left_out)))
    with st.expander(page.words("overview.map_list")):
        change_blocks.verdict_map(page, rows, path, query)
    names = page.words("tables.name")
    change_blocks.change_table(page, rows, waves, title, names)


def _map_day(page: Page, rows: Sequence[Row], waves: tuple[str, str]) -> date | None:
    """Day whose units the map shows; None where all of them are of one day."""
    if all(page.units[row["unit_key"]].is_current for row in rows):
        return None
    wave = page.waves.get(waves[0])
    return wave.opened_on if wave else None


def _in_force(unit: Unit, day: date | None) -> bool:
    if day is None:
        return True
    return unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)


def _outlines(page: Page, rows: Sequence[Row]) -> dict[str, str]:
    """Unit → its border as JSON, of the units drawn; nothing in an older build."""
    try:
        found = ask_aside(page, "boundaries").rows
    except NothingPublishedError:
        return {}
    wanted = {row["unit_key"] for row in rows}
    return {
        row["unit_key"]: row["outline"] for row in found if row["unit_key"] in wanted
    }
