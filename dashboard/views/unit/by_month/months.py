"""A unit month by month, with what is expected of it."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark
from dashboard.periods import choose_span, span_text
from dashboard.rows.context import Page
from dashboard.rows.months import (
    MEASURES,
    longer_periods,
    month_targets,
    monthly_rows,
    tool_name,
    tools_of,
    with_targets,
)
from dashboard.rows.units import Unit
from dashboard.theme import assurance_chip, chip
from dashboard.views.unit.by_month.longer_periods import show_beside, show_instead
from dashboard.views.unit.by_month.month_words import (
    assurance,
    last_month,
    level_of_segments,
    limits_note,
    of_span,
    of_target,
    variation,
)
from dashboard.words import Words
from warehouse.nation.provinces import own_code
from warehouse.statistics.change.verdicts import MIN_SIGNAL_POINTS
from warehouse.statistics.series.signals_of_months import can_signal

# Kind of variation → the verdict whose sign and colour it has.
ICONS = {"usual": "unchanged", "better": "improved", "worse": "worse"}


def show_months(page: Page, unit: Unit, map_: str) -> None:
    """Draws one measure by month, its limits and signals."""
    words = page.words
    is_nation = unit.level == "nation"
    lead = words("provinces.months_lead" if is_nation else "unit.months_lead")
    blocks.heading(words("unit.months_title"), lead)
    measure = address.choose(
        "measure",
        words("unit.measure"),
        _measures(unit),
        default="late_strict_share",
        shown=lambda name: words(f"measures.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    tool = "" if is_nation else _tool(page, unit, map_, measure)
    which = MEASURES[measure].lower_is_better
    rows = with_targets(
        monthly_rows(page, unit.key, map_, measure, tool),
        month_targets(page, unit.key, measure, lower_is_better=which),
        lower_is_better=which,
    )
    hidden = [row["month"] for row in rows if row["is_hidden"]]
    longer = longer_periods(page, unit.key, map_, tool, hidden) if hidden else []
    if all(row["share"] is None for row in rows):
        if any(row["share"] is not None for row in longer):
            show_instead(page, unit, measure, longer)
        else:
            states.nothing_found(words, "months_hidden" if hidden else "no_months")
        return
    title = words(f"measures.{measure}")
    span = choose_span(page)
    of = "ballots" if MEASURES[measure].whole == "n_ballots" else "cases"
    chosen = [row for row in rows if span.first <= row["month"] <= span.last]
    last = last_month(words, rows, of=of, has_limits=not is_nation)
    said = [last, of_span(words, chosen, span, of=of)]
    said.append(of_target(words, rows, lower_is_better=which))
    sentences = "".join(f"<p>{escape(text)}</p>" for text in said if text)
    st.html(_icons(words, rows, lower_is_better=which) + sentences)
    figure = cached.monthly_figure(
        page.scope,
        page.build.build_id,
        page.lang,
        title,
        cached.frozen(rows),
        unit.model_start,
        which,
        (span.first, span.last),
    )
    left, right = blocks.on_a_wide_screen("months", (7, 4))
    with left:
        named = _tool_name(page, unit, tool) if tool else ""
        whose = (unit.name, title, span_text(words, span), named)
        legend = [Mark(words("figures.month_legend"))]
        caption = Caption(words("unit.months_title"), whose, legend)
        blocks.show_figure(figure, "months", caption)
        _badge(page, rows, measure)
    with right:
        _beside(page, rows, has_limits=not is_nation)
        if any(row["share"] is not None for row in longer):
            show_beside(words, longer)
        if chosen:
            blocks.month_table(words, chosen, f"{title}, {span_text(words, span)}")


def _measures(unit: Unit) -> tuple[str, ...]:
    """What is drawn: of a nation no ballots, which each province takes by its own."""
    return tuple(
        name
        for name, measure in MEASURES.items()
        if unit.level != "nation" or measure.whole != "n_ballots"
    )


def _icons(words: Words, rows: list[dict[str, Any]], *, lower_is_better: bool) -> str:
    """Whether the last month is unusual, and whether the target will be met."""
    kind = variation(rows[-1], lower_is_better=lower_is_better)
    icon = chip(ICONS[kind], words(f"unit.variation.{kind}")) if kind else ""
    sure = assurance(rows, lower_is_better=lower_is_better)
    if not sure:
        return icon
    return f"{icon} {assurance_chip(sure, words(f'unit.assurance.{sure}'))}"


def _beside(page: Page, rows: list[dict[str, Any]], *, has_limits: bool) -> None:
    """What stands beside the picture: levels, limits, and months out of the usual."""
    words = page.words
    if has_limits:
        if levels := level_of_segments(words, rows):
            blocks.note(levels)
        blocks.note(" ".join([words("unit.months_note"), *limits_note(words, rows)]))
    if n_hidden := sum(row["is_hidden"] for row in rows):
        blocks.note(words("unit.months_hidden", n=n_hidden))
    if has_limits:
        _signals(page, rows)
        blocks.method_link(page, "signals")


def _tool(page: Page, unit: Unit, map_: str, measure: str) -> str:
    """The tool to draw; ballots of two tools are never one series."""
    words = page.words
    tools = tools_of(page, unit.key, map_, measure)
    if len(tools) < 2:
        return tools[0] if tools else ""
    blocks.note(words("unit.tools_note", n=len(tools)))

    return address.choose(
        "tool",
        words("unit.tool"),
        tuple(tools),
        default=tools[0],
        shown=lambda name: _tool_name(page, unit, name),
    )


def _tool_name(page: Page, unit: Unit, tool: str) -> str:
    return tool_name(page.words, own_code(tool) if unit.is_of_nation else tool)


def _badge(page: Page, rows: list[dict[str, Any]], measure: str) -> None:
    words = page.words
    visible = [row for row in rows if row["share"] is not None]
    n = sum(row["n"] or 0 for row in visible)
    # Rounds at the counter overlap: their results returned do not add up.
    of_months = coverage.part_of(page, len(visible), len(rows), "shown_months")
    finished = sum(row["n_finished"] or 0 for row in visible)
    of_cases = coverage.part_of(page, n, finished, "finished")
    is_of_ballots = MEASURES[measure].whole == "n_ballots"
    badge.show_badge(
        page,
        n=words(
            "badge.n" if is_of_ballots else "badge.cases", n=numbers.count(n, page.lang)
        ),
        coverage=of_months if is_of_ballots else of_cases,
        source=badge.service_ballots(page)
        if is_of_ballots
        else badge.recorded_in(page, "cases"),
        dates=badge.months(page, visible[0]["month"], visible[-1]["month"]),
    )


def _signals(page: Page, rows: list[dict[str, Any]]) -> None:
    words = page.words
    visible = [row for row in rows if row["signal"]][-6:]
    if not visible:
        parts = [row["part"] for row in rows if row["share"] is not None]
        said = "no_signals" if can_signal(parts) else "rarely_signals"
        # of few months nothing is said: that they hold no signal is not known
        is_short = len(parts) < MIN_SIGNAL_POINTS
        if is_short or all(row["centre"] is None for row in rows):
            said = "cannot_signal"
        blocks.note(words(f"unit.{said}"))
        return
    texts = [
        words(
            "unit.signal_on",
            month=dates.month(row["month"]),
            signal=words.or_else(f"signals.{row['signal']}", words("signals.other")),
        )
        for row in visible
    ]
    blocks.note(words("unit.signals", listed="; ".join(texts)))
