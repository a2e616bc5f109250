"""No answer to any question depends on ballots of a survey that waits."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.ways.waiting_homes import RELEASED, WAITING, WAVES
from warehouse.errors import ThanThienError
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.rights import FRONT, RIGHTS
from warehouse.scope import ROLES
from warehouse.settings import Settings

OTHERS = [role for role in ROLES if role != FRONT]
MOST_OF_A_QUESTION = 120
UNITS = [f"{code}@2020-01-01" for code in ("P", "U1", "U2", "U3", "U5")]
MONTHS = [f"2023-{month:02}" for month in (2, 4, 5, 8, 11)]
QUARTERS = [f"2023-Q{n}" for n in (1, 2, 3, 4)]
VALUES: dict[str, list[str]] = {
    "map": ["today", "then"],
    "unit_key": UNITS,
    "reader_unit_key": UNITS[:2],
    "item_code": ["a", "b", "overall"],
    "period": [*QUARTERS, *MONTHS, "2023-H1", "2023-H2", "2023"],
    "period_type": ["month", "quarter", "half_year", "year"],
    "measure": ["satisfied_share", "on_time_share"],
    "wave_code": [*WAVES, "PV"],
    "before_wave": ["B0", "A0"],
    "after_wave": ["A0", "A1"],
    "month": MONTHS,
    "year": ["2023"],
    "reader_officer_code": ["CB0"],
}


def _questions(role: str) -> Iterator[tuple[str, dict[str, str]]]:
    chance = random.Random(1)
    for name, query in QUERIES.items():
        if (role, query.subject) in RIGHTS and query.params.keys() <= VALUES.keys():
            names = sorted(query.params)
            asked = list(itertools.product(*(VALUES[param] for param in names)))
            chance.shuffle(asked)
            for values in asked[:MOST_OF_A_QUESTION]:
                yield name, dict(zip(names, values, strict=True))


def _answer(reader: Reader, role: str, name: str, params: dict[str, str]) -> Any:
    scope = reader.scope_of_account(
        user_id="x",
        role=role,
        unit_code="U1" if role == "leader" else None,
        officer_code="CB6" if role == "officer" else None,
    )
    try:
        return reader.run(name, scope, **params).rows
    except ThanThienError as refusal:
        return str(refusal)


@pytest.mark.parametrize("role", OTHERS)
def test_no_answer_depends_on_what_waits(
    waiting: tuple[Settings, Settings], role: str
) -> None:
    readers = [Reader(settings) for settings in waiting]
    changed: dict[str, Any] = {}
    n_asked = 0
    for name, params in _questions(role):
        n_asked += 1
        first, second = (_answer(reader, role, name, params) for reader in readers)
        if first != second and name not in changed:
            odd = list(zip(first, second, strict=False))
            changed[name] = params, next((p for p in odd if p[0] != p[1]), odd[:1])
    assert n_asked > 20
    assert not changed, changed


def test_released_ones_are_read_and_hide_some(
    waiting: tuple[Settings, Settings],
) -> None:
    reader = Reader(waiting[1])
    for wave in (*RELEASED, *WAITING):
        params = {"map": "today", "wave_code": wave}
        rows = _answer(reader, "committee", "response_by_unit", params)
        states = {row["state"] for row in rows}
        assert not rows or {"shown", "suppressed"} <= states or wave in ("A0", "D3")
        assert bool(rows) == (wave in RELEASED)


def test_the_front_reads_what_waits(waiting: tuple[Settings, Settings]) -> None:
    params = {"map": "today", "wave_code": "D2"}
    assert _answer(Reader(waiting[1]), FRONT, "response_by_unit", params)
