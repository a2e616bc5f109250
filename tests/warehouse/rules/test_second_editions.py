"""A second edition of any rule builds; the same values give the same figures, and
other values give others from their day on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from tests.dbt.test_officer_measures import STRICTER
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.rules.own_files import groups, write_edition
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.transform import run
from warehouse.process.deadlines import NAMES
from warehouse.reviews.due import THRESHOLDS as REVIEW_DAYS
from warehouse.rules.rule_file import Value
from warehouse.rules.tables import TABLES
from warehouse.rules.write_rules import write_rules
from warehouse.settings import Settings
from warehouse.statistics.frames.interviewer_signs import RULES as SIGN_RULES

BEGINS = date(2026, 8, 15)
EARLY = date(2026, 2, 10)
"""A day of a petition in the quarter of all others, which came in on 02/03/2026."""
# They show the rules themselves, and so do columns named as a threshold.
OF_RULES = {"main.dim_thresholds", "main.dim_criteria", "main.dim_index_rules"}
OF_RULES |= {"main.dim_rules", "main.dq_restatements", "main.dim_build"}
THRESHOLDS = set(groups("thresholds"))
EVERY_RULE = [(table, group) for table in TABLES for group in groups(table)]


class Home:
    """A built home whose models can be run again under other rules."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = settings.home / "warehouse.duckdb"
        self.scratch = settings.home / "scratch.duckdb"

    def rows(self, sql: str) -> dict[str, Any]:
        """What a query of two columns gives, by the first."""
        with duckdb.connect(str(self.database), read_only=True) as built:
            return dict(built.sql(sql).fetchall())

    def build(self, *select: str) -> dict[str, str]:
        """Makes all models, or the selected ones again; digests of the marts."""
        if select:
            with duckdb.connect(str(self.scratch)) as scratch:
                scratch.execute("drop schema rules cascade")
            write_rules(self.settings, self.scratch)
        chosen = ["--select", *select] if select else []
        outcome = run(
            self.settings,
            database=self.database,
            scratch=self.scratch,
            arguments=[
                "build",
                "--exclude-resource-type",
                "unit_test",
                "test",
                *chosen,
            ],
        )
        assert outcome.failures == ()
        return figures(self.database)


def figures(database: Path) -> dict[str, str]:
    """A digest of all rows of each published table, without what shows a rule."""
    with duckdb.connect(str(database), read_only=True) as built:
        found = built.execute(
            "select schema_name || '.' || table_name, column_name"
            " from duckdb_columns() where not internal order by all"
        ).fetchall()
        columns: dict[str, list[str]] = {}
        for table, column in found:
            if table not in OF_RULES and column not in THRESHOLDS:
                columns.setdefault(table, []).append(f'"{column}"')
        return {
            table: str(
                built.execute(
                    "select sum(hash(r)) from"
                    f" (select {', '.join(names)} from {table}) as r"
                ).fetchone()
            )
            for table, names in columns.items()
        }


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, str]]:
    settings = Settings(home=tmp_path_factory.mktemp("tiny"))
    rows = all_rows()
    early = {**rows["petition"][0], "received_on": EARLY, "petition_code": "K-early"}
    write_raw(settings.raw_path, {**rows, "petition": [*rows["petition"], early]})
    home = Home(settings)
    return home, home.build()


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, str]]:
    """A province in which every rule has something to decide."""
    settings = Settings(home=tmp_path_factory.mktemp("simulated"))
    files = write_province(settings.home / "files", n_cases=6000, seed=1).files
    load_files(list(files), settings=settings, is_simulated=True)
    home = Home(settings)
    return home, home.build()


def test_a_second_edition_of_all_rules_changes_no_figure(
    tiny: tuple[Home, dict[str, str]],
) -> None:
    home, before = tiny
    for table in TABLES:
        write_edition(home.settings, table, groups(table), BEGINS)
    after = home.build("source:rules+")
    assert sorted(name for name in before if before[name] != after[name]) == []
    shutil.rmtree(home.settings.rules_dir)


