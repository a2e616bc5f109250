"""The whole way from raw to marts finds what was planted in a simulated province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pytest

from ingest.simulation import surveys
from ingest.simulation.people import officer_code
from ingest.simulation.planted import Planted
from ingest.simulation.raw_tables import raw_tables
from ingest.simulation.service import Counter
from ingest.simulation.tables import case_codes, exports
from ingest.simulation.truth import Truth
from ingest.simulation.world import World, draw_world
from tests.warehouse.raw_rows import write_raw
from warehouse.builds.transform import run
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

pytestmark = pytest.mark.xdist_group("planted")

N_CASES, SEED = 15_000, 11
MODELS = ["dq_flags", "agg_unit_months", "agg_officer_months", "agg_answer_levels"]
MODELS += ["agg_owed_letters", "agg_duty_months", "agg_unit_services", "fct_targets"]
MODELS += ["fct_requirements", "agg_signatures"]
Found = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Province:
    """What was planted, who truly served each case, and the built marts."""

    world: World
    truth: dict[str, Any]
    served_by: dict[str, str]
    marts: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.marts.execute(sql).fetchall()


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    settings = Settings(home=tmp_path_factory.mktemp("planted"))
    world = draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)
    truth, served_by = _truth(world)
    _write(world, settings)
    database = settings.home / "warehouse.duckdb"
    outcome = run(
        settings,
        database=database,
        scratch=settings.home / "scratch.duckdb",
        arguments=[
            "build",
            "--exclude-resource-type",
            "unit_test",
            "test",
            "--select",
            *(f"+{name}" for name in MODELS),
        ],
    )
    assert outcome.failures == ()
    with duckdb.connect(str(database), read_only=True) as marts:
        yield Province(world, truth, served_by, marts)


def _truth(world: World) -> tuple[dict[str, Any], dict[str, str]]:
    truth, counter = Truth(world), Counter(world)
    served_by: dict[str, str] = {}
    for month, received, _ in exports(world):
        truth.count(received)
        counter.returned(month, received)
        codes = case_codes(world, received).to_pylist()
        officers = [officer_code(int(one)) for one in received["officer"]]
        served_by.update(zip(codes, officers, strict=True))
    shares = surveys.draw_shares(world)
    return truth.as_dict(shares, counter, Planted()), served_by


def _write(world: World, settings: Settings) -> None:
    """Raw as a faultless load leaves it, without the surveys nobody asks here."""
    # delivered after the last day the simulated office writes of
    write_raw(settings.raw_path, {}, loaded_at=datetime(2026, 11, 2, 8))
    with open_raw(settings, is_read_only=False) as connection:
        sha = connection.execute("select file_sha256 from raw.file").fetchall()[0][0]
        for kind, table in raw_tables(world):
            if kind == "answer":
                codes: Any = table["wave_code"]
                waves = set(codes.unique().to_pylist())
                if not waves <= {surveys.BEFORE}:
                    continue
            connection.register("piece", table)
            connection.execute(
                f'insert into raw."{kind}" by name select *,'
                f" '{sha}' as _file_sha256, '' as _sheet,"
                " row_number() over () as _line,"
                " md5_number(cast(piece as varchar)) as _row_md5 from piece"
            )
            connection.unregister("piece")


def _key(unit: dict[str, str]) -> str:
    return f"{unit['unit_code']}@{unit['unit_valid_from']}"


def test_units_that_rewrite_dates_are_exactly_the_ones_reported(
    province: Province,
) -> None:
    planted = {
        _key(unit): unit["n_rewritten"]
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
        _key(unit): (
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
        (_key(one), one["item_code"]): one["share"]
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
            unit = _key(move[side])
            n = found.get((move["officer_code"], unit), 0)
            assert n <= move[f"n_cases_{side}"] <= n + bare.get(unit, 0), move


def test_letters_owed_are_exactly_the_planted_ones(province: Province) -> None:
    found = province.rows(
        "select unit_key, letter_kind, state, count(*) from fct_owed_letters"
        " group by all"
    )
    planted = {
        (_key(one), one["letter_kind"], name.removeprefix("n_")): n
        for one in province.truth["owed_letters"]
        for name, n in one.items()
        if name.startswith("n_") and n
    }
    assert {(unit, kind, state): n for unit, kind, state, n in found} == planted
    kinds_and_states = {(kind, state) for _, kind, state in planted}
    assert len({kind for kind, _ in kinds_and_states}) == 4
    assert ("apology", "exempt") in kinds_and_states


def test_letters_owed_add_up_to_the_province(province: Province) -> None:
    planted = [
        n
        for one in province.truth["owed_letters"]
        for name, n in one.items()
        if name.startswith("n_") and name != "n_exempt"
    ]
    [(owed,)] = province.rows(
        "select sum(n_letters_owed) from agg_owed_letters"
        " where map = 'today' and unit_level = 'province'"
    )
    assert owed == sum(planted)


def _by_commune(province: Province, sql: str) -> dict[str, tuple[Any, ...]]:
    """Rows of a query by the code of today's communes, its first column."""
    return {str(code): tuple(rest) for code, *rest in province.rows(sql)}


