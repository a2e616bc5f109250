"""What may be registered: only selects over published relations, barely named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from warehouse.errors import ScopeError
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.queries import QUERIES
from warehouse.queries.query import Query
from warehouse.queries.relations import RELATIONS, scoped_relation
from warehouse.queries.sql_check import check_query, relations_of
from warehouse.rights import RIGHTS, SUBJECTS
from warehouse.scope import ROLES

PEOPLE = SmallNumbers(counts=("n",), of="ballots", lattice="pair")
BAD = (
    "select * from main.stat_before_after",
    "select * from x.main.stat_before_after",
    "select * from other.stat_before_after",
    "select * from raw_db.raw.answer",
    "select * from fct_ballots",
    "select * from int_units",
    "select * from 'answers.csv'",
    'select * from "secret.parquet"',
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select read_text('/etc/passwd')",
    "select * from glob('/*')",
    "select * from dim_units, read_csv('x')",
    "select * from dim_units where unit_key in (select unit_key from main.dim_units)",
    "select (select max(unit_key) from main.dim_units) from dim_units",
    "with dim_units as (select * from main.dim_units) select * from dim_units",
    "with dim_units as (select 1) select * from dim_units",
    "with a as (select * from b), b as (select 1 as x) select * from a",
    "select * from (with z as (select 1) select * from z) as q, z",
    "with recursive a as (select * from a) select * from a",
    "select * from dim_units at (version => 1)",
    "select * from information_schema.tables",
    "select * from duckdb_tables()",
    "select * from pragma_table_info('dim_units')",
    "select * from sqlite_master",
    "select getvariable('unit_keys') from dim_units",
    "select current_setting('temp_directory') from dim_units",
    "select * from query('select 1')",
    "select * from query_table('dim_units')",
    "select * from range(1000000000)",
    "select * from dim_units where unit_key = $unit_keys",
    "select * from dim_units where unit_key = $officer_code",
    "select * from dim_units where unit_key = $released_waves",
    "select * from dim_units where unit_key = $undeclared",
    "select * from dim_units where unit_key = ?",
    "select 1; select 2",
    "select 1; drop table dim_units",
    "insert into dim_units select * from dim_units",
    "update dim_units set unit_name = ''",
    "delete from dim_units",
    "create table t as select * from dim_units",
    "copy dim_units to '/tmp/x'",
    "attach 'x.duckdb'",
    "set memory_limit = '1TB'",
    "pragma database_list",
    "call pragma_version()",
    "describe dim_units",
    "summarize dim_units",
    "show tables",
    "explain select * from dim_units",
    "not sql at all",
    "",
)


@pytest.mark.parametrize("sql", BAD)
def test_a_bad_query_is_refused(sql: str) -> None:
    with pytest.raises(ScopeError):
        check_query(Query("bad", "unit", sql, small=PEOPLE))


@pytest.mark.parametrize(
    "sql",
    [
        "select unit_key from dim_units",
        "from dim_units select unit_key",
        "with a as (select * from dim_units), b as (select * from a) select * from b",
        "select * from stat_before_after join dim_units using (unit_key)",
        "select count(*) filter (where n > 1) from stat_officer_periods group by tier",
    ],
)
def test_a_plain_select_passes(sql: str) -> None:
    check_query(Query("good", "unit", sql, small=PEOPLE))


def test_rules_around_the_text() -> None:
    sql = "select n from stat_before_after"
    good = Query("q", "unit", sql, small=PEOPLE)
    check_query(good)
    for bad in (
        Query("q", "unit", sql),
        Query("q", "secrets", sql, small=PEOPLE),
        Query("q", "unit", sql, small=PEOPLE, row_cap=0),
        Query("q", "unit", sql, small=PEOPLE, row_cap=10**6),
        Query("q", "unit", sql, {"unused": "text"}, small=PEOPLE),
        Query("q", "unit", f"{sql} where n > $day", {"day": "date"}, small=PEOPLE),
        Query("q", "unit", sql, {"data_as_of": "text"}, small=PEOPLE),
    ):
        with pytest.raises(ScopeError):
            check_query(bad)
    with pytest.raises(ScopeError):
        check_query(good, taken={"q"})


@pytest.mark.parametrize(
    "small",
    [
        SmallNumbers(counts=("n",)),
        SmallNumbers(counts=("n",), of="people", lattice="pair"),
        SmallNumbers(counts=("n",), of="ballots"),
        SmallNumbers(counts=("n",), of="denunciations"),
        SmallNumbers(counts=("n",), of_column="counted"),
        SmallNumbers(counts=("n",), of="officers", lattice="unknown"),
        SmallNumbers(counts=(), more=(SmallNumbers(counts=("n",)),)),
    ],
)
def test_a_query_says_what_it_counts_and_over_which_lattice(
    small: SmallNumbers,
) -> None:
    with pytest.raises(ScopeError):
        check_query(Query("q", "unit", "select n from stat_before_after", small=small))


# About no unit: lists, the province's effect, and whole waves of a questionnaire.
PLAIN = (
    "dim_",
    "dq_conflicts",
    "dq_loads",
    "dq_missing_lists",
    "dq_notices",
    "dq_process_passed_over",
    "stat_unit_effects",
    "stat_wave_effects",
)
WHOLE_WAVES = (
    "agg_wave_people",
    "agg_repeat_ballots",
    "stat_questionnaire_quality",
    "stat_item_quality",
    "dq_answer_changes",
    "stat_interviewer_signs",
    "stat_interviewer_effects",
    "dq_unplaced",
)


def test_every_relation_is_scoped_or_a_plain_list() -> None:
    for name, relation in RELATIONS.items():
        text = scoped_relation(name, role="officer")
        if relation.unit_column:
            assert f"{relation.unit_column} in (select unnest($unit_keys))" in text
        elif name == "stat_staggered_effects":
            assert "|| h.wave_code ||" in text
        elif name in WHOLE_WAVES:
            assert "wave_code not in (select wave_code from" in text
        else:
            assert name.startswith(PLAIN)
        if relation.officer_column:
            assert "officer_code = $officer_code" in text


def test_further_ballots_of_people_are_read_for_hiding_alone() -> None:
    """Its rows are of single units, and no scope keeps them from another's."""
    found = {q.name for q in QUERIES.values() if "agg_repeat_ballots" in q.sql}
    assert found == {
        "questionnaire_scales",
        "questionnaire_items",
        "plan_units",
        "supervision_answers",
        "wave_shares",
    }
    for name in found:
        small = QUERIES[name].small
        assert small is not None
        assert small.people