@pytest.mark.release
@pytest.mark.parametrize(("table", "group"), EVERY_RULE)
def test_a_second_edition_of_one_rule_changes_no_figure(
    simulated: tuple[Home, dict[str, str]], table: str, group: str
) -> None:
    home, before = simulated
    write_edition(home.settings, table, [group], BEGINS)
    after = home.build(f"source:rules.{table}+")
    shutil.rmtree(home.settings.rules_dir)
    assert sorted(name for name in before if before[name] != after[name]) == []


def _to(**values: Value) -> Callable[[dict[str, Value]], dict[str, Value]]:
    return lambda row: {**row, **values}


# the same points in all, parted otherwise
_POINTS = {"1": 1, "8": 3, "feedback_on_time": 4, "feedback_satisfied": 8}


def _other_points(row: dict[str, Value]) -> dict[str, Value]:
    return {**row, "max_score": _POINTS.get(str(row["component"]), row["max_score"])}


def _lower_grades(row: dict[str, Value]) -> dict[str, Value]:
    """Grades that units of a small province reach with two computed parts."""
    score = row["from_score"]
    assert isinstance(score, int | float)
    return {**row, "from_score": score / 10}


EXEMPT = groups("letter_exemptions")
# all codes of procedures begin with one of them, but for the last
_ALL = {"1.004746": "2", "2.000986": "2", "1.005461": "3"}


def _of_all_procedures(row: dict[str, Value]) -> dict[str, Value]:
    return {**row, "procedure_code": _ALL.get(str(row["procedure_code"]), "1")}


CHANGED = {
    "thresholds/margin_share": _to(value=0.5),
    "thresholds/min_n_compare": _to(value=100_000),
    "thresholds/theta_min": _to(value=0.2),
    "thresholds/officer_late_max": _to(value=0.9),
    "thresholds/officer_upheld_max": _to(value=0.9),
    "thresholds/low_periods_k": _to(value=1),
    "thresholds/low_periods_m": _to(value=2),
    "thresholds/fdr_q": _to(value=0.49),
    "thresholds/margin_equivalence": _to(value=0.49),
    "thresholds/reminders_in_12_months": _to(value=1),
    "thresholds/reminders_window_months": _to(value=1),
    "thresholds/sipas_sampling_error": _to(value=0.2),
    "thresholds/coverage_min_cases": _to(value=1),
    "thresholds/freshness_max_days": _to(value=1),
    "criteria/friendly": _to(version=2),
    "criteria/sipas": _to(criterion_kind="know"),
    "criteria/overall": _to(criterion_code="whole"),
    "index_rules/circular_01": _other_points,
    "index_rules/decision_766": _other_points,
    "index_grades/circular_01": _lower_grades,
    "petition_deadlines/complaint": _to(n_days=1, accept_days=0),
    "petition_deadlines/denunciation": _to(n_days=1, accept_days=0),
    "petition_deadlines/request": _to(n_days=1, accept_days=0),
    "petition_deadlines/feedback": _to(n_days=1, accept_days=0),
    "letter_rules/apology": _to(late_days_from=2),
    "letter_rules/thanks": _to(n_days=366),
    "letter_rules/congratulation": _to(n_days=0),
    "letter_rules/condolence": _to(n_days=0),
    **{f"letter_exemptions/{reason}": _of_all_procedures for reason in EXEMPT},
    **{f"requirements/{code}": _to(level="none") for code in groups("requirements")},
    **{f"duty_rules/{duty}": _to(n_required=5) for duty in groups("duty_rules")},
    **{f"wave_rules/{kind}": _to(n_required=99) for kind in groups("wave_rules")},
    **{
        f"indicators/{name}": _to(direction="up", unit="x")
        for name in groups("indicators")
    },
}


# evidence against an officer is rare in a small province: tests/dbt tries these
OF_EVIDENCE = {
    "thresholds/officer_min_n_judge",
    "thresholds/posterior_min",
    "thresholds/below_peers_min",
    "thresholds/officer_wrong_max",
}


# a commune of a small province has too few ballots: test_gap_checks tries it
OF_GAPS = {"thresholds/gap_check_q"}


# ballots of the simulation weigh alike: tests/meaning tries it
OF_WEIGHTS = {"thresholds/weight_ratio_max"}


# no interviewer of a sound wave shows a sign: test_interviewer_signs tries these
OF_SIGNS = {f"thresholds/{name}" for name in SIGN_RULES}


