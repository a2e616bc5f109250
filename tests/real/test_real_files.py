"""Every figure that comes with the real files, reproduced through load and build."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from ingest.files.text import heading_key
from tests.real.conftest import Load, build_and_open, open_raw
from warehouse.settings import Settings
from warehouse.statistics.change.ordinal import brunner_munzel_columns, welch_columns

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def boston_home(real_data: Path, load_home: Load) -> Settings:
    path = real_data / "cases_boston311" / "311_service_requests_2011.zip"
    return load_home("boston", [("boston311.yml", path)])


@pytest.fixture(scope="module")
def boston_marts(boston_home: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with build_and_open(boston_home) as connection:
        yield connection


class TestBoston:
    """Requests with a target date, the city's own verdict beside ours."""

    def test_rows_and_flags(self, boston_home: Settings) -> None:
        sql = """
            select count(*), count(distinct case_code),
                count(*) filter (where status = 'finished'),
                count(*) filter (where status = 'processing'),
                count(*) filter (where not source_is_late),
                count(*) filter (where source_is_late),
                count(*) filter (where source_is_late is null),
                count(*) filter (where due_at is null),
                count(*) filter (where due_at is null and not source_is_late)
            from raw."case"
        """
        with open_raw(boston_home) as connection:
            counts = connection.execute(sql).fetchone()
        assert counts == (
            58_251, 58_251, 54_570, 3_681, 46_572, 11_521, 158, 10_981, 10_981,
        )  # fmt: skip

    def test_open_months_and_median_hours(self, boston_home: Settings) -> None:
        with open_raw(boston_home) as connection:
            months = connection.execute(
                'select count(*) from raw."case" '
                "group by date_trunc('month', received_at) "
                "order by date_trunc('month', received_at)"
            ).fetchall()
            median = connection.execute(
                "select median(epoch(finished_at - received_at)) / 3600 "
                'from raw."case" where finished_at is not null'
            ).fetchone()
        assert [n for (n,) in months] == [9_854, 11_547, 10_427, 9_999, 8_087, 8_337]
        assert median is not None
        assert median[0] == pytest.approx(22.1764, abs=5e-5)

    def test_on_time_among_closed_with_target(
        self, boston_marts: duckdb.DuckDBPyConnection
    ) -> None:
        row = boston_marts.execute(
            "select sum(n_with_due), sum(n_late_official), sum(n_finished) "
            "from agg_unit_months where unit_code = 'BOS' and map = 'then'"
        ).fetchone()
        assert row is not None
        n_with_due, n_late, n_finished = (int(n) for n in row)
        assert (n_with_due, n_late, n_finished) == (43_821, 8_230, 54_570)
        assert 1 - n_late / n_with_due == pytest.approx(0.81219, abs=5e-6)
        # The city writes 2059 where it promises nothing: counted, and listed.
        assert boston_marts.execute(
            "select sum(n_rows), min(year(cast(value as timestamp))) from dq_unplaced "
            "where fate = 'due_far_ahead'"
        ).fetchone() == (18, 2059)

    def test_the_citys_own_flag_stands_beside(
        self, boston_marts: duckdb.DuckDBPyConnection
    ) -> None:
        shares = dict(
            boston_marts.execute(
                "select split_part(unit_key, '@', 1), "
                "count(*) filter (where not source_is_late) / count(*) "
                "from fct_cases group by 1"
            ).fetchall()
        )
        for unit, share in {
            "PWDx": 0.9100, "ISD": 0.4155, "PARK": 0.7629, "BTDT": 0.8271,
        }.items():  # fmt: skip
            assert shares[unit] == pytest.approx(share, abs=5e-5)
        whole = boston_marts.execute(
            "select count(*) filter (where not source_is_late) / count(*) "
            "from fct_cases"
        ).fetchone()
        assert whole is not None
        assert whole[0] == pytest.approx(0.79951, abs=5e-6)


@pytest.fixture(scope="module")
def somerville_home(real_data: Path, load_home: Load) -> Settings:
    path = real_data / "survey_somerville" / "somerville_2011_2013_2015.csv"
    return load_home("somerville", [("somerville.yml", path)])


