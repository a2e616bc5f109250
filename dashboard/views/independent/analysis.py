"""What a wave says: shares by design, the silent, change, and own ballots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import LEVELS, name_key
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS, chip
from dashboard.views.independent.downloads import offer_report
from dashboard.waves import sentences
from dashboard.waves.results import analysed_waves, wave_result
from dashboard.words import Words
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.wave_result import UnitResult, WaveResult

Row = Mapping[str, Any]
GAP_LOOKS = {
    "agrees": "unchanged",
    "differs": "worse",
    "unknown": "inconclusive",
    "too_few": "too_few",
}
"""Whether sources agree → the verdict whose colours the word wears."""


def show_analysis(page: Page) -> None:
    """Draws one wave and question: the highest unit, then each one below."""
    words = page.words
    answer = ask_if_built(page, "wave_items")
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    waves = analysed_waves(page.waves.values(), answer.rows)
    if not waves:
        states.nothing_found(words, "no_gaps")
        return
    left, right = st.columns([1, 1])
    with left:
        code = address.choose(
            "analysed_wave",
            words("analysis.wave"),
            list(waves),
            default=next(iter(waves)),
            shown=partial(changes.wave_text, page),
        )
    with right:
        item = address.choose(
            "item",
            words("items.label"),
            waves[code],
            default=waves[code][0],
            shown=partial(changes.item_text, page),
        )
    result = wave_result(
        partial(ask, page),
        Settings.from_environment(),
        code,
        item,
        waves=page.waves,
        units=page.units,
    )
    shown = [unit for unit in result.units if unit.unit_key in page.units]
    shown.sort(key=lambda unit: LEVELS.index(unit.unit_level))
    if not shown:
        states.nothing_found(words, "no_gaps")
        return
    blocks.heading(words("analysis.title"), words("analysis.lead"))
    wave = page.waves[code]
    if wave.is_asked_after(page.build.data_as_of) and code not in page.released:
        blocks.note(words("analysis.in_field", day=dates.day(wave.closed_on)))
    _whole(page, result, shown[0])
    blocks.method_link(page, "independent")
    _units(page, result, shown[1:])
    if page.scope.role == FRONT:
        offer_report(page, code)


@own_part()
def _whole(page: Page, result: WaveResult, unit: UnitResult) -> None:
    words = page.words
    since = changes.wave_text(page, result.since) if result.since else ""
    verdict = unit.change.verdict if unit.change else "missing"
    name = escape(page.units[unit.unit_key].name)
    title = sentences.headline(words, unit, name)
    mark = ""
    if unit.change is not None:
        mark = chip(verdict, words(f"verdicts.{verdict}"))
    if unit.gap is not None:
        look = GAP_LOOKS[unit.gap.word]
        mark += chip(look, sentences.gap_word(words, unit.gap.word))
    st.html(
        f'<section class="tt-verdict" style="--look:{LOOKS[verdict].colour}">'
        f"{mark}<p>{title}</p>{_badge(page, result, [unit])}</section>"
    )
    for line in sentences.further(words, result, unit, since):
        blocks.note(line)


def _badge(page: Page, result: WaveResult, units: list[UnitResult]) -> str:
    wave, lang = page.waves[result.wave_code], page.lang
    top = units[0]
    n = page.words("badge.n_hidden")
    covered = coverage.part_of(page, None, None, "units_shown")
    if len(units) > 1:
        n = badge.n_between(page, [unit.n_answers for unit in units])
        known = [unit for unit in units if unit.asked is not None]
        covered = coverage.part_of(page, len(known), len(units), "units_shown")
    elif top.asked is not None:
        n = page.words("analysis.n", n=numbers.count(top.n_answers, lang))
        covered = coverage.of_wave(
            page, wave.code, top.unit_key, "today", top.n_answers
        )
    return badge.badge(
        page,
        n=n,
        coverage=covered,
        source=badge.asked_by(page, [wave.code]),
        dates=page.words(
            "analysis.opened",
            first=dates.day(wave.opened_on),
            last=dates.day(wave.closed_on),
        ),
    )


@own_part()
def _units(page: Page, result: WaveResult, units: list[UnitResult]) -> None:
    if not units:
        return
    words = page.words
    title = words("analysis.units_title")
    if result.period is not None:
        _agreement(page, units)
    blocks.heading(title, words("analysis.units_lead"))
    rows = [{"name": page.units[one.unit_key].name, "unit": one} for one in units]
    rows.sort(key=lambda row: name_key(str(row["name"])))
    show_table(rows, _columns(words, result, units), title)
    if any(unit.change for unit in units):
        blocks.note(words("analysis.many"))
    st.html(_badge(page, result, units))


def _agreement(page: Page, units: list[UnitResult]) -> None:
    """How many units agree with their own ballots, differ, or cannot be told."""
    words = page.words
    found = Counter(unit.gap.word for unit in units if unit.gap is not None)
    if not found:
        return
    blocks.subheading(words("analysis.counts_title"))
    marks = {
        word: chip(look, words(f"analysis.gap_short.{word}"))
        for word, look in GAP_LOOKS.items()
    }
    cards = "".join(
        f"<li><b>{found[word]}</b>{mark}</li>"
        for word, mark in marks.items()
        if found[word]
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>')


def _columns(
    words: Words, result: WaveResult, units: list[UnitResult]
) -> tuple[Column, ...]:
    lang = words.lang

    def column(name: str, text: Any, **more: Any) -> Column:
        heading = words(f"analysis.columns.{name}")
        return Column(heading, lambda row: text(row["unit"]), **more)

    def share(unit: UnitResult) -> str:
        if unit.asked is None:
            return words(f"verdicts_short.{unit.state}")
        n = numbers.count(unit.n_answers, lang)
        return f"{sentences.estimate(words, unit.asked)} ({n})"

    def silent(unit: UnitResult) -> str:
        if unit.silent is None:
            return numbers.MISSING
        return sentences.limits(words, unit.silent.lower, unit.silent.upper)

    def change(unit: UnitResult) -> str:
        return sentences.short_change(words, unit.change)

    def gap(unit: UnitResult) -> str:
        return sentences.short_gap(words, unit.gap)

    found = [
        Column(words("tables.name"), lambda row: str(row["name"])),
        column("share", share, is_number=True),
        column("silent", silent, is_number=True),
    ]
    if any(unit.mixed for unit in units):
        mixed = column(
            "mixed", lambda unit: sentences.estimate(words, unit.mixed), is_number=True
        )
        found.append(mixed)
    if result.since is not None and result.is_measured_alike:
        found.append(column("change", change))
    if result.period is not None:
        found.append(column("gap", gap))
    return tuple(found)