# terms of due process decide steps and no figure: tests/warehouse/process tries these
OF_PROCESS = {f"thresholds/{name}" for name in NAMES.values()}
# and days to submit a review: tests/warehouse/reviews tries these
OF_REVIEWS = {f"thresholds/{name}" for name in REVIEW_DAYS.values()}


def test_every_rule_has_a_change_to_try() -> None:
    tried = CHANGED.keys() | OF_EVIDENCE | OF_GAPS | OF_WEIGHTS | OF_SIGNS
    tried |= OF_PROCESS | OF_REVIEWS
    assert tried == {f"{table}/{group}" for table, group in EVERY_RULE}
    of_officers = {f"thresholds/{rule}" for rule in STRICTER}
    assert OF_EVIDENCE - of_officers == set()


@pytest.mark.release
@pytest.mark.parametrize("rule", CHANGED)
def test_another_value_of_a_rule_changes_a_figure(
    simulated: tuple[Home, dict[str, str]], rule: str
) -> None:
    home, before = simulated
    table, group = rule.split("/")
    write_edition(home.settings, table, [group], date(2020, 1, 2), CHANGED[rule])
    after = home.build(f"source:rules.{table}+")
    shutil.rmtree(home.settings.rules_dir)
    assert [name for name in before if before[name] != after.get(name)] != []


def test_a_rule_of_the_province_holds_from_its_day_and_not_before(
    tiny: tuple[Home, dict[str, str]],
) -> None:
    """Petitions of the tiny province that came in before and after the day."""
    home, _ = tiny
    table, changed = "petition_deadlines", _to(n_days=3, accept_days=1)
    received = "select petition_code, received_on from main.fct_petitions"
    days = home.rows(received)
    begins = sorted(days.values())[len(days) // 2]
    due = "select petition_code, due_on from main.fct_petitions"
    before = home.rows(due)
    write_edition(home.settings, table, groups(table), begins, changed)
    home.build(f"source:rules.{table}+")
    shutil.rmtree(home.settings.rules_dir)
    after = home.rows(due)
    moved = {code for code in before if before[code] != after[code]}
    assert moved
    assert min(days[code] for code in moved) >= begins
    own = "select origin, max(valid_from) from main.dim_rules group by origin"
    assert home.rows(own)["own"] == begins


def test_a_rule_changed_within_a_quarter_parts_its_days(
    tiny: tuple[Home, dict[str, str]],
) -> None:
    """Days before keep the older rule, days from it on the newer; both are named."""
    home, _ = tiny
    table, changed = "petition_deadlines", _to(n_days=3, accept_days=1)
    days = home.rows("select petition_code, received_on from main.fct_petitions")
    begins = date(2026, 2, 15)
    assert EARLY < begins < max(days.values()) < date(2026, 4, 1)
    due = "select petition_code, due_on from main.fct_petitions"
    # the test before this one left its edition in the marts
    home.build(f"source:rules.{table}+")
    before = home.rows(due)
    write_edition(home.settings, table, groups(table), begins, changed)
    home.build(f"source:rules.{table}+")
    shutil.rmtree(home.settings.rules_dir)
    after = home.rows(due)
    moved = {code for code in days if before[code] != after[code]}
    assert moved >= {"K1", "K2", "K3"}
    assert "K-early" not in moved
    named = home.rows(
        "select origin, [max(valid_from), max(valid_to)] from main.dim_rules"
        " where rule_table = 'petition_deadlines' group by origin"
    )
    assert named["own"] == [begins, None]
    assert named["shipped"][1] == begins - timedelta(days=1)


def test_every_rule_is_named_where_it_is_read() -> None:
    root = Path(__file__).parents[3]
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in (
            "dbt_project/models",
            "warehouse/statistics/frames",
            "warehouse/process",
            "warehouse/reviews",
        )
        for path in (root / folder).rglob("*")
        if path.suffix in (".sql", ".py")
    )
    thresholds = groups("thresholds")
    unread = [t for t in thresholds if f"'{t}'" not in code and f'"{t}"' not in code]
    assert unread == []
    tables = [t for t in TABLES if f"ref('stg_{t}')" not in code]
    assert tables == []
