"""The plan of a wave from a published build, and how it is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import write_build
from tests.warehouse.roles import scope_of
from warehouse import audit
from warehouse.errors import AccountError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.read import Answer, Reader
from warehouse.settings import Settings
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves.kept_plans import keep_plan, kept_plans
from warehouse.waves.plan import Request, make_plan

FRONT = Identity("mattran", "Mặt trận", "front")
REQUEST = Request("DL-2026-Q4", "A2026", wanted=Wanted(forms=900))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("planned")
    write_build(home)
    return Settings(home=home)


@pytest.fixture(scope="module")
def ask(settings: Settings) -> Callable[..., Answer]:
    reader = Reader(settings)
    scope = scope_of(reader, "front")
    return lambda name, **params: reader.run(name, scope, **params)


def test_it_learns_from_the_earlier_wave(ask: Callable[..., Answer]) -> None:
    plan = make_plan(ask, REQUEST)
    rows = {
        row["unit_key"]: row
        for row in ask("plan_units", wave_code="A2026", item_code="overall").rows
    }
    assert plan.units
    for unit in plan.units:
        row = rows[unit.unit_key]
        assert unit.outlook.population == row["n_returned"]
        assert unit.n_compared == row["n_answers"] or not row["n_answers"]
        if row["n_answers"]:
            near = (row["n_satisfied"] + 2) / (row["n_answers"] + 4)
            assert unit.share == pytest.approx(near, abs=1e-4)
    assert plan.province.n_forms == 900
    assert plan.is_simulated


def test_a_gap_is_compared_with_the_units_own_ballots(
    ask: Callable[..., Answer],
) -> None:
    change = make_plan(ask, REQUEST)
    gap = make_plan(ask, replace(REQUEST, wanted=Wanted("gap", forms=900)))
    assert [u.n_compared for u in gap.units] != [u.n_compared for u in change.units]


def test_longer_windows_hold_more_people(ask: Callable[..., Answer]) -> None:
    quarter, year = (make_plan(ask, replace(REQUEST, months=m)) for m in (3, 12))
    assert year.province.population == pytest.approx(
        4 * quarter.province.population, abs=4
    )


@pytest.mark.parametrize(
    "request_",
    [
        replace(REQUEST, since="nothing"),
        replace(REQUEST, response=0.0),
        replace(REQUEST, response=1.2),
        replace(REQUEST, months=0),
        replace(REQUEST, wanted=Wanted(size=0)),
        replace(REQUEST, wanted=Wanted(size=0.9)),
        replace(REQUEST, wanted=Wanted(forms=0)),
        replace(REQUEST, wanted=Wanted(design_effect=0.5)),
        replace(REQUEST, wanted=Wanted(minimum=-1)),
    ],
)
def test_a_setting_out_of_range_is_refused(
    ask: Callable[..., Answer], request_: Request
) -> None:
    with pytest.raises(PlanError):
        make_plan(ask, request_)


def test_an_empty_build_has_nothing_to_plan(tmp_path: Path) -> None:
    write_build(tmp_path, build_id="empty", is_empty=True)
    reader = Reader(Settings(home=tmp_path))
    with pytest.raises(PlanError):
        make_plan(partial(_as_front, reader), REQUEST)


def _as_front(reader: Reader, name: str, **params: str) -> Answer:
    return reader.run(name, scope_of(reader, "front"), **params)


def test_each_edition_stays_and_the_last_counts(
    settings: Settings, ask: Callable[..., Answer]
) -> None:
    first = keep_plan(settings, make_plan(ask, REQUEST), by=FRONT)
    more = replace(REQUEST, wanted=Wanted(forms=1200))
    # kept once more before anything rests on it, as after a cut: the same edition
    assert keep_plan(settings, make_plan(ask, REQUEST), by=FRONT) == first
    second = keep_plan(settings, make_plan(ask, more), by=FRONT)
    assert (first.edition, second.edition) == (1, 2)
    assert first.sha256 != second.sha256
    [kept] = kept_plans(settings)
    assert kept == second
    assert kept.plan["request"]["wanted"]["forms"] == 1200
    latest = audit.read_records(settings, action="wave_planned", limit=1)[0]
    assert latest.detail["sha256"] == second.sha256
    with (
        sqlite3.connect(settings.state_path) as connection,
        pytest.raises(sqlite3.IntegrityError, match="stays"),
    ):
        connection.execute("update wave_plan set plan = '{}'")


def test_only_the_front_keeps_a_plan(
    settings: Settings, ask: Callable[..., Answer]
) -> None:
    with pytest.raises(AccountError):
        keep_plan(settings, make_plan(ask, REQUEST), by=Identity("a", "A", "steward"))
