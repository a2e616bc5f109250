"""The first view: the verdict, how sure, of whom, what to decide and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from dashboard import blocks, change_blocks, coverage, numbers, states
from dashboard.failures import own_part
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.views.overview.changes_by_commune import (
    HEADLINE_ITEM,
    communes,
    n_communes,
)
from dashboard.views.overview.commune_map import show_where
from dashboard.views.overview.news import show_news
from dashboard.views.who_was_asked import note_on_who_was_asked
from dashboard.words import words_of

# Verdicts that leave something to decide, as the line names them.
TO_DECIDE = {
    "worse": ("worse", "slightly_worse"),
    "sign": ("uncertain_among_many",),
    "open": ("inconclusive",),
    "few": ("too_few", "none", "missing"),
    "unlike": ("not_comparable",),
}

Row = dict[str, Any]


def show_verdict(
    page: Page, top: Unit, rows: list[Row], waves: tuple[str, str], map_: str
) -> None:
    """Draws the first view.

    Args:
        page: The frame of this run.
        top: The unit the verdict is about.
        rows: Rows of `change_by_item` of that unit.
        waves: Codes of the round before and the round after.
        map_: `then` or `today`.
    """
    found = communes(page, map_, waves, HEADLINE_ITEM)
    left, right = blocks.on_a_wide_screen("verdict", (6, 5))
    with left:
        _headline(page, top, rows, found, waves, map_)
        note_on_who_was_asked(page)
        show_news(page)
    if found:
        with right:
            _where(page, found, waves, map_)


@own_part()
def _headline(
    page: Page,
    top: Unit,
    rows: list[Row],
    found: list[Row],
    waves: tuple[str, str],
    map_: str,
) -> None:
    words = page.words
    row = next((r for r in rows if r["item_code"] == HEADLINE_ITEM), None)
    if row is None:
        states.nothing_found(words, "no_answers")
        return
    lines = [
        (words("overview.lines.whom"), escape(_whom(page, row, found, waves, map_))),
    ]
    if found:
        text = escape(_to_decide(page, found))
        lines.append((words("overview.lines.decide"), text))
    change_blocks.verdict_card(
        page,
        row,
        top.name,
        waves,
        beside=_of_the_model(page, top, waves),
        lines=lines,
        methods=("verdicts", "badges"),
    )


def _of_the_model(page: Page, top: Unit, waves: tuple[str, str]) -> str:
    """What the model itself changed, in HTML: a verdict, and the way to its figures."""
    words = page.words
    answer = ask_if_built(
        page, "wave_effects", before_wave=waves[0], after_wave=waves[1]
    )
    rows = answer.rows if answer else []
    row = next((r for r in rows if r["item_code"] == HEADLINE_ITEM), None)
    text = words("overview.not_effect")
    if row is not None and top.level == "province" and row["method"] == "cr2":
        verdict = words(f"verdicts_short.{row['verdict']}")
        text = words("overview.own_effect", verdict=verdict)
    link = part_link(page, "effects")
    name = words("overview.own_effect_more")
    return f'{escape(text)} <a href="{link}" target="_self">{escape(name)}</a>'


def part_link(page: Page, part: str) -> str:
    """Path of one part of this page."""
    query = urlencode({"aspect": part, "lang": page.lang})
    return f"{words_of('vi')('paths.overview')}?{query}"


def _whom(
    page: Page, row: Row, found: list[Row], waves: tuple[str, str], map_: str
) -> str:
    """How many communes can be compared and how many of those asked answered."""
    words, lang = page.words, page.lang
    judged = sum(change_blocks.is_judged(one) for one in found)
    text = words(
        "overview.whom",
        n=numbers.count(judged, lang),
        n_all=numbers.count(max(n_communes(page, map_, found), len(found)), lang),
    )
    text += _by_start(page, [one for one in found if change_blocks.is_judged(one)])
    rate = coverage.response_rate(page, row, waves[1], "n_after")
    if rate is None:
        return text + words("overview.whom_rate_unknown")
    return text + words("overview.whom_rate", rate=numbers.percent(rate, lang))


def _by_start(page: Page, judged: list[Row]) -> str:
    """How many of the communes compared had started the model; they add up."""
    counts = Counter(
        status if status in ("not_started", "starting") else "started"
        for status in (row["model_status"] for row in judged)
    )
    names = ("started", "not_started", *(["starting"] * bool(counts["starting"])))
    return "".join(
        page.words(f"overview.whom_{name}", n=numbers.count(counts[name], page.lang))
        for name in names
        if judged
    )


def _to_decide(page: Page, found: list[Row]) -> str:
    words = page.words
    counts: Mapping[str, int] = changes.count_verdicts(found)
    texts = []
    for name, verdicts in TO_DECIDE.items():
        n = sum(counts[verdict] for verdict in verdicts)
        if n:
            n_text = numbers.count(n, page.lang)
            texts.append(words(f"overview.decide.{name}", n=n_text))
    return "; ".join(texts) or words("overview.decide.nothing")


@own_part()
def _where(page: Page, found: list[Row], waves: tuple[str, str], map_: str) -> None:
    words = page.words
    blocks.heading(words("overview.grid_title"), words("overview.grid_lead"))
    query = urlencode({"map": map_, "lang": page.lang})
    show_where(page, found, waves, query)
    n_all = n_communes(page, map_, found)
    change_blocks.changes_badge(page, found, waves, "units", n_all)
