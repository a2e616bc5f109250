"""How the questionnaire holds up: do its questions hang together, who left gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import address, badge, blocks, coverage, numbers, states
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table

Row = Mapping[str, Any]


def show_questionnaire(page: Page) -> None:
    """Draws each scale of one wave, then each question."""
    words = page.words
    scales = ask_if_built(page, "questionnaire_scales")
    items = ask_if_built(page, "questionnaire_items")
    if scales is None or items is None or not scales.rows:
        states.nothing_found(words, "no_questionnaire")
        return
    waves = sorted({str(row["wave_code"]) for row in scales.rows}, key=_latest(page))
    code = address.choose(
        "asked_wave",
        words("response.wave"),
        waves,
        default=waves[0],
        shown=lambda code: changes.wave_text(page, code),
    )
    title = words("questionnaire.scales_title")
    blocks.heading(title, words("questionnaire.scales_lead"))
    listed = [row for row in scales.rows if row["wave_code"] == code]
    show_table(listed, _scale_columns(page), title)
    _badge(page, code, [row["n_complete"] for row in listed])
    blocks.note(words("questionnaire.scales_note"))
    title = words("questionnaire.items_title")
    blocks.heading(title, words("questionnaire.items_lead"))
    listed = [row for row in items.rows if row["wave_code"] == code]
    show_table(listed, _item_columns(page), title)
    _badge(page, code, [row["n_answers"] for row in listed])


def _badge(page: Page, wave: str, sizes: Sequence[float | None]) -> None:
    most = max((n for n in sizes if n is not None), default=None)
    n = page.words("badge.n", n=numbers.count(most, page.lang))
    badge.show_badge(
        page,
        n=n if most is not None else page.words("badge.n_hidden"),
        coverage=coverage.of_round(page, wave, most),
        source=badge.asked_by(page, [wave]),
        dates=changes.wave_text(page, wave),
    )


def _latest(page: Page) -> Any:
    """Orders wave codes by the day they opened, the latest first."""
    waves = page.waves

    def key(code: str) -> tuple[int, str]:
        opened = waves[code].opened_on if code in waves else None
        return (-opened.toordinal() if opened else 0, code)

    return key


def _criterion(page: Page, row: Row) -> str:
    code = str(row["criterion_code"])
    if code in page.criteria:
        return page.criteria[code].name(page.lang)
    return page.words.or_else(f"questionnaire.scales.{code}", code)


def _figure(page: Page, row: Row, text: str) -> str:
    if row["state"] == "suppressed":
        return page.words("verdicts_short.suppressed")
    return text


def _interval(page: Page, row: Row) -> str:
    alpha = numbers.decimal(row["cronbach_alpha"], page.lang)
    low = numbers.decimal(row["cronbach_alpha_low"], page.lang)
    high = numbers.decimal(row["cronbach_alpha_high"], page.lang)
    text = alpha if alpha == numbers.MISSING else f"{alpha} [{low}; {high}]"
    return _figure(page, row, text)


def _scale_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang

    def number(name: str, text: Any) -> Column:
        return Column(words(f"questionnaire.{name}"), text, is_number=True)

    return (
        Column(words("questionnaire.scale"), lambda row: _criterion(page, row)),
        number("n_items", lambda row: numbers.count(row["n_items"], lang)),
        number("n_complete", lambda row: numbers.count(row["n_complete"], lang)),
        number("alpha", lambda row: _interval(page, row)),
        number(
            "omega", lambda row: _figure(page, row, numbers.decimal(row["omega"], lang))
        ),
        number(
            "incomplete",
            lambda row: _figure(
                page, row, numbers.percent(row["share_incomplete"], lang)
            ),
        ),
        Column(
            words("tables.verdict"),
            lambda row: words.or_else(
                f"questionnaire.readings.{row['reading']}", str(row["reading"])
            ),
        ),
    )


def _item_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang

    def share(name: str) -> Column:
        return Column(
            words(f"questionnaire.{name}"),
            lambda row: _figure(page, row, numbers.percent(row[name], lang)),
            is_number=True,
        )

    return (
        Column(
            words("tables.question"),
            lambda row: changes.item_text(page, str(row["item_code"])),
        ),
        Column(
            words("questionnaire.n_answers"),
            lambda row: numbers.count(row["n_answers"], lang),
            is_number=True,
        ),
        share("missing_rate"),
        share("share_highest"),
        share("share_lowest"),
    )
