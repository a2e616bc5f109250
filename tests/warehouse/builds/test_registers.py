"""Books kept by hand: what counts, what is left out and why, what a mart says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.warehouse.builds.odd_numbers import odd_columns, odd_numbers
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.transform import run
from warehouse.raw.registers import REGISTERS
from warehouse.settings import Settings

pytestmark = pytest.mark.xdist_group("build")

DAY, LATER = date(2026, 9, 1), date(2026, 9, 4)
OF_C1: dict[str, Any] = {"unit_code": "C1"}
OF_NOBODY: dict[str, Any] = {"unit_code": "C999"}
ROWS = {
    "document": [
        OF_C1 | {"document_kind": "plan", "signed_on": DAY, "number": "1"},
        OF_C1
        | {"document_kind": "slogan", "signed_on": DAY}
        | {"in_force_to": LATER, "in_force_from": DAY},
        OF_NOBODY | {"document_kind": "plan", "signed_on": DAY},
    ],
    "training": [
        {"officer_code": "O1", "topic": "giao tiếp", "held_on": DAY},
        {"officer_code": "O999", "topic": "giao tiếp", "held_on": DAY},
    ],
    "procedure_review": [
        OF_C1
        | {"procedure_code": "1.0001", "reviewed_on": DAY}
        | {"result": "simplified", "days_saved": 2},
        {"procedure_code": "1.0001", "reviewed_on": DAY, "result": "kept"},
        OF_C1 | {"procedure_code": "9.9999", "reviewed_on": DAY},
        OF_NOBODY | {"procedure_code": "1.0001", "reviewed_on": DAY},
    ],
    "home_request": [
        OF_C1 | {"request_code": "1", "requested_on": DAY, "reason": "elderly"},
        OF_C1
        | {"request_code": "1", "requested_on": DAY, "reason": "elderly"}
        | {"served_on": LATER},
        OF_C1 | {"request_code": "2", "requested_on": DAY, "case_code": "H-010"},
        OF_NOBODY | {"request_code": "1", "requested_on": DAY},
    ],
    "inspection": [
        OF_C1 | {"held_on": DAY, "n_findings": 3, "n_closed": 1},
        OF_NOBODY | {"held_on": DAY},
    ],
    "recommendation": [
        OF_C1
        | {"recommendation_code": "1", "given_on": DAY, "given_by": "front"}
        | {"due_on": LATER, "answered_on": DAY},
        OF_C1 | {"recommendation_code": "2", "given_on": DAY, "due_on": LATER},
        OF_C1
        | {"recommendation_code": "3", "given_on": DAY}
        | {"due_on": date(2027, 1, 1)},
        OF_NOBODY | {"recommendation_code": "4", "given_on": DAY},
    ],
}
C1 = "C1@2025-07-01"
ODD = odd_numbers(DAY)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(home=tmp_path_factory.mktemp("registers"))
    rows = all_rows() | ROWS
    for kind, row in ODD:
        rows[kind] = [*rows.get(kind, []), row]
    write_raw(settings.raw_path, rows)
    marts = ["+int_list_fates", "+int_unplaced_lists", "+path:models/marts/registers"]
    outcome = run(
        settings,
        database=settings.home / "warehouse.duckdb",
        scratch=settings.home / "scratch.duckdb",
        arguments=[
            *("build", "--exclude-resource-type", "unit_test", "test"),
            *("--select", *marts),
        ],
    )
    assert outcome.failures == ()
    with duckdb.connect(
        str(settings.home / "warehouse.duckdb"), read_only=True
    ) as connection:
        path = settings.home / "scratch.duckdb"
        connection.execute(f"attach '{path}' as scratch (read_only)")
        yield connection


def test_every_row_is_counted_or_left_out_for_a_reason(
    built: duckdb.DuckDBPyConnection,
) -> None:
    shown = built.execute(
        "select row_kind, fate, n_rows from scratch.intermediate.int_list_fates"
        " where n_rows > 0 order by all"
    ).fetchall()
    names = {kind.name for kind in REGISTERS}
    found = {(kind, fate): n for kind, fate, n in shown if kind in names}
    for kind in ("procedure_review", "inspection"):
        assert found.pop((kind, "number_impossible")) == sum(k == kind for k, _ in ODD)
    assert found == {
        ("document", "counted"): 2,
        ("document", "unit_unresolved"): 1,
        ("training", "counted"): 1,
        ("training", "not_posted"): 1,
        ("procedure_review", "counted"): 2,
        ("procedure_review", "procedure_unknown"): 1,
        ("procedure_review", "unit_unresolved"): 1,
        ("home_request", "counted"): 2,
        ("home_request", "superseded"): 1,
        ("home_request", "unit_unresolved"): 1,
        ("inspection", "counted"): 1,
        ("inspection", "unit_unresolved"): 1,
        ("recommendation", "counted"): 3,
        ("recommendation", "unit_unresolved"): 1,
    }
    assert {
        kind: sum(n for (k, _), n in found.items() if k == kind) for kind in names
    } == {kind: len(rows) for kind, rows in ROWS.items()}


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (
            "select document_kind, unit_key, is_in_force from fct_documents",
            [("plan", C1, True), ("slogan", C1, False)],
        ),
        ("select officer_code, held_on from fct_trainings", [("O1", DAY)]),
        (
            "select unit_key, result, days_saved from fct_procedure_reviews",
            [(C1, "simplified", 2), (None, "kept", None)],
        ),
        (
            "select reason, is_served, days_to_serve from fct_home_requests",
            [("elderly", True, 3), ("other", False, None)],
        ),
        (
            "select unit_key, n_findings, n_closed from fct_inspections",
            [(C1, 3, 1)],
        ),
        (
            "select recommendation_code, given_by, is_answered_in_time"
            " from fct_recommendations",
            [("1", "front", True), ("2", "other", False), ("3", "other", None)],
        ),
    ],
)
def test_a_mart_says_what_the_book_says(
    built: duckdb.DuckDBPyConnection, question: str, shown: list[tuple[Any, ...]]
) -> None:
    assert built.execute(f"{question} order by all").fetchall() == shown


def test_a_number_that_cannot_be_is_shown_and_serves_no_figure(
    built: duckdb.DuckDBPyConnection,
) -> None:
    shown = built.execute(
        "select row_kind, column_name, value"
        " from scratch.intermediate.int_unplaced_lists"
        " where fate = 'number_impossible' order by all"
    ).fetchall()
    assert shown == sorted(odd_columns(DAY))