TODAY_COMMUNES = "(select * from dim_units where is_current and unit_level = 'commune')"


def test_what_the_model_requires_is_in_the_planted_state(province: Province) -> None:
    found = province.rows(
        "select u.unit_code, r.requirement_code, r.state from fct_requirements as r"
        f" inner join {TODAY_COMMUNES} as u using (unit_key)"
        " where r.month = (select max(month) from fct_requirements)"
        " and (r.shown_by in ('check', 'document') or r.shown_by is null)"
    )
    planted = {
        (one["unit_code"], one["requirement_code"], one["state"])
        for one in province.truth["requirements"]
    }
    codes = {code for _, code, _ in planted}
    assert {row for row in found if row[1] in codes} == planted
    assert {state for *_, state in planted} == {
        "done", "late", "overdue", "not_met", "missing"
    }  # fmt: skip


def test_meetings_held_of_those_required_are_the_planted_ones(
    province: Province,
) -> None:
    found = province.rows(
        "select u.unit_code, d.duty, sum(d.n_required), sum(d.n_kept)"
        f" from fct_duty_windows as d inner join {TODAY_COMMUNES} as u"
        " using (unit_key) group by all"
    )
    planted = {
        (one["unit_code"], one["duty"]): (one["n_required"], one["n_kept"])
        for one in province.truth["duties"]
        if one["n_required"]
    }
    assert {(code, duty): (n, kept) for code, duty, n, kept in found} == planted
    assert any(kept < n for n, kept in planted.values())


def test_service_at_home_is_the_planted_one(province: Province) -> None:
    found = _by_commune(
        province,
        "select unit_code, sum(n_home_requested), sum(n_home_served), sum(n_home_days)"
        " from agg_unit_services where map = 'today' and unit_level = 'commune'"
        " group by unit_code having sum(n_home_requested) > 0",
    )
    assert found == {
        one["unit_code"]: (
            one["n_home_requested"],
            one["n_home_served"],
            one["n_home_days"],
        )
        for one in province.truth["home_requests"]
    }


def test_targets_are_met_by_their_direction_and_after_their_time(
    province: Province,
) -> None:
    found = _by_commune(
        province,
        "select unit_code, count(*) filter (where state = 'met'),"
        " count(*) filter (where state = 'missed'),"
        " count(*) filter (where state = 'running') from fct_targets group by 1",
    )
    assert found == {
        one["unit_code"]: (
            one["n_targets_met"],
            one["n_targets_missed"],
            one["n_targets_running"],
        )
        for one in province.truth["targets"]
    }


def test_duties_of_the_parts_add_up_to_the_province(province: Province) -> None:
    parts = province.rows("select sum(n_required), sum(n_kept) from fct_duty_windows")
    whole = province.rows(
        "select sum(n_meetings_required), sum(n_meetings_kept) from agg_duty_months"
        " where map = 'then' and unit_level = 'province'"
    )
    assert parts == whole
