"""The one table: units below this one, side by side, each figure with its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.figures.dumbbell import change_text
from dashboard.periods import Span, choose_span
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit, name_key
from dashboard.tables import Column, show_table
from dashboard.views_by_role import VIEWS
from dashboard.words import words_of

# Column → part of the unit's page behind it, whole, part.
COUNTED = {
    "late_official": ("cases", "n_with_due", "n_late_official"),
    "late_strict": ("cases", "n_with_due", "n_late_strict"),
    "petitions": ("petitions", "n_petitions_mature", "n_petitions_in_time"),
    "letters": ("letters", "n_letters_owed", "n_letters_in_time"),
    "meetings": ("duties", "n_meetings_required", "n_meetings_kept"),
    "readiness": ("readiness", "n_requirements", "n_requirements_there"),
    "commitments": ("duties", "n_in_scope", "n_signed"),
    "targets": ("duties", "n_targets_judged", "n_targets_met"),
    "home": ("duties", "n_home_requested", "n_home_served"),
}

Row = Mapping[str, Any]


def show_unit_table(page: Page, unit: Unit, map_: str) -> None:
    """Draws the units below one unit in a chosen period, by name and without ranks."""
    words = page.words
    span = choose_span(page)
    pairs = changes.wave_pairs(page)
    waves = changes.choose_waves(page, pairs) if pairs else ("", "")
    rows = rows_below(page, unit, map_, span, waves)
    if not rows:
        states.nothing_found(words, "no_units_below")
        return
    title = words("unit_table.title")
    blocks.heading(title, words("unit_table.lead"))
    names = Column(words("tables.name"), lambda r: page.units[r["unit_key"]].name)
    show_table(rows, (names, *figure_columns(page, span, waves)), title)
    n = numbers.count(len(rows), page.lang)
    badge.show_badge(
        page,
        n=words("unit_table.n", n=n),
        coverage=coverage.part_of(page, len(rows), len(rows), "units"),
        source=badge.recorded_in(page, "all"),
        dates=badge.days(page, (span.first, span.last)),
        notes=[words("unit_table.by_name")],
    )
    blocks.note(words("unit_table.note"))


def _named(page: Page, row: Row) -> bool:
    return row["unit_key"] in page.units


def rows_below(
    page: Page, unit: Unit, map_: str, span: Span, waves: tuple[str, str]
) -> list[Row]:
    """Rows of `unit_table` of the units below one, by name; none without any below."""
    if not any(one.parent_key == unit.key for one in page.units.values()):
        return []
    answer = ask_if_built(
        page,
        "unit_table",
        map=map_,
        unit_key=unit.key,
        period=span.period,
        before_wave=waves[0],
        after_wave=waves[1],
    )
    rows = [row for row in (answer.rows if answer else []) if _named(page, row)]
    return sorted(rows, key=lambda row: name_key(page.units[row["unit_key"]].name))


def figure_columns(
    page: Page, span: Span, waves: tuple[str, str]
) -> tuple[Column, ...]:
    """The figures of a row of `unit_table`, each with a link to what is behind it."""
    words = page.words

    def to(part: str, **more: str) -> Callable[[Row], str]:
        path = words_of("vi")("paths.unit")
        more = {"span": span.period, **more, "lang": page.lang}
        return lambda row: (
            f"{path}?{urlencode({'unit': row['unit_key'], 'part': part, **more})}"
        )

    pair = changes.SEPARATOR.join(waves)
    return (
        Column(
            words("unit_table.columns.change"),
            lambda row: change_cell(page, row),
            is_number=True,
            link=to("change", waves=pair),
        ),
        Column(
            words("unit_table.columns.verdict"),
            lambda row: words(f"verdicts_short.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
        Column(
            words("unit_table.columns.group"),
            lambda row: _group(page, row),
            link=lambda _: _path(page, "overview"),
        ),
        *(counted_column(page, name, to(view)) for name, (view, *_) in COUNTED.items()),
        Column(
            words("unit_table.columns.flags"),
            lambda row: numbers.count(row["n_flags_wrong"], page.lang),
            is_number=True,
            link=lambda row: (
                _path(page, "quality", checked="tests", of=row["unit_key"])
                if row["n_flags_wrong"]
                else ""
            ),
        ),
    )


def counted_column(
    page: Page, name: str, link: Callable[[Row], str] | None = None
) -> Column:
    """A column of `COUNTED`, with a link to what is behind it where a page has it."""
    _, whole, part = COUNTED[name]
    return Column(
        page.words(f"unit_table.columns.{name}"),
        lambda row: counted_text(page, row[part], row[whole]),
        is_number=True,
        link=link,
    )


def counted_text(page: Page, part: float | None, whole: float | None) -> str:
    """A share with both counts; hidden as hidden, and nothing where nothing is due."""
    if part is None or whole is None:
        return page.words("verdicts_short.suppressed")
    if not whole:
        return numbers.MISSING
    share = numbers.percent(part / whole, page.lang)
    counts = (numbers.count(n, page.lang) for n in (part, whole))
    return f"{share} ({'/'.join(counts)})"


def change_cell(page: Page, row: Row) -> str:
    """The change in points, where it is shown."""
    return change_text(row, page.words) if row["state"] == "shown" else numbers.MISSING


def _group(page: Page, row: Row) -> str:
    """Which group the effect counts the unit in: begun by the last day, or not yet."""
    start, as_of = row["model_start_date"], page.build.data_as_of
    if start is None or (as_of is not None and start > as_of):
        return page.words("unit_table.not_started")
    return page.words("unit_table.started", day=dates.day(start))


def _path(page: Page, view: str, **more: str) -> str:
    """A page the reader's role has; nothing otherwise."""
    roles = {one.name: one.roles for one in VIEWS}[view]
    if page.scope.role not in roles:
        return ""
    return f"{words_of('vi')(f'paths.{view}')}?{urlencode({**more, 'lang': page.lang})}"
