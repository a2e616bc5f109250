"""A wave of the Front that was released anew: old and new figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers
from dashboard.rows import changes
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.units import name_key
from dashboard.tables import Column, Row, show_table
from warehouse.custody.editions import EditionFigure, TwoEditions, two_editions
from warehouse.custody.releases import Release
from warehouse.settings import Settings


def show_wave_editions(page: Page) -> None:
    """Draws each wave whose figures changed after its release; nothing without one.

    Raises:
        NothingPublishedError: There is no build.
    """
    found = two_editions(Settings.from_environment(), page.scope)
    if not found:
        return
    words = page.words
    blocks.heading(words("wave_editions.title"), words("wave_editions.lead"))
    for pair in found:
        _one_wave(page, pair)


def _one_wave(page: Page, pair: TwoEditions) -> None:
    words = page.words
    wave = changes.wave_text(page, pair.wave_code)
    said = words(
        "wave_editions.pair",
        wave=wave,
        old=_edition(page, pair.old),
        new=_edition(page, pair.new),
    )
    st.html(f"<p><b>{escape(said)}</b></p>")
    if pair.new is None:
        blocks.note(words("wave_editions.waits"))
    if pair.figures is None:
        blocks.note(words("wave_editions.not_kept"))
        return
    named = [figure for figure in pair.figures if figure.unit_key in page.units]
    top = [f for f in named if page.units[f.unit_key].level == "province"]
    if top:
        question = Column(
            words("items.label"),
            lambda row: changes.item_text(page, str(row["item_code"])),
        )
        title = words("wave_editions.whole", wave=wave)
        _table(page, pair, top, question, title, of="questions_shown")
    _units(page, pair, [figure for figure in named if figure not in top], wave)


def _units(
    page: Page, pair: TwoEditions, figures: Sequence[EditionFigure], wave: str
) -> None:
    items = list(dict.fromkeys(figure.item_code for figure in figures))
    if not items:
        return
    words = page.words
    with st.expander(words("wave_editions.by_unit", wave=wave)):
        item = address.choose(
            f"edition_item_{pair.wave_code}",
            words("items.label"),
            items,
            default="overall" if "overall" in items else items[0],
            shown=lambda code: changes.item_text(page, code),
        )
        unit = Column(
            words("tables.name"), lambda row: page.units[str(row["unit_key"])].name
        )
        of_item = [figure for figure in figures if figure.item_code == item]
        of_item.sort(key=lambda figure: name_key(page.units[figure.unit_key].name))
        title = changes.item_text(page, item)
        _table(page, pair, of_item, unit, title, of="units_shown")


def _table(
    page: Page,
    pair: TwoEditions,
    figures: Sequence[EditionFigure],
    name: Column,
    caption: str,
    *,
    of: str,
) -> None:
    words, lang = page.words, page.lang

    def side(which: str) -> Column:
        def text(row: Row) -> str:
            if not row["is_shown"]:
                return words("wave_editions.hidden")
            share = numbers.percent(row[f"share_{which}"], lang)
            return f"{share} ({numbers.count(row[f'n_{which}'], lang)})"

        return Column(words(f"wave_editions.{which}"), text, is_number=True)

    def change(row: Row) -> str:
        if row["share_old"] is None or row["share_new"] is None:
            return numbers.MISSING
        return numbers.difference(row["share_new"], row["share_old"], lang)

    moved = Column(words("wave_editions.change"), change, is_number=True)
    columns = (name, side("old"), side("new"), moved)
    show_table([vars(figure) for figure in figures], columns, caption)
    shown = [figure for figure in figures if figure.is_shown]
    sizes = [n for figure in shown for n in (figure.n_old, figure.n_new)]
    badge.show_badge(
        page,
        n=badge.n_between(page, sizes),
        coverage=coverage.part_of(page, len(shown), len(figures), of),
        source=badge.asked_by(page, [pair.wave_code]),
        dates=_days(page, pair),
    )


def _edition(page: Page, release: Release | None) -> str:
    words = page.words
    if release is None:
        return words("wave_editions.not_released")
    moment = datetime.fromisoformat(release.released_at).astimezone(VIETNAM)
    day = dates.day(moment)
    return words("wave_editions.edition", n=release.edition, day=day)


def _days(page: Page, pair: TwoEditions) -> str:
    wave = page.waves.get(pair.wave_code)
    if wave is None or wave.opened_on is None:
        return page.words("badge.no_day")
    return dates.month(wave.opened_on)
