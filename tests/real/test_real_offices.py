"""One-stop records of a real office; real lists of units before and after 2025."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from ingest.files.text import heading_key
from tests.real.conftest import Load, build_and_open, open_raw
from warehouse.settings import Settings

pytestmark = pytest.mark.real


def bare_name(name: str) -> str:
    """A commune's name without Xã or Phường, in plain lower-case letters."""
    text = re.sub("^(xã|phường) ", "", name.casefold()).replace("đ", "d")
    marks = unicodedata.normalize("NFD", text)
    return "".join(char for char in marks if not unicodedata.combining(char))


YENBAI_CASES = (
    ("TP01-1", "2015-03-09", "2015-03-12"),
    ("TN02-1", "2015-03-09", "2015-04-22"),
    ("KT06-1", "2014-01-24", "2014-02-08"),
    ("DT01-1", "2014-01-24", "2014-02-21"),
    ("TC05-1", "2015-04-24", "2015-05-06"),
)


@pytest.fixture(scope="module")
def yenbai_home(
    real_data: Path, load_home: Load, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    folder = real_data / "vn_onestop"
    counted = tmp_path_factory.mktemp("counted") / "counted.csv"
    lines = ["record_no,receive_date,due_date,clear_date"]
    lines += [f"{code},{day} 08:00:00,," for code, day, _ in YENBAI_CASES]
    counted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_home(
        "yenbai",
        [
            ("yenbai_limits.yml", folder / "procedure_time_limits.csv"),
            ("yenbai_calendar.yml", folder / "working_calendar_2012_2015.csv"),
            ("yenbai_dossiers.yml", folder / "sample_dossiers.csv"),
            ("yenbai_dossiers.yml", counted),
        ],
    )


class TestYenBai:
    """Due dates of a real one-stop system on its own calendar."""

    def test_due_dates(self, yenbai_home: Settings) -> None:
        with build_and_open(yenbai_home) as yenbai_marts:
            due = dict(
                yenbai_marts.execute(
                    "select case_code, legal_due_at::date::varchar from fct_cases"
                ).fetchall()
            )
            printed = yenbai_marts.execute(
                "select due_at::date, legal_due_at::date from fct_cases"
                " where due_at is not null"
            ).fetchall()
        assert {code: due[code] for code, _, _ in YENBAI_CASES} == {
            code: day for code, _, day in YENBAI_CASES
        }
        assert len(printed) == 2
        assert all(source == ours for source, ours in printed)

    def test_limits_without_a_term(self, yenbai_home: Settings) -> None:
        with open_raw(yenbai_home) as connection:
            counts = connection.execute(
                "select count(*), count(*) filter (where limit_working_days is null)"
                " from raw.procedure"
            ).fetchone()
        assert counts == (114, 34)


@pytest.fixture(scope="module")
def units_marts(
    real_data: Path, load_home: Load
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = real_data / "vn_units"
    units_home = load_home(
        "units",
        [
            ("units_before_2025.yml", folder / "units_before_2025_gso.csv"),
            ("units_2025.yml", folder / "units_2025_gso.csv"),
            ("units_mapping.yml", folder / "mapping_old_to_new_gso.csv"),
        ],
    )
    with build_and_open(units_home) as connection:
        yield connection


class TestUnits:
    """10,035 communes become 3,321 while nearly every code is used again."""

    def test_official_totals(self, units_marts: duckdb.DuckDBPyConnection) -> None:
        rows = units_marts.execute(
            "select unit_level, is_current, count(*) from dim_units group by all"
        ).fetchall()
        assert {(level, now): n for level, now, n in rows} == {
            ("province", False): 63,
            ("district", False): 696,
            ("commune", False): 10_035,
            ("province", True): 34,
            ("commune", True): 3_321,
        }
        kinds = units_marts.execute(
            "select count(*) filter (where unit_name like 'Xã %'),"
            " count(*) filter (where unit_name like 'Phường %'),"
            " count(*) filter (where unit_name like 'Đặc khu %')"
            " from dim_units where is_current and unit_level = 'commune'"
        ).fetchone()
        assert kinds == (2_621, 687, 13)

    def test_reused_codes(self, units_marts: duckdb.DuckDBPyConnection) -> None:
        names = units_marts.execute(
            "select o.unit_name, n.unit_name"
            " from dim_units as n join dim_units as o on n.unit_code = o.unit_code"
            " where n.unit_level = 'commune' and n.is_current"
            " and o.unit_level = 'commune' and not o.is_current"
        ).fetchall()
        assert len(names) == 3_316
        # With their kind as written, a commune that became a ward of the same name
        # has another name too.
        assert sum(old != new for old, new in names) == 2_145
        # The figure that comes with the lists: without the kinds Xã and Phường (a
        # Thị trấn or Đặc khu keeps its kind), capitals and marks.
        assert sum(bare_name(old) != bare_name(new) for old, new in names) == 2_107

    def test_split_communes_are_flagged(
        self, units_marts: duckdb.DuckDBPyConnection
    ) -> None:
        n_split = units_marts.execute(
            "select count(distinct old_unit_key) from bridge_unit_succession"
            " where kind = 'split'"
        ).fetchone()
        assert n_split == (471,)

    def test_thai_nguyen_is_found_from_its_two_parents(
        self, units_marts: duckdb.DuckDBPyConnection
    ) -> None:
        n_units = units_marts.execute(
            """
            select count(distinct bridge.new_unit_key)
            from bridge_unit_succession as bridge
            join dim_units as old on bridge.old_unit_key = old.unit_key
            join dim_units as old_district
                on old.parent_unit_key = old_district.unit_key
            join dim_units as old_province
                on old_district.parent_unit_key = old_province.unit_key
            join dim_units as new on bridge.new_unit_key = new.unit_key
            join dim_units as new_province
                on new.parent_unit_key = new_province.unit_key
            where old_province.unit_name in ('Tỉnh Thái Nguyên', 'Tỉnh Bắc Kạn')
                and new_province.unit_name = 'Tỉnh Thái Nguyên'
            """
        ).fetchone()
        assert n_units == (92,)

    def test_names_that_differ_by_the_place_of_the_mark(self, real_data: Path) -> None:
        path = real_data / "vn_units" / "same_code_different_spelling.csv"
        with path.open(encoding="utf-8", newline="") as file:
            pairs = [
                (row["name_thanglequoc"], row["name_vietnamadminunits"])
                for row in csv.DictReader(file)
            ]
        matching = [a != b and heading_key(a) == heading_key(b) for a, b in pairs]
        assert sum(matching) == 191
