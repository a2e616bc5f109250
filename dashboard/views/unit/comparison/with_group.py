"""A leader's unit beside the units like it, together: no figure of one of them.

The rows are pooled before they leave the warehouse (`hiding/pooled_units.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, blocks, change_blocks, coverage, numbers, states
from dashboard.periods import choose_span
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS
from dashboard.views.unit.units_below import COUNTED, counted_text

Row = Mapping[str, Any]
Text = Callable[[Row], str]


def show_with_group(page: Page, unit: Unit) -> None:
    """Draws the unit beside the mean and the sums of those like it.

    Args:
        page: The frame of this run.
        unit: The unit of the page, one the reader's scope covers.
    """
    words = page.words
    pairs = changes.wave_pairs(page)
    waves = changes.choose_waves(page, pairs) if pairs else ("", "")
    span = choose_span(page)
    answer = ask_if_built(
        page,
        "beside_similar",
        unit_key=unit.key,
        period=span.period,
        before_wave=waves[0],
        after_wave=waves[1],
    )
    rows = answer.rows if answer else []
    if len(rows) < 2:
        states.nothing_found(words, "few_similar")
        return
    own, group = rows
    if pairs:
        _answer(page, unit, own, group, waves)
    title = words("beside.title_group")
    blocks.heading(title, words("beside.lead_group"))
    columns = (
        Column(words("beside.figure"), lambda one: str(one["heading"])),
        Column(unit.name, lambda one: str(one["own"](own)), is_number=True),
        Column(
            words("beside.similar"),
            lambda one: str(one["group"](group)),
            is_number=True,
        ),
    )
    show_table(_measures(page), columns, title)
    badge.show_badge(
        page,
        n=words("unit_table.n", n=numbers.count(1 + group["n_units"], page.lang)),
        coverage=coverage.part_of(page, group["n_units"], group["n_units"], "units"),
        source=badge.recorded_in(page, "all"),
        dates=badge.days(page, (span.first, span.last)),
        notes=[words("beside.no_rank")],
    )
    blocks.note(words("beside.coarse"))


def _answer(
    page: Page, unit: Unit, own: Row, group: Row, waves: tuple[str, str]
) -> None:
    """Whether the unit stands apart from the others, how sure, and who they are."""
    words, lang = page.words, page.lang
    lines: list[tuple[str, str]] = []
    verdict = _verdict(own, group)
    said = {"unit": escape(unit.name), "n": numbers.count(group["n_units"], lang)}
    if group["share_after_gap"] is not None:
        said["own"] = numbers.percent(own["share_after"], lang)
        said["group"] = numbers.percent(group["share_after"], lang, digits=0)
        gap = numbers.points(abs(group["share_after_gap"]), lang).lstrip("+")
        said["gap"] = gap
        sure = words("beside.sure_group", interval=_gap(page, group, "share_after"))
        lines.append((words("overview.lines.sure"), escape(sure)))
        change = words(
            "beside.change_group",
            own=numbers.change(own, lang),
            group=numbers.points(group["share_diff"], lang, digits=0),
            interval=_gap(page, group, "share_diff"),
        )
        lines.append((words("beside.lines.change"), escape(change)))
    who = words("beside.who", names=group["unit_names"])
    lines.append((words("beside.lines.who"), escape(who)))
    sentence = words(f"beside.answers.{verdict}", **said)
    ballots = words("badge.n_hidden")
    if group["state"] == "shown":
        ballots = words(
            "beside.ballots",
            n_before=numbers.count(group["n_before"], lang),
            n_after=numbers.count(group["n_after"], lang),
            n=numbers.count(group["n_counted"], lang),
        )
    line = badge.badge(
        page,
        n=ballots,
        coverage=coverage.part_of(page, group["n_counted"], group["n_units"], "units"),
        source=badge.asked_by(page, waves),
        dates=changes.pair_text(page, *waves),
    )
    colour = LOOKS["inconclusive" if verdict == "unsure" else "unchanged"].colour
    st.html(
        f'<section class="tt-verdict" style="--look:{colour}"><p>{sentence}</p>'
        f"{change_blocks.lines_html(lines)}{line}</section>"
    )


def _verdict(own: Row, group: Row) -> str:
    """Which sentence holds: the interval of the difference leaves out nought or not."""
    if group["share_after_gap"] is None:
        return "own_hidden" if group["state"] == "shown" else "group_hidden"
    if group["share_after_gap_low"] > 0:
        return "above"
    return "below" if group["share_after_gap_high"] < 0 else "unsure"


def _gap(page: Page, group: Row, name: str) -> str:
    low, high = (group[f"{name}_gap_{end}"] for end in ("low", "high"))
    return numbers.interval(low, high, page.lang)


def _measures(page: Page) -> Sequence[Row]:
    """Lines of the table: heading, text of the own unit, text of the group."""
    words, lang = page.words, page.lang

    def measure(heading: str, own: Text, group: Text) -> Row:
        return {"heading": words(heading), "own": own, "group": group}

    def share(side: str) -> Row:
        def text(row: Row, digits: int) -> str:
            share = numbers.percent(row[f"share_{side}"], lang, digits=digits)
            return _known(page, row, share)

        return measure(
            f"beside.{side}", lambda row: text(row, 1), lambda row: text(row, 0)
        )

    def counted(name: str, whole: str, part: str) -> Row:
        return measure(
            f"unit_table.columns.{name}",
            lambda row: counted_text(page, row[part], row[whole]),
            lambda row: _of_group(page, row[f"{part}_share"], row[whole]),
        )

    change = measure(
        "beside.change",
        lambda row: _known(page, row, numbers.change(row, lang)),
        lambda row: _known(
            page, row, numbers.points(row["share_diff"], lang, digits=0)
        ),
    )
    parts = (counted(name, whole, part) for name, (_, whole, part) in COUNTED.items())
    return [share("before"), share("after"), change, *parts]


def _known(page: Page, row: Row, text: str) -> str:
    is_hidden = row["state"] == "suppressed"
    return page.words("verdicts_short.suppressed") if is_hidden else text


def _of_group(page: Page, share: float | None, whole: float | None) -> str:
    if whole == 0 and share is None:
        return numbers.MISSING
    if share is None or whole is None:
        return page.words("verdicts_short.suppressed")
    return page.words(
        "beside.about",
        share=numbers.percent(share, page.lang, digits=0),
        n=numbers.count(whole, page.lang),
    )
