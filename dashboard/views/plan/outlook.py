"""What a plan says: one sentence for the province, one line per unit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isnan
from typing import Any

from dashboard import numbers
from dashboard.rows.context import Page
from dashboard.rows.units import name_key
from dashboard.tables import Column, Row, show_table
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves.plan import Plan, UnitPlan


def in_words(page: Page, plan: Plan) -> str:
    """The plan in two sentences: what to do, and what it will and will not say."""
    words, lang = page.words, page.lang
    wanted, whole = plan.request.wanted, plan.province
    n_reach = sum(unit.outlook.is_enough for unit in plan.units)
    figures = {
        "forms": numbers.count(whole.n_forms, lang),
        "answers": numbers.count(whole.n_answers, lang),
        "units": numbers.count(len(plan.units), lang),
        "n": numbers.count(n_reach, lang),
        "size": words("plan.in_points", n=round(100 * wanted.size)),
        "official": numbers.count(whole.n_official, lang),
        "margin": _in_points(page, whole.margin),
        "fall": _in_points(page, whole.fall),
        "rise": _in_points(page, whole.rise),
    }
    kind = "level" if wanted.purpose == "level" else "difference"
    if kind == "difference" and isnan(whole.fall) and isnan(whole.rise):
        kind = "too_few"
    what = words(f"plan.purposes.{wanted.purpose}").lower()
    return words(f"plan.sentence.{kind}", what=what, **figures)


def unit_sentence(page: Page, name: str, unit: UnitPlan, wanted: Wanted) -> str:
    """What one unit gets and will see, and how many forms the wish would need."""
    words, lang, outlook = page.words, page.lang, unit.outlook
    kind = "level" if wanted.purpose == "level" else "difference"
    planned = words(
        f"plan.unit_sentence.{kind}",
        unit=name,
        forms=numbers.count(outlook.n_forms, lang),
        answers=numbers.count(outlook.n_answers, lang),
        margin=_in_points(page, outlook.margin),
        fall=_in_points(page, outlook.fall),
        rise=_in_points(page, outlook.rise),
    )
    return f"{planned} {_forms_needed(page, unit, wanted, kind)}"


def _forms_needed(page: Page, unit: UnitPlan, wanted: Wanted, kind: str) -> str:
    """Forms that the wish would need in a unit, or why no number is enough."""
    words, lang, outlook = page.words, page.lang, unit.outlook
    size = words("plan.in_points", n=round(100 * wanted.size))
    if outlook.is_enough or outlook.n_needed is None:
        state = "enough" if outlook.is_enough else "never"
        return words(f"plan.forms_needed.{state}", size=size)
    n_forms = ceil(outlook.n_needed / unit.response)
    said = {
        "size": size,
        "forms": numbers.count(n_forms, lang),
        "n": numbers.count(outlook.n_needed, lang),
        "population": numbers.count(outlook.population, lang),
    }
    if n_forms > outlook.population:
        return words(f"plan.forms_beyond.{kind}", **said)
    return words(f"plan.forms_needed.{kind}", **said)


def rows_of(page: Page, plan: Plan) -> list[dict[str, Any]]:
    """One row per unit of the plan, by name."""
    rows: list[dict[str, Any]] = []
    for unit in plan.units:
        name, outlook = page.units[unit.unit_key].name, unit.outlook
        rows.append(
            {
                "name": name,
                "share": unit.share,
                "n_compared": unit.n_compared,
                "rise": outlook.rise,
                "fall": outlook.fall,
                "outlook": outlook,
                "whom": "households" if plan.request.households else "returned",
                "sentence": unit_sentence(page, name, unit, plan.request.wanted),
            }
        )
    return sorted(rows, key=lambda row: name_key(row["name"]))


def show_outlooks(page: Page, rows: Sequence[Row], caption: str) -> None:
    """The table of all units, then each in a sentence."""
    words, lang = page.words, page.lang

    def number(name: str) -> Column:
        return Column(
            words(f"plan.columns.{name}"),
            lambda row: numbers.count(getattr(row["outlook"], name), lang),
            is_number=True,
        )

    def points(name: str) -> Column:
        return Column(
            words(f"plan.columns.{name}"),
            lambda row: _points(page, getattr(row["outlook"], name)),
            is_number=True,
        )

    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(
            words(f"plan.population.{rows[0]['whom']}"),
            lambda row: numbers.count(row["outlook"].population, lang),
            is_number=True,
        ),
        number("n_forms"),
        number("n_answers"),
        Column(words("plan.columns.n_needed"), lambda row: _needed(page, row), True),
        number("n_official"),
        points("margin"),
        points("fall"),
        points("rise"),
    )
    show_table(rows, columns, caption)


def _needed(page: Page, row: Row) -> str:
    n = row["outlook"].n_needed
    return page.words("plan.never") if n is None else numbers.count(n, page.lang)


def _in_points(page: Page, share: float) -> str:
    if isnan(share):
        return page.words("plan.none")
    return page.words("plan.in_points", n=_points(page, share))


def _points(page: Page, share: float) -> str:
    if isnan(share):
        return page.words("plan.none")
    return numbers.points(share, page.lang).lstrip("+")
