"""The whole way from raw to marts finds what was planted in a simulated province."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.simulation import surveys
from tests.warehouse.builds.planted_province import N_CASES, Province, key_of

Found = dict[str, tuple[int, ...]]


def test_units_that_rewrite_dates_are_exactly_the_ones_reported(
    province: Province,
) -> None:
    planted = {
        key_of(unit): unit["n_rewritten"]
        for unit in province.truth["rewriting_units"]
        if unit["n_rewritten"]
    }
    for rule in ("dates_rewritten", "late_hidden_by_rewriting"):
        reported = province.rows(
            f"select unit_key, count from dq_flags where rule = '{rule}'"
        )
        assert dict(reported) == planted
    assert len(planted) >= 4


def test_the_cases_with_rewritten_dates_are_named_one_by_one(
    province: Province,
) -> None:
    found = province.rows("select case_code from fct_cases where has_rewritten_dates")
    planted = {one["case_code"] for one in province.truth["rewritten_cases"]}
    assert {code for (code,) in found} == planted


def test_both_late_counts_and_their_denominator_equal_the_truth(
    province: Province,
) -> None:
    found = province.rows(
        "select unit_key, count(*) filter (where is_finished_with_due) as n_with_due,"
        " count(*) filter (where is_late_strict),"
        " count(*) filter (where is_late_official)"
        " from fct_cases group by unit_key having n_with_due > 0"
    )
    planted = {
        key_of(unit): (
            unit["n_finished_with_due"],
            unit["n_late_strict"],
            unit["n_late_official"],
        )
        for unit in province.truth["on_time"]
    }
    assert {key: tuple(counts) for key, *counts in found} == planted


def test_months_of_a_commune_add_up_to_its_cases(province: Province) -> None:
    differ = province.rows(
        """
        select months.unit_key
        from (
            select unit_key, sum(n_with_due) as n, sum(n_late_strict) as n_late
            from agg_unit_months
            where map = 'then' and unit_level in ('commune', 'centre')
            group by unit_key
        ) as months
        left join (
            select
                unit_key,
                count(*) filter (where is_finished_with_due) as n,
                count(*) filter (where is_late_strict) as n_late
            from fct_cases
            group by unit_key
        ) as cases on months.unit_key = cases.unit_key
        where
            months.n <> coalesce(cases.n, 0)
            or months.n_late <> coalesce(cases.n_late, 0)
        """
    )
    assert differ == []


def test_merged_and_split_units_hold_the_planted_parts(province: Province) -> None:
    """Counts of the old map times the planted weights, unit by unit of today."""
    old = dict(
        province.rows(
            "select unit_key, sum(n_received) from agg_unit_months where map = 'then'"
            " and unit_level = 'commune' group by unit_key"
        )
    )
    expected: dict[str, float] = {}
    for part in province.truth["succession"]:
        before = f"{part['old_code']}@2020-01-01"
        after = f"{part['new_code']}@2025-07-01"
        share = float(old.get(before, 0)) * float(part["weight"])
        expected[after] = expected.get(after, 0.0) + share
    for key in expected:
        expected[key] += float(old.get(key, 0))
    today = dict(
        province.rows(
            "select unit_key, sum(n_received) from agg_unit_months where map = 'today'"
            " and unit_level = 'commune' group by unit_key"
        )
    )
    assert today.keys() == expected.keys()
    for key, n in expected.items():
        assert float(today[key]) == pytest.approx(n, abs=0.01), key
    assert any(0 < float(part["weight"]) < 1 for part in province.truth["succession"])


def test_satisfaction_before_is_restated_to_the_planted_share(
    province: Province,
) -> None:
    """Standardised distances of all units and items: as wide as chance, no wider."""
    rows = province.rows(
        "select unit_key, item_code, sum(n_answers)::double,"
        " (sum(n_answers) filter (where is_satisfied))::double"
        " from agg_answer_levels where map = 'today' and unit_level = 'commune'"
        f" and wave_code = '{surveys.BEFORE}' and level is not null group by all"
    )
    planted = {
        (key_of(one), one["item_code"]): one["share"]
        for one in province.truth["satisfied_shares"]
        if one["wave_code"] == surveys.BEFORE and one["map"] == "today"
    }
    distances = []
    for unit, item, n, n_satisfied in rows:
        share = planted[unit, item]
        distances.append((n_satisfied / n - share) / np.sqrt(share * (1 - share) / n))
    assert len(distances) == len(planted) > 700
    assert abs(np.mean(distances)) < 0.15
    assert np.sqrt(np.mean(np.square(distances))) < 1.1
    assert np.max(np.abs(distances)) < 4.5


def test_each_case_is_the_officers_who_truly_served_it(province: Province) -> None:
    rows = province.rows("select case_code, officer_code, officer_link from fct_cases")
    known = {code: officer for code, officer, _ in rows if officer is not None}
    wrong = {c: o for c, o in known.items() if province.served_by[c] != o}
    assert wrong == {}
    assert len(rows) == len(province.served_by) == N_CASES
    # Only offices that keep their officers in the step log leave an open case bare.
    logged = {
        f"{province.world.places.units['unit_code'][row]}"
        for row in province.world.plan.step_units
    }
    bare = province.rows(
        "select distinct split_part(unit_key, '@', 1) from fct_cases"
        " where officer_code is null"
    )
    assert {unit for (unit,) in bare} <= logged
    assert {link for *_, link in rows} >= {"by_case", "by_step"}


def test_an_officer_who_moves_leaves_the_cases_where_they_were(
    province: Province,
) -> None:
    found = {
        (officer, unit): n
        for officer, unit, n in province.rows(
            "select officer_code, unit_key, count(*) from fct_cases"
            " where officer_code is not null group by all"
        )
    }
    bare = dict(
        province.rows(
            "select unit_key, count(*) from fct_cases where officer_code is null"
            " group by all"
        )
    )
    assert len(province.truth["moves"]) == 120
    for move in province.truth["moves"]:
        for side in ("from", "to"):
            unit = key_of(move[side])
            n = found.get((move["officer_code"], unit), 0)
            assert n <= move[f"n_cases_{side}"] <= n + bare.get(unit, 0), move
