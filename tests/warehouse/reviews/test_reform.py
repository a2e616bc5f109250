"""A reform since: the review stays in reach, and what changed is still listed."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.dashboard.small.warehouse import key
from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.reviews.conftest import PEOPLE, UNIT
from tests.warehouse.reviews.walks import PERIOD, bring_to
from warehouse.reviews.due import standings
from warehouse.reviews.record import read_reviews
from warehouse.reviews.units import units_of
from warehouse.reviews.visible_reviews import (
    changes_of,
    figures_for_report,
    submitted_facts,
)
from warehouse.settings import Settings

MONTHS_OF_UNITS = ("agg_unit_months", "agg_unit_duties")


def end_the_unit(connection: Any) -> None:
    """A reform: the unit ends, and its figures stand on the map of before alone."""
    of_unit = f"where unit_key = '{UNIT}'"
    ends = "set valid_to = date '2027-06-30', is_current = false"
    connection.sql(f"update dim_units {ends} {of_unit}")
    for table in MONTHS_OF_UNITS:
        connection.sql(f"delete from {table} {of_unit} and map = 'then'")
        connection.sql(f"update {table} set map = 'then' {of_unit}")


def test_a_reform_since_keeps_the_review_and_lists_what_changed(
    own_home: Settings,
) -> None:
    committee = PEOPLE["committee"]
    review = bring_to(own_home, "released")
    frozen = submitted_facts(own_home, review)
    assert frozen is not None
    with changed_build(own_home) as connection:
        end_the_unit(connection)
    same = changes_of(own_home, frozen, committee)
    assert same is not None
    tables = {"months", "duties"}
    assert [one for one in same if one.table in tables] == []
    where = f"where unit_key = '{UNIT}' and month = '2026-10-01'"
    with changed_build(own_home) as connection:
        connection.sql(f"update agg_unit_months set n_received = 5 {where}")
    found = changes_of(own_home, frozen, committee)
    assert found is not None
    [one] = [one for one in found if one.table in tables]
    assert (one.figure, one.old, one.new) == (
        "n_received",
        frozen.months[-1]["n_received"],
        5,
    )
    units = units_of(own_home, committee)
    reviews = read_reviews(own_home).reviews
    of_period = standings(own_home, units, reviews, PERIOD, date(2027, 11, 1))
    [ended] = [one for one in of_period if one.unit["unit_key"] == UNIT]
    assert (ended.state, ended.time) == ("released", "in_time")
    later = standings(own_home, units, reviews, "2027-10", date(2027, 11, 30))
    assert UNIT not in {one.unit["unit_key"] for one in later}
    kept, by_review = figures_for_report(own_home, committee, "91001", PERIOD)
    assert kept == frozen
    assert by_review == review


def test_reasons_are_those_of_the_unit_however_many_others_changed(
    own_home: Settings,
) -> None:
    frozen = submitted_facts(own_home, bring_to(own_home, "released"))
    assert frozen is not None
    where = f"where unit_key = '{UNIT}' and month = '2026-10-01'"
    with changed_build(own_home) as connection:
        connection.sql(f"update agg_unit_months set n_received = 5 {where}")
        connection.sql(
            "insert into dq_restatements by name select 'n_received' as figure,"
            f" 'today' as map, '{UNIT}' as unit_key, '2026-10-01' as period,"
            " 1 as old_value, 5 as new_value, 'files_withdrawn' as why,"
            " timestamp '2020-01-01' as found_at"
        )
        connection.sql(
            "insert into dq_restatements by name select 'n_received' as figure,"
            f" 'today' as map, '{key('91')}' as unit_key, '2026-10-01' as period,"
            " 1 as old_value, 5 as new_value, 'new_files' as why,"
            " timestamp '2026-11-01' as found_at from range(600)"
        )
    found = changes_of(own_home, frozen, PEOPLE["committee"]) or []
    [one] = [one for one in found if one.figure == "n_received"]
    assert one.why == "files_withdrawn"