@pytest.fixture(scope="module")
def somerville_marts(somerville_home: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with build_and_open(somerville_home) as connection:
        yield connection


class TestSomerville:
    """Three rounds of one survey; wards are too small for a verdict."""

    def test_five_impossible_values_are_refused(
        self, somerville_home: Settings
    ) -> None:
        with open_raw(somerville_home) as connection:
            values = connection.execute("select value from raw.refused").fetchall()
        assert sorted(int(v) for (v,) in values) == [42, 57, 77, 88, 810]

    def test_means(self, somerville_marts: duckdb.DuckDBPyConnection) -> None:
        rows = somerville_marts.execute(
            "select wave_code, item_code, sum(n_answers),"
            " sum(level * n_answers) / sum(n_answers)"
            " from agg_answer_levels where unit_code = 'SOM' and map = 'then'"
            " group by all"
        ).fetchall()
        means = {(wave, item): (int(n), float(mean)) for wave, item, n, mean in rows}
        assert means["2011", "happy"][1] == pytest.approx(7.4623, abs=5e-5)
        for wave, n, mean in [
            ("2011", 5_898, 7.5906), ("2013", 193, 7.6788), ("2015", 185, 8.2324),
        ]:  # fmt: skip
            assert means[wave, "city"][0] == n
            assert means[wave, "city"][1] == pytest.approx(mean, abs=5e-5)

    def test_city_verdict_and_wards_too_few(
        self, somerville_marts: duckdb.DuckDBPyConnection
    ) -> None:
        rows = somerville_marts.execute(
            "select level, sum(n_answers) filter (where wave_code = '2013'),"
            " sum(n_answers) filter (where wave_code = '2015')"
            " from agg_answer_levels where unit_code = 'SOM' and map = 'then'"
            " and item_code = 'city' group by level order by level"
        ).fetchall()
        levels, before, after = np.array(
            [[float(x or 0) for x in row] for row in rows]
        ).T
        welch = welch_columns(levels, before[None, :], after[None, :])
        rank = brunner_munzel_columns(before[None, :], after[None, :])
        city = [welch.diff[0], welch.lo[0], welch.hi[0], rank.p_superiority[0]]
        assert city == pytest.approx([0.5537, 0.1698, 0.9375, 0.5784], abs=5e-5)
        wards = somerville_marts.execute(
            "select verdict, count(*) from stat_before_after"
            " where unit_level = 'commune' and map = 'then' and item_code = 'city'"
            " and before_wave = '2013' and after_wave = '2015' group by verdict"
        ).fetchall()
        assert dict(wards).get("too_few", 0) == 7


class TestComplaints:
    """Counts of a complaint list whose rows have no id."""

    def test_timely_disputed_and_full_duplicates(
        self, real_data: Path, load_home: Load
    ) -> None:
        path = real_data / "complaints_cfpb" / "cfpb_20000_sample.csv"
        home = load_home("cfpb", [("cfpb.yml", path)])
        with open_raw(home) as connection:
            counts = connection.execute(
                "select count(*), count(*) filter (where not source_is_late),"
                " count(*) filter (where is_reopened), count(is_reopened)"
                " from raw.petition"
            ).fetchone()
        assert counts == (20_000, 19_436, 3_938, 19_275)
        with path.open(encoding="utf-8", newline="") as file:
            rows = [tuple(row) for row in csv.reader(file)][1:]
        assert len(rows) - len(set(rows)) == 23


class TestFinanceMinistry:
    """Two old `.xls` tables: merged headings, a TCVN3 sheet, a printed total."""

    def test_tcvn3_sheet_equals_its_unicode_twin(
        self, real_data: Path, load_home: Load
    ) -> None:
        path = real_data / "vn_gov_xls" / "mof_Plan_2003.xls"
        home = load_home("mof2003", [("mof_plan_2003.yml", path)])
        with open_raw(home) as connection:
            rows = connection.execute(
                "select _sheet, unit_name from raw.unit order by _line"
            ).fetchall()
        legacy = [heading_key(name) for sheet, name in rows if sheet == "Sheet1"]
        unicode = [heading_key(name) for sheet, name in rows if sheet != "Sheet1"]
        assert len(legacy) == 61
        assert legacy == unicode
        expected = real_data / "vn_gov_xls" / "expected_tcvn3_plan_2003_names.csv"
        with expected.open(encoding="utf-8", newline="") as file:
            names = {heading_key(row["unicode"]) for row in csv.DictReader(file)}
        assert set(legacy) <= names

    def test_provinces_add_up_to_the_printed_total(
        self, real_data: Path, load_home: Load
    ) -> None:
        path = real_data / "vn_gov_xls" / "mof_Plan_2004.xls"
        home = load_home("mof2004", [("mof_plan_2004.yml", path)])
        with open_raw(home) as connection:
            total = connection.execute(
                "select count(*), sum(planned)::bigint from raw.target"
            ).fetchone()
        assert total == (61, 154_820_000)
