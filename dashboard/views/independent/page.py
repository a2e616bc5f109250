"""The independent survey: do the units' own ballots agree with it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, numbers, releases, states
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark, verdict_marks
from dashboard.periods import period_text
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.rows.unit_choice import own_unit
from dashboard.rows.units import Unit, asked_units
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS, VERDICTS, chip
from dashboard.views.independent.analysis import show_analysis
from dashboard.views.independent.checks import show_checks
from dashboard.views.independent.fieldwork import show_fieldwork
from dashboard.views.independent.front_accounts import tell_changes
from dashboard.views.independent.questionnaire import show_questionnaire
from dashboard.views.independent.response import show_response
from dashboard.views.kept_digest import show_kept_digest
from dashboard.views.quality.integrity_flags import show_flags
from dashboard.views.who_was_asked import note_on_who_was_asked
from warehouse.rights import FRONT
from warehouse.statistics.change.multiplicity import marks_by_luck

Row = dict[str, Any]
SECTIONS = ("gaps", "analysis", "asked", "flags", "questions")
FRONTS_SECTIONS = ("gaps", "analysis", "fieldwork", "asked", "flags", "questions")


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("independent.title"))
    st.html(f'<p class="tt-lead">{escape(words("independent.lead"))}</p>')
    tell_changes(page)
    releases.offer(page)
    section = address.choose(
        "section",
        words("independent.section"),
        FRONTS_SECTIONS if page.scope.role == FRONT else SECTIONS,
        default=SECTIONS[0],
        shown=lambda name: words(f"independent.sections.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    if section == "gaps":
        _gaps(page)
    elif section == "analysis":
        show_analysis(page)
    elif section == "fieldwork":
        show_fieldwork(page)
    elif section == "asked":
        show_response(page)
    elif section == "flags":
        show_flags(page)
    else:
        show_questionnaire(page)
    if page.scope.role == FRONT:
        show_kept_digest(page)


def _gaps(page: Page) -> None:
    words = page.words
    periods = [row["period"] for row in ask(page, "gap_periods").rows]
    if not periods:
        states.nothing_found(words, "no_gaps")
        return
    left, right = st.columns([1, 2])
    with left:
        period = address.choose(
            "survey_period",
            words("officers.period"),
            periods,
            default=_last_whole(page, periods),
            shown=lambda text: period_text(words, text),
        )
    items = list(page.item_texts)
    with right:
        item = address.choose(
            "item",
            words("items.label"),
            items,
            default="overall" if "overall" in items else items[0],
            shown=lambda code: changes.item_text(page, code),
        )
    if _is_in_field(page, period):
        blocks.note(words("independent.in_field"))
    rows = _rows(page, item, period)
    if not rows:
        states.nothing_found(words, "no_gaps")
        return
    _province(page, rows)
    note_on_who_was_asked(page)
    blocks.method_link(page, "independent")
    below = [row for row in rows if row["unit_level"] != "province"]
    _units(page, below, item, period)


def _last_whole(page: Page, periods: list[str]) -> str:
    """The last quarter none of whose waves is still in the field, else the last."""
    return next(
        (period for period in periods if not _is_in_field(page, period)), periods[0]
    )


def _is_in_field(page: Page, period: str) -> bool:
    return any(
        wave.is_asked_after(page.build.data_as_of)
        for wave in coverage.independent_waves(page, period)
        if wave.code not in page.released
    )


def _rows(page: Page, item: str, period: str) -> list[Row]:
    found = ask(page, "gaps_by_unit", map="today", item_code=item, period=period).rows
    rows = [
        {
            **row,
            "name": page.units[row["unit_key"]].name,
            "share_before": row["share_independent"],
            "share_after": row["share_service"],
            "share_diff": row["gap"],
            "share_diff_low": row["gap_low"],
            "share_diff_high": row["gap_high"],
            "n_before": row["n_independent"],
            "n_after": row["n_service"],
        }
        for row in found
        if row["unit_key"] in page.units
    ]
    return changes.sort_rows(rows, "name")


@own_part()
def _province(page: Page, rows: list[Row]) -> None:
    words, lang = page.words, page.lang
    own = own_unit(page)
    top = next((row for row in rows if _is_head(row, own)), None)
    if top is None:
        return
    verdict = verdict_of(top)
    is_known = numbers.is_known(top["gap"])
    sentence = words(
        f"independent.sentence{'' if is_known else '_unknown'}",
        unit=escape(top["name"]),
        own=numbers.percent(top["share_service"], lang),
        independent=numbers.percent(top["share_independent"], lang),
        gap=numbers.difference(top["share_service"], top["share_independent"], lang),
        interval=numbers.interval(top["gap_low"], top["gap_high"], lang),
    )
    n_own = words("independent.n_own", n=numbers.count(top["n_service"], lang))
    n_front = words("independent.n_front", n=numbers.count(top["n_independent"], lang))
    is_shown = top["state"] == "shown"
    rests_on = badge.badge(
        page,
        n=f"{n_own}, {n_front}" if is_shown else words("badge.n_hidden"),
        coverage=coverage.of_gap(page, top, top["period"])
        if is_shown
        else words("coverage.hidden"),
        source=_asked_by(page, top["period"]),
        dates=period_text(words, top["period"]),
    )
    st.html(
        f'<section class="tt-verdict" style="--look:{LOOKS[verdict].colour}">'
        f"{chip(verdict, words(f'gaps.{verdict}'))}<p>{sentence}</p>"
        f"{rests_on}</section>"
    )
    for text in _worth(page, top) if is_shown else []:
        blocks.note(text)
    if top["unit_level"] == "province":
        blocks.folded_note(words("independent.pooled"))


def _is_head(row: Row, own: Unit | None) -> bool:
    """Whether a row is the one to begin with: of the province, or a leader's unit."""
    if own is None:
        return bool(row["unit_level"] == "province")
    return bool(row["unit_key"] == own.key)