def test_one_module_runs_sql() -> None:
    root = Path(__file__).parents[3]
    found = [
        str(path.relative_to(root))
        for package in ("ingest", "warehouse", "dashboard", "dbt_project")
        for path in sorted((root / package).rglob("*.py"))
        if "execute(" in path.read_text("utf-8")
    ]
    assert found == ["warehouse/stores/run_sql.py"]


def test_registered_queries_read_published_relations() -> None:
    for query in QUERIES.values():
        assert relations_of(query) <= RELATIONS.keys()


def test_the_rights_table_names_roles_and_subjects_that_exist() -> None:
    for role, subject in RIGHTS:
        assert role in ROLES
        assert subject in SUBJECTS


def test_who_may_read_officers() -> None:
    namings = {
        role: right.naming
        for (role, subject), right in RIGHTS.items()
        if subject == "officer"
    }
    assert namings == {"front": "code", "leader": "name", "officer": "name"}
    mins = {RIGHTS[role, "officer"].min_n for role in namings}
    assert mins == {10}


def test_the_fewest_people_of_a_figure_are_written_once() -> None:
    """A bound written again would stay behind when `MIN_PEOPLE` moves."""
    root = Path(__file__).parents[3]
    files = [
        *(root / "dbt_project" / "models").rglob("*.sql"),
        *(root / "warehouse" / "queries").glob("*.py"),
    ]
    bound = re.compile(rf"(?:<|>=)\s*{MIN_PEOPLE}\b")
    assert [str(f) for f in files if bound.search(f.read_text("utf-8"))] == []
