"""No answer to anybody but the Front depends on what came for a wave that waits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.ways.planted_home import Planted
from tests.security.ways.test_commands import assert_unmarked, said
from warehouse.builds.status import read_status
from warehouse.errors import ThanThienError
from warehouse.people.account_rows import Identity
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.reviews.facts import facts_of
from warehouse.rights import FRONT, RIGHTS
from warehouse.scope import ROLES, Scope
from warehouse.settings import Settings

OTHERS = [role for role in ROLES if role != FRONT]
VALUES = {
    "map": "today",
    "unit_key": "U1@2020-01-01",
    "item_code": "overall",
    "period": "2023-06",
    "period_type": "month",
    "measure": "satisfied_share",
    "wave_code": "PV",
    "reader_officer_code": "CB0",
}


def _scope(reader: Reader, role: str) -> Scope:
    return reader.scope_of_account(
        user_id="x",
        role=role,
        unit_code="U1" if role == "leader" else None,
        officer_code="CB6" if role == "officer" else None,
    )


def _answers(settings: Settings, role: str) -> Iterator[tuple[str, Any]]:
    reader = Reader(settings)
    scope = _scope(reader, role)
    for name, query in QUERIES.items():
        if (role, query.subject) in RIGHTS and query.params.keys() <= VALUES.keys():
            params = {param: VALUES[param] for param in query.params}
            try:
                yield name, reader.run(name, scope, **params).rows
            except ThanThienError as refusal:
                yield name, str(refusal)


@pytest.mark.parametrize("role", OTHERS)
def test_every_answer_is_the_same_whatever_came(built: Planted, role: str) -> None:
    first, second = (dict(_answers(settings, role)) for settings in built)
    assert first == second
    assert_unmarked(repr(second))


def test_the_front_reads_what_came(built: Planted) -> None:
    first, second = (dict(_answers(settings, FRONT)) for settings in built)
    assert first != second
    assert "XAKIN01" in repr(second["unplaced"])


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_figures_kept_with_a_review_are_the_same(built: Planted, role: str) -> None:
    by = Identity("x", "X", role, unit_code="U1" if role == "leader" else None)
    kept = []
    for settings in built:
        facts = vars(facts_of(Reader(settings), by, "U1", "2023-Q2"))
        kept.append({name: facts[name] for name in facts if name != "build"})
    assert kept[0] == kept[1]


def test_a_build_says_the_same_whatever_came(
    built: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for settings in built:
        status = read_status(settings)
        told.append((status.findings, status.last_run["failures"]))
        facts = json.dumps(status.last_run, ensure_ascii=False)
        assert_unmarked(facts + said(settings, monkeypatch, "status", "--json"))
    assert told[0] == told[1]