def _worth(page: Page, row: Row) -> list[str]:
    """What the ballots of each side are worth, where they are not drawn singly."""
    return [
        page.words(
            f"independent.worth_{side}",
            n=numbers.count(row[f"n_{side}"], page.lang),
            worth=numbers.count(row[f"n_{side}_effective"], page.lang),
        )
        for side in ("service", "independent")
        if row[f"n_{side}_effective"] < 0.99 * row[f"n_{side}"]
    ]


def _asked_by(page: Page, period: str) -> badge.Source:
    codes = [wave.code for wave in coverage.independent_waves(page, period)]
    own, front = badge.service_ballots(page), badge.asked_by(page, codes)
    return badge.Source(f"{own.text}; {front.text}", front.newest_on)


@own_part()
def _units(page: Page, rows: list[Row], item: str, period: str) -> None:
    words = page.words
    title = words("independent.units_title")
    blocks.heading(title, words("independent.units_lead"))
    counts = Counter(verdict_of(row) for row in rows)
    cards = "".join(
        f"<li><b>{counts[verdict]}</b>{chip(verdict, words(f'gaps.{verdict}'))}</li>"
        for verdict in VERDICTS
        if counts[verdict]
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>')
    show_checks(page, rows, period)
    drawn = [row for row in rows if verdict_of(row) not in _NOT_DRAWN]
    if drawn:
        figure = cached.dumbbell_figure(
            page.scope,
            page.build.build_id,
            page.lang,
            title,
            cached.frozen(drawn),
            "gaps",
        )
        with blocks.room_for_rows(len(drawn)):
            legend = [
                *verdict_marks(words, map(verdict_of, drawn), "gaps"),
                Mark(words("independent.legend")),
            ]
            of = (
                page.top.name,
                changes.item_text(page, item),
                period_text(words, period),
            )
            named = f"{words('independent.title')} {title}"
            blocks.show_figure(figure, "gaps", Caption(named, of, legend))
            blocks.note(words("independent.legend"))
    _badge(page, rows, period)
    _looks(page, rows)
    _table(page, rows, title)


def _looks(page: Page, rows: list[Row]) -> None:
    """How many units are looked at together, and what luck alone would show."""
    judged = [row for row in rows if verdict_of(row) not in _NOT_DRAWN]
    n = max((row["n_looks"] for row in judged), default=0)
    if n > 1:
        words, lang = page.words, page.lang
        expected = numbers.decimal(marks_by_luck(n), lang, digits=1)
        n_looks = numbers.count(n, lang)
        blocks.folded_note(words("independent.looks", n=n_looks, expected=expected))


def _badge(page: Page, rows: list[Row], period: str) -> None:
    words = page.words
    judged = [row for row in rows if verdict_of(row) not in _NOT_DRAWN]
    sizes = [row[name] for row in judged for name in ("n_service", "n_independent")]
    n_all = len(asked_units(page.units.values()))
    badge.show_badge(
        page,
        n=badge.n_between(page, sizes),
        coverage=coverage.part_of(page, len(judged), max(n_all, len(rows)), "units"),
        source=_asked_by(page, period),
        dates=period_text(words, period),
    )


_NOT_DRAWN = ("too_few", "suppressed", "none", "missing")


def _table(page: Page, rows: list[Row], caption: str) -> None:
    words, lang = page.words, page.lang

    def share(name: str, n: str) -> Column:
        return Column(
            words(f"independent.{name}"),
            lambda row: (
                f"{numbers.percent(row[name], lang)} ({numbers.count(row[n], lang)})"
                if row[name] is not None
                else numbers.MISSING
            ),
            is_number=True,
        )

    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        share("share_independent", "n_independent"),
        share("share_service", "n_service"),
        Column(words("independent.gap"), lambda row: _gap(row, lang), is_number=True),
        Column(
            words("tables.verdict"),
            lambda row: words(f"gaps.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
    )
    with st.expander(words("tables.show")):
        show_table(rows, columns, caption)


def _gap(row: Mapping[str, Any], lang: str) -> str:
    if verdict_of(row) in _NOT_DRAWN or row["gap"] is None:
        return numbers.MISSING
    low, high = row["gap_low"], row["gap_high"]
    gap = numbers.difference(row["share_service"], row["share_independent"], lang)
    return f"{gap} {numbers.interval(low, high, lang)}"


if __name__ == "__main__":
    main(current_page())
