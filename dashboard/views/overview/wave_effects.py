"""Whether started units gained more between two waves than units without the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import badge, blocks, coverage, numbers
from dashboard.failures import own_part
from dashboard.rows import changes
from dashboard.rows.changes import pair_text
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import asked_units
from dashboard.tables import Column, show_table

HEADLINE_ITEM = "overall"
OF_A_PAIR = ("effect", "effect_adjusted", "effect_per_month")
OVER_ALL = ("effect", "effect_first_wave", "effect_later_waves")
Row = Mapping[str, Any]


@own_part()
def show_wave_effects(page: Page, waves: tuple[str, str]) -> None:
    """The effect on each question between the two waves chosen, in words and a table.

    Args:
        page: The frame of this run.
        waves: Codes of the round before and the round after.
    """
    words = page.words
    answer = ask_if_built(
        page, "wave_effects", before_wave=waves[0], after_wave=waves[1]
    )
    rows = list(answer.rows) if answer else []
    blocks.heading(words("wave_effects.title"), words("wave_effects.lead"))
    top = next((row for row in rows if row["item_code"] == HEADLINE_ITEM), None)
    if top is None:
        blocks.note(words("wave_effects.none"))
        return
    blocks.note(effect_sentence(page, top))
    if top["method"] == "cr2":
        blocks.note(_balance(page, top))
        blocks.note(_detectable(page, top))
    show_table(rows, _columns(page), words("wave_effects.title"))
    _badge(page, top, waves)
    _show_over_all_waves(page)
    blocks.note(words("wave_effects.service"))


def effect_sentence(page: Page, row: Row) -> str:
    """Whom the figures cover and what the model can be said to have changed."""
    words, lang = page.words, page.lang
    sizes = {
        "n_started": numbers.count(row["n_started"], lang),
        "n_waiting": numbers.count(row["n_not_started"], lang),
    }
    if row["method"] != "cr2":
        return words("wave_effects.few", **sizes)
    return words(
        "wave_effects.sentence",
        **sizes,
        started=numbers.points(row["change_started"], lang),
        waiting=numbers.points(row["change_not_started"], lang),
        effect=numbers.difference(
            row["change_started"], row["change_not_started"], lang
        ),
        interval=numbers.interval(row["effect_low"], row["effect_high"], lang),
        verdict=words(f"verdicts_short.{row['verdict']}"),
    )


def _show_over_all_waves(page: Page) -> None:
    """The effect over three and more waves, where the question was asked so often."""
    words, lang = page.words, page.lang
    answer = ask_if_built(page, "staggered_effects")
    rows = list(answer.rows) if answer else []
    top = next((row for row in rows if row["item_code"] == HEADLINE_ITEM), None)
    if top is None:
        return
    title = words("wave_effects.all_title", n=numbers.count(top["n_waves"], lang))
    blocks.heading(title, words("wave_effects.all_lead"))
    blocks.note(staggered_sentence(page, top))
    if top["method"] != "jackknife":
        return
    blocks.note(_detectable(page, top))
    show_table(rows, _columns(page, OVER_ALL), title)
    order = str(top["waves"]).split(";")
    _badge(page, top, (order[0], order[-1]))


def staggered_sentence(page: Page, row: Row) -> str:
    """What the model changed over all waves, and whether the effect grows."""
    words, lang = page.words, page.lang
    sizes = {
        name: numbers.count(row[name], lang)
        for name in ("n_waves", "n_started", "n_starts", "n_not_started")
    }
    if row["method"] != "jackknife":
        return words("wave_effects.all_few", **sizes)
    said = words(
        "wave_effects.all_sentence",
        **sizes,
        effect=numbers.points(row["effect"], lang),
        interval=_interval(row, "effect", lang),
        verdict=words(f"verdicts_short.{row['verdict']}"),
    )
    if not numbers.is_known(row["effect_later_waves_low"]):
        return said
    grown = words(
        "wave_effects.all_grown",
        first=numbers.points(row["effect_first_wave"], lang),
        first_interval=_interval(row, "effect_first_wave", lang),
        later=numbers.points(row["effect_later_waves"], lang),
        later_interval=_interval(row, "effect_later_waves", lang),
    )
    return f"{said} {grown}"


def _badge(page: Page, top: Row, waves: tuple[str, str]) -> None:
    n = (top["n_started"] or 0) + (top["n_not_started"] or 0)
    n_all = len(asked_units(page.units.values()))
    badge.show_badge(
        page,
        n=page.words("badge.n_units", n=numbers.count(n, page.lang)),
        coverage=coverage.part_of(page, n, n_all, "designed"),
        source=badge.asked_by(page, waves),
        dates=pair_text(page, *waves),
    )


def _balance(page: Page, row: Row) -> str:
    words, lang = page.words, page.lang
    return words(
        "wave_effects.balance",
        difference=numbers.points(row["before_difference"], lang),
        interval=_interval(row, "before_difference", lang),
        adjusted=numbers.points(row["effect_adjusted"], lang),
        adjusted_interval=_interval(row, "effect_adjusted", lang),
    )


def _detectable(page: Page, row: Row) -> str:
    detectable = numbers.points(row["detectable"], page.lang).lstrip("+")
    return page.words("wave_effects.detectable", detectable=detectable)


def _interval(row: Row, name: str, lang: str) -> str:
    return numbers.interval(row[f"{name}_low"], row[f"{name}_high"], lang)


def _columns(page: Page, figures: tuple[str, ...] = OF_A_PAIR) -> tuple[Column, ...]:
    words, lang = page.words, page.lang

    def figure(name: str) -> Column:
        return Column(
            words(f"wave_effects.{name}"),
            lambda row: (
                f"{numbers.points(row[name], lang)} {_interval(row, name, lang)}"
                if numbers.is_known(row[f"{name}_low"])
                else numbers.MISSING
            ),
            is_number=True,
        )

    return (
        Column(
            words("tables.question"), lambda r: changes.item_text(page, r["item_code"])
        ),
        *map(figure, figures),
        Column(
            words("effects.units"),
            lambda r: (
                f"{numbers.count(r['n_started'], lang)} / "
                f"{numbers.count(r['n_not_started'], lang)}"
            ),
            True,
        ),
        Column(
            words("tables.verdict"),
            lambda r: words(f"verdicts_short.{r['verdict']}"),
            verdict=lambda r: str(r["verdict"]),
        ),
    )
