"""Blocks of before and after: verdict, badge, table, and a tile per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, coverage, numbers
from dashboard.blocks import method_text, note
from dashboard.figures.dumbbell import change_text
from dashboard.figures.shift import shift_picture
from dashboard.inconclusive import (
    beyond_the_verdict,
    of_clusters,
    of_the_silent,
    on_one_mix,
)
from dashboard.rows.changes import pair_text, verdict_of
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS, VERDICTS, chip
from dashboard.words import Words

Row = Mapping[str, Any]
_UNJUDGED = {"suppressed", "too_few", "none", "missing", "not_comparable"}


def change_badge(page: Page, row: Row, waves: tuple[str, str]) -> str:
    """What one change rests on, in HTML."""
    words, lang = page.words, page.lang
    n = words("badge.n_hidden")
    if row["state"] == "shown":
        n_before = numbers.count(row["n_before"], lang)
        n_after = numbers.count(row["n_after"], lang)
        n = words("badge.ballots", n_before=n_before, n_after=n_after)
    return badge.badge(
        page,
        n=n,
        coverage=coverage.of_pair(page, row, waves),
        source=badge.asked_by(page, waves),
        dates=pair_text(page, *waves),
    )


def changes_badge(
    page: Page,
    rows: Sequence[Row],
    waves: tuple[str, str],
    what: str,
    n_all: int | None = None,
) -> None:
    """What the changes of several `units` or `questions` rest on.

    Args:
        page: The frame of this run.
        rows: Rows of `change_by_unit` or `change_by_item`.
        waves: Codes of the round before and the round after.
        what: `units` or `questions`.
        n_all: How many there are, those without any row included.
    """
    judged = [row for row in rows if is_judged(row)]
    sizes = [row[name] for row in judged for name in ("n_before", "n_after")]
    n_all = max(len(rows), n_all or 0)
    badge.show_badge(
        page,
        n=badge.n_between(page, sizes),
        coverage=coverage.part_of(page, len(judged), n_all, what),
        source=badge.asked_by(page, waves),
        dates=pair_text(page, *waves),
    )


def verdict_card(
    page: Page,
    row: Row,
    unit_name: str,
    waves: tuple[str, str],
    *,
    beside: str = "",
    lines: Sequence[tuple[str, str]] = (),
    methods: Sequence[str] = (),
) -> None:
    """The answer as one sentence with one number, a picture, and what it rests on.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        unit_name: The unit in words.
        waves: Codes of the round before and the round after.
        beside: What else stands in the line on how sure it is, in HTML.
        lines: Short lines below that one: their name and their HTML.
        methods: Sections of the method that open with the grounds.
    """
    words = page.words
    verdict = verdict_of(row)
    lines = (*sure_line(page, row, beside), *lines)
    st.html(
        f'<section class="tt-verdict" style="--look:{LOOKS[verdict].colour}">'
        f"{answer_html(page, row, unit_name)}{shift_picture(row, words)}"
        f"{lines_html(lines)}{change_badge(page, row, waves)}</section>"
    )
    if is_judged(row) and row["model_status"] in ("not_started", "starting"):
        note(words(f"overview.{row['model_status']}"))
    grounds = _grounds(page, row, unit_name, waves)
    if not grounds and not methods:
        return
    with st.expander(words("overview.grounds")):
        for text in grounds:
            note(text)
        for section in methods:
            method_text(page, section)


def answer_html(page: Page, row: Row, unit_name: str) -> str:
    """The verdict as a mark and one sentence with at most one number, in HTML."""
    words, verdict = page.words, verdict_of(row)
    sentence = words(
        f"overview.answer_in_brief.{verdict}",
        unit=escape(unit_name),
        change=numbers.change(row, page.lang),
    )
    return f"{chip(verdict, words(f'verdicts.{verdict}'))}<p>{sentence}</p>"


def sure_line(page: Page, row: Row, beside: str = "") -> list[tuple[str, str]]:
    """The line on how sure a verdict is: its name and its HTML; none without one.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        beside: What else stands in the line, in HTML.
    """
    if not is_judged(row):
        return []
    text = " ".join((escape(_how_sure(page, row)), beside)).strip()
    return [(page.words("overview.lines.sure"), text)]


def lines_html(lines: Sequence[tuple[str, str]]) -> str:
    """Short lines below a verdict, each with its name; nothing where there are none."""
    listed = "".join(f"<li><b>{escape(name)}</b> {text}</li>" for name, text in lines)
    return f"<ul>{listed}</ul>" if listed else ""


def _how_sure(page: Page, row: Row) -> str:
    words, lang, verdict = page.words, page.lang, verdict_of(row)
    low, high = row["share_diff_low"], row["share_diff_high"]
    text = words("overview.sure", interval=numbers.interval(low, high, lang))
    return text + words.or_else(f"overview.less_sure.{verdict}", "")


def _grounds(page: Page, row: Row, unit_name: str, waves: tuple[str, str]) -> list[str]:
    """What a reader who doubts the sentence can read next."""
    rate = coverage.response_rate(page, row, waves[1], "n_after")
    found = [
        *of_clusters(page.words, row),
        *(on_one_mix(page, row, waves) if is_judged(row) else ()),
        *beyond_the_verdict(page.words, row, unit_name),
        *of_the_silent(page.words, row, rate),
    ]
    if is_judged(row) and row["n_looks"] > 1:
        found.append(_on_its_own(page, row))
    return found


def _on_its_own(page: Page, row: Row) -> str:
    """What the verdict of one unit among many would be if it were the only one."""
    words, lang = page.words, page.lang
    low, high = row["share_diff_alone_low"], row["share_diff_alone_high"]
    return words(
        "overview.looks",
        n=numbers.count(row["n_looks"], lang),
        alone=words(f"verdicts_short.{row['verdict_alone']}"),
        interval=numbers.interval(low, high, lang),
    )


def looks_note(page: Page, rows: Sequence[Row]) -> None:
    """How many units a list looks at together, and what its marks mean."""
    n_looks = max((row["n_looks"] for row in rows if is_judged(row)), default=0)
    if n_looks > 1:
        n = numbers.count(n_looks, page.lang)
        note(page.words("overview.looks_list", n=n))


def verdict_counts(words: Words, counts: Mapping[str, int]) -> None:
    """How many units have each verdict, one card each.

    That none got clearly worse is a card too, where no unit is hidden that could have.
    """
    told = [verdict for verdict in VERDICTS if counts.get(verdict)]
    if set(told) - _UNJUDGED and not counts.get("suppressed"):
        told = [one for one in VERDICTS if one in told or one == "worse"]
    cards = "".join(
        f"<li><b>{numbers.count(counts[verdict], words.lang)}</b>"
        f"{chip(verdict, words(f'verdicts_short.{verdict}'))}</li>"
        for verdict in told
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>')


def change_table(
    page: Page,
    rows: Sequence[Row],
    waves: tuple[str, str],
    caption: str,
    first: str,
) -> None:
    """The table behind a dumbbell figure, closed until asked for."""
    words, lang = page.words, page.lang
    columns = (
        Column(first, lambda row: str(row["name"])),
        Column(
            words("tables.n_before"), lambda r: numbers.count(r["n_before"], lang), True
        ),
        Column(
            words("tables.n_after"), lambda r: numbers.count(r["n_after"], lang), True
        ),
        Column(
            words("tables.before"),
            lambda r: numbers.percent(r["share_before"], lang),
            True,
        ),
        Column(
            words("tables.after"),
            lambda r: numbers.percent(r["share_after"], lang),
            True,
        ),
        Column(
            words("tables.change"),
            lambda r: numbers.change(r, lang),
            True,
        ),
        Column(
            words("tables.interval"),
            lambda r: (
                numbers.interval(r["share_diff_low"], r["share_diff_high"], lang)
                if numbers.is_known(r["share_diff"])
                else numbers.MISSING
            ),
            True,
        ),
        *_coverage_columns(page, rows, waves),
        Column(
            words("tables.verdict"),
            lambda r: words(f"verdicts_short.{verdict_of(r)}"),
            verdict=verdict_of,
        ),
    )
    with st.expander(words("tables.show")):
        show_table(rows, columns, caption)


def _coverage_columns(
    page: Page, rows: Sequence[Row], waves: tuple[str, str]
) -> tuple[Column, ...]:
    """Forms answered before and after, where the forms of any row were counted."""

    found = []
    names = (("n_before", "coverage_before"), ("n_after", "coverage_after"))
    for wave, (n, name) in zip(waves, names, strict=True):
        # Worked out once: a table asks for each cell.
        shares = {id(row): coverage.forms_share(page, row, wave, n) for row in rows}
        if any(share is not None for share in shares.values()):
            found.append(_share_column(page, name, shares))
    return tuple(found)


def _share_column(page: Page, name: str, shares: Mapping[int, float | None]) -> Column:
    return Column(
        page.words(f"tables.{name}"),
        lambda row: numbers.percent(shares[id(row)], page.lang),
        is_number=True,
    )


def unit_grid(page: Page, rows: Sequence[Row], path: str, query: str) -> None:
    """One tile per unit with its change on a common scale, each a link to the unit."""
    words = page.words
    reach = max((_reach(row) for row in rows if is_judged(row)), default=0.0)
    tiles = []
    for row in rows:
        verdict = verdict_of(row)
        look = LOOKS[verdict]
        change = change_text(row, words) if is_judged(row) else ""
        word = words(f"verdicts_short.{verdict}")
        tiles.append(
            f'<li><a href="{path}?unit={row["unit_key"]}&{query}" target="_self" '
            f'style="--look:{look.colour}"><b>{escape(row["name"])}</b>'
            f'<small><span aria-hidden="true">{look.sign}</span> {escape(word)}</small>'
            f"{_interval_bar(row, reach)}<small>{escape(change)}</small></a></li>"
        )
    st.html(f'<ul class="tt-grid">{"".join(tiles)}</ul>')
    if reach:
        scale = numbers.points(reach, page.lang, digits=0).lstrip("+")
        note(words("overview.grid_scale", reach=scale))


def verdict_map(page: Page, rows: Sequence[Row], path: str, query: str) -> None:
    """Units by verdict, each a link: how many have it, and which; no figure."""
    words = page.words
    groups = []
    for verdict in VERDICTS:
        found = [row for row in rows if verdict_of(row) == verdict]
        if not found:
            continue
        tiles = "".join(
            f'<li><a href="{path}?unit={row["unit_key"]}&{query}" target="_self" '
            f'style="--look:{LOOKS[verdict].colour}">{escape(row["name"])}'
            "</a></li>"
            for row in found
        )
        n = numbers.count(len(found), page.lang)
        mark = chip(verdict, words(f"verdicts_short.{verdict}"))
        groups.append(f'<p><b>{n}</b> {mark}</p><ul class="tt-grid">{tiles}</ul>')
    st.html(f'<div class="tt-map">{"".join(groups)}</div>')


def is_judged(row: Row) -> bool:
    """Whether a row shows a change, and not only why there is none."""
    return row["state"] == "shown" and numbers.is_known(row["share_diff"])


def _reach(row: Row) -> float:
    return float(max(abs(row["share_diff_low"]), abs(row["share_diff_high"])))


def _interval_bar(row: Row, reach: float) -> str:
    if not is_judged(row) or not reach:
        return ""
    low, middle, high = (
        50 + 50 * row[name] / reach
        for name in ("share_diff_low", "share_diff", "share_diff_high")
    )
    colour = LOOKS[verdict_of(row)].colour
    return (
        '<span class="tt-bar" aria-hidden="true"><i></i>'
        f'<u style="left:{low:.1f}%;width:{high - low:.1f}%;background:{colour}"></u>'
        f'<b style="left:{middle:.1f}%;background:{colour}"></b></span>'
    )
