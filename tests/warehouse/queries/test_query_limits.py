"""No query gives more rows, or takes more time, than it may."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.warehouse.roles import scope_of
from warehouse.errors import ScopeError
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.stores import run_query


def test_rows_stop_at_the_cap(small_home: Path) -> None:
    capped = Query("capped", "reference", "select unit_key from dim_units", row_cap=3)
    reader = Reader(Settings(home=small_home), {"capped": capped})
    answer = reader.run("capped", scope_of(reader, "front"))
    assert len(answer.rows) == 3
    assert answer.is_cut


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_query, "TIME_LIMIT_SECONDS", 0.3)


def test_a_long_query_is_stopped(small_home: Path, short_limit: None) -> None:
    sql = """
select count(*) as n
from agg_answer_levels as a, agg_answer_levels as b, agg_answer_levels as c
where a.n_answers + b.n_answers > c.n_answers
"""
    slow = Query("slow", "unit", sql, small=SmallNumbers(counts=("n",), of="acts"))
    reader = Reader(Settings(home=small_home), {"slow": slow})
    scope = scope_of(reader, "front")
    started = time.monotonic()
    with pytest.raises(ScopeError):
        reader.run("slow", scope)
    assert time.monotonic() - started < 5
    assert threading.active_count() < 50
