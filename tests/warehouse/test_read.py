"""Reading: in scope only, as the role allows, each thread its own rows."""

from __future__ import annotations

import math
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from tests.dashboard.small.warehouse import AFTER, BEFORE, key
from tests.warehouse.roles import scope_of
from warehouse.errors import ScopeError, ThanThienError
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.rights import RIGHTS
from warehouse.scope import ROLES, Scope, scope_for

PERIOD = {"period_type": "quarter", "period": "2026-Q3", "measure": "satisfied_share"}

HOSTILE = (
    "",
    "'",
    "' or 1=1 --",
    '"; drop table dim_units; --',
    "%",
    "\x00",
    "91001@2025-07-01' or '1'='1",
    "90101@2021-01-01",
    "91003@2025-07-01",
    "../../etc/passwd",
    "$unit_keys",
    "null",
    "🙂" * 50,
    "then",
    "today",
    "overall",
    BEFORE,
    AFTER,
    "CB003",
    "quarter",
    "2026-Q3",
    "satisfied_share",
)

# Pairs of role and query that are answered; the others are denied at once.
N_ALLOWED = sum((role, q.subject) in RIGHTS for role in ROLES for q in QUERIES.values())


def test_an_empty_scope_reads_no_row(reader: Reader) -> None:
    nobody = scope_for(user_id="x", role="leader", unit_keys=[])
    assert reader.run("units", nobody).rows == []
    assert reader.run("officer_bands", nobody, **PERIOD).rows == []
    [row] = reader.run("officer_tier_counts", nobody, **PERIOD).rows
    assert row["state"] == "none"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_role_and_query_stay_in_scope(
    reader: Reader, role: str, name: str, is_release: bool
) -> None:
    scope = scope_of(reader, role)
    query = QUERIES[name]
    rng = random.Random(f"{role}/{name}")
    n_calls = math.ceil(20_000 / N_ALLOWED) if is_release else 40
    for _ in range(n_calls):
        values = {param: hostile(rng, kind) for param, kind in query.params.items()}
        if (role, query.subject) not in RIGHTS:
            with pytest.raises(ScopeError):
                reader.run(name, scope, **values)
            break
        rows = reader.run(name, scope, **values).rows
        assert out_of_scope(rows, scope) == []
        if not query.params and not is_release:
            break


def hostile(rng: random.Random, kind: str) -> str | date | int:
    """A hostile value of the kind a parameter declares."""
    if kind == "date":
        return rng.choice([date.min, date.max, date(2026, 1, 1), date(2026, 12, 31)])
    if kind == "integer":
        return rng.choice([-(2**31), -1, 0, 1, 2**31])
    return rng.choice(HOSTILE)


def out_of_scope(rows: list[dict[str, Any]], scope: Scope) -> list[dict[str, Any]]:
    """Rows that name a unit or an officer outside the scope."""
    return [
        row
        for row in rows
        if ("unit_key" in row and row["unit_key"] not in scope.unit_keys)
        or (
            scope.role == "officer"
            and "officer_code" in row
            and row["officer_code"] != scope.officer_code
        )
    ]


def test_officers_appear_as_the_role_allows(reader: Reader) -> None:
    def officers(role: str) -> list[dict[str, Any]]:
        return reader.run("officer_bands", scope_of(reader, role), **PERIOD).rows

    assert all("officer_name" not in row for row in officers("front"))
    assert {row["unit_key"] for row in officers("leader")} == {key("91001")}
    assert all(row["officer_name"] for row in officers("leader"))
    assert {row["officer_code"] for row in officers("officer")} == {"CB003"}
    with pytest.raises(ScopeError):
        officers("committee")
    with pytest.raises(ScopeError):
        officers("steward")


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("nothing", {}),
        ("units", {"unit_keys": "x"}),
        ("units", {"extra": "x"}),
        ("unit_months", {"map": "today"}),
        ("unit_months", {"map": "today", "unit_key": 7}),
        ("unit_months", {"map": "today", "unit_key": ["a"]}),
        ("unit_months", {"map": "today", "unit_key": None}),
        ("unit_months", {"map": "today", "unit_key": "x" * 201}),
        ("unit_months", {"map": "today", "unit_key": date(2026, 1, 1)}),
    ],
)
def test_wrong_calls_are_refused(
    reader: Reader, name: str, params: dict[str, Any]
) -> None:
    with pytest.raises(ScopeError):
        reader.run(name, scope_of(reader, "front"), **params)


def test_fifty_threads_get_their_own_rows(reader: Reader) -> None:
    codes = ("90101", "90102", "91001", "91002", "91003")
    scopes = {
        code: scope_for(user_id=code, role="leader", unit_keys=[key(code)])
        for code in codes
    }

    def ask(i: int) -> bool:
        code = codes[i % len(codes)]
        rows = reader.run("units", scopes[code]).rows
        return [row["unit_code"] for row in rows] == [code]

    with ThreadPoolExecutor(50) as pool:
        assert all(pool.map(ask, range(1000)))


def test_errors_name_the_thing_and_the_next_step(reader: Reader) -> None:
    with pytest.raises(ThanThienError) as caught:
        reader.run("officer_bands", scope_of(reader, "committee"), **PERIOD)
    assert "officer" in caught.value.message
    assert caught.value.next_step
