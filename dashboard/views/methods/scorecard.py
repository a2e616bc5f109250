"""The province's own scorecard: how points come about, and its criteria with days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.report.annex_sheets import rule_name
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from warehouse.errors import RuleError
from warehouse.rules.in_force import Rule
from warehouse.rules.rules import own_rules
from warehouse.rules.scorecard import GRADES, SCORECARD, cuts_of
from warehouse.rules.tables import SCORED, WEIGHTS_ADD_TO
from warehouse.settings import Settings

EXPLAINED = ("points", "sum", "day", "chance", "unknown", "where")


@own_part()
def show_schemes(page: Page) -> None:
    """How points are given, then every scheme of the province with its editions."""
    words = page.words
    blocks.heading(words("scorecard.title"), words("scorecard.method.lead"))
    blocks.bullets(
        words("scorecard.method.how"),
        [words(f"scorecard.method.{name}", sum=WEIGHTS_ADD_TO) for name in EXPLAINED],
    )
    settings = Settings.from_environment()
    try:
        criteria, grades = (own_rules(settings, t) for t in (SCORECARD, GRADES))
    except RuleError as error:
        st.error(error.in_words(page.lang))
        blocks.note(words("scorecard.method.refused"))
        return
    if not criteria:
        blocks.note(words("scorecard.method.none"))
    for scheme, first_day in _editions(criteria):
        rows = _of(criteria, scheme, first_day)
        named = {"scheme": scheme, "day": dates.day(first_day)}
        title = words("scorecard.method.criteria", **named)
        blocks.subheading(title)
        show_table([{"rule": rule} for rule in rows], _criteria(page), title)
        total = sum(_number(rule, "weight") for rule in rows)
        said = numbers.decimal(total, page.lang, digits=0)
        blocks.note(words("scorecard.method.adds", n=len(rows), total=said))
    for scheme, first_day in _editions(grades):
        rows = _of(grades, scheme, first_day)
        rows.sort(key=lambda rule: _number(rule, "from_points"), reverse=True)
        named = {"scheme": scheme, "day": dates.day(first_day)}
        title = words("scorecard.method.grades", **named)
        blocks.subheading(title)
        show_table([{"rule": rule} for rule in rows], _grades(page), title)


def _editions(rules: Iterable[Rule]) -> list[tuple[str, date]]:
    """Scheme and first day, each once; the newest edition of a scheme first."""
    found = {(str(rule.values["scheme"]), rule.valid_from) for rule in rules}
    newest_first = sorted(found, key=lambda one: one[1], reverse=True)
    return sorted(newest_first, key=lambda one: one[0])


def _of(rules: Iterable[Rule], scheme: str, first_day: date) -> list[Rule]:
    return [
        rule
        for rule in rules
        if (rule.values["scheme"], rule.valid_from) == (scheme, first_day)
    ]


def _criteria(page: Page) -> tuple[Column, ...]:
    words = page.words
    return (
        Column(words("scorecard.method.criterion"), lambda r: _name(page, r["rule"])),
        Column(
            words("scorecard.method.metric"),
            lambda r: words(f"scorecard.metrics.{r['rule'].values['metric']}"),
        ),
        Column(
            words("scorecard.method.weight"),
            lambda r: numbers.plain(_number(r["rule"], "weight"), page.lang),
            is_number=True,
        ),
        Column(
            words("scorecard.method.levels"),
            lambda r: "; ".join(_levels(page, r["rule"])),
        ),
        *_days(page),
    )


def _grades(page: Page) -> tuple[Column, ...]:
    words = page.words
    return (
        Column(words("scorecard.columns.grade"), lambda r: _name(page, r["rule"])),
        Column(
            words("scorecard.method.from_points"),
            lambda r: numbers.plain(_number(r["rule"], "from_points"), page.lang),
            is_number=True,
        ),
        *_days(page),
    )


def _days(page: Page) -> tuple[Column, ...]:
    words = page.words
    return (
        Column(words("methods.valid_from"), lambda r: dates.day(r["rule"].valid_from)),
        Column(words("methods.valid_to"), lambda r: dates.day(r["rule"].valid_to)),
        Column(
            words("methods.source"),
            lambda r: str(r["rule"].values["legal_basis"] or numbers.MISSING),
        ),
    )


def _levels(page: Page, rule: Rule) -> Iterator[str]:
    """What each share earns, the best first, then what less than the least earns."""
    values = rule.values
    metric = str(values["metric"])
    cuts = cuts_of(str(values["cut_offs"]), metric, _number(rule, "weight"))
    side = SCORED[metric]
    for share, points in cuts:
        said = {
            "share": _share(page, share),
            "points": numbers.plain(points, page.lang),
        }
        yield page.words(f"scorecard.method.level_{side}", **said)
    yield page.words(f"scorecard.method.beyond_{side}")


def _share(page: Page, share: float) -> str:
    percent = round(100 * share, 6)
    digits = 0 if percent.is_integer() else 1 if (10 * percent).is_integer() else 2
    return numbers.percent(share, page.lang, digits=digits)


def _name(page: Page, rule: Rule) -> str:
    return rule_name(rule.values, page.words)


def _number(rule: Rule, column: str) -> float:
    return float(str(rule.values[column]))
