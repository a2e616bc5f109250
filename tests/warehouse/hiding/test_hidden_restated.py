"""No small unit follows from figures as they were before a later load."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_restated import hidden_restated
from warehouse.hiding.hide_rows import suppress_rows
from warehouse.queries import QUERIES

MONTH = date(2026, 8, 1)
GEOGRAPHY = Geography(
    {
        "province": None,
        "north": "province",
        "south": "province",
        **dict.fromkeys("abc", "north"),
        **dict.fromkeys("de", "south"),
        "old": "south",
        "new": "province",
    },
    (("old", "new"),),
)


def changed(unit: str, old: int, new: int, map_: str = "then") -> dict[str, Any]:
    return {
        "figure": "n_ballots",
        "map": map_,
        "unit_key": unit,
        "period": str(MONTH),
        "old_value": float(old),
        "new_value": float(new),
        "old_n_people": float(old),
        "new_n_people": float(new),
    }


def units(rows: list[dict[str, Any]], *hidden: tuple[str, str]) -> set[str]:
    cells = {("month", *unit, MONTH) for unit in hidden}
    found = hidden_restated(rows, cells, GEOGRAPHY, 5)
    return {unit for _, _, unit, _ in found}


def test_what_was_about_few_hides_all_that_it_was_a_part_of() -> None:
    rows = [changed("a", 3, 20), changed("north", 104, 121), changed("d", 30, 33)]
    rows += [changed("province", 164, 184), changed("south", 60, 63)]
    assert units(rows) == {"a", "north", "province"}


def test_a_unit_hidden_now_hides_the_old_figures_above_it() -> None:
    # b: 3 then and now; a: nobody before. North less c, which stayed, is b alone.
    rows = [changed("a", 0, 7), changed("north", 104, 111), changed("d", 30, 33)]
    assert units(rows, ("then", "a"), ("then", "b")) == {"a", "north"}


def test_a_successor_is_made_of_the_old_unit_too() -> None:
    rows = [changed("new", 20, 44, "today"), changed("d", 30, 33)]
    assert units(rows, ("then", "old")) == {"new"}
    assert units(rows, ("then", "e")) == set()


def test_a_hidden_unit_above_hides_no_shown_one_below() -> None:
    rows = [changed("a", 20, 30)]
    assert units(rows, ("then", "north")) == set()


def test_nothing_small_hides_nothing() -> None:
    assert units([changed("a", 12, 20), changed("north", 104, 121)]) == set()


@pytest.mark.parametrize(
    ("figure", "period", "cell"),
    [
        ("n_signals", "2026-08-01/lateness", ("signal", "lateness", MONTH)),
        ("share_after", "B/A/overall", ("pair", "B", "A")),
        ("group_share_before", "B/A/overall/sex/female", ("group", "B", "A", "sex")),
        ("independent_gap", "2026-Q3/overall", ("gap", "2026-Q3")),
        ("sipas_share", "W/staff", ("wave", "W")),
        ("decision_766_score", "2026-H2", ("voice", "half", "2026-H2")),
        ("decision_766_score", "2026", ("voice", "year", "2026")),
        ("decision_766_score", "2026-08", ("voice", "month", "2026-08")),
        ("decision_766_score", "2026-Q3", ("voice", "quarter", "2026-Q3")),
    ],
)
def test_each_figure_is_hidden_where_its_page_hides(
    figure: str, period: str, cell: tuple[Any, ...]
) -> None:
    row = changed("a", 20, 30) | {"figure": figure, "period": period}
    hidden = {(cell[0], "then", "a", *cell[1:])}
    assert hidden_restated([row], hidden, GEOGRAPHY, 5) == {
        (figure, "then", "a", period)
    }


def test_the_questions_of_changed_figures_hide_them() -> None:
    hidden = frozenset({("restated", "n_ballots", "then", "north", str(MONTH))})
    shown = changed("north", 104, 121) | {"whole_period": str(MONTH)}
    small = QUERIES["restated_months"].small
    assert small is not None
    [row] = suppress_rows([shown], small, 5, hidden)
    assert (row["old_value"], row["new_value"], row["state"]) == (
        None,
        None,
        "suppressed",
    )
