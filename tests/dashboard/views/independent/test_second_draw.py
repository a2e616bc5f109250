"""The fieldwork part offers a second draw where units will lack ballots."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from tests.dashboard.views.supervision.test_supervision import row_of
from tests.warehouse.waves.frames import write_returned
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves import sampling_frame
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.fieldwork import make_fieldwork
from warehouse.waves.kept_draws import keep_draw
from warehouse.waves.kept_plans import keep_plan, kept_plans
from warehouse.waves.plan import Request, make_plan
from warehouse.waves.second_draw import draw_more, keep_second

WAVE = "GS2026"
FRONT = PEOPLE["front"]
COUNTS = {"91001": 90, "91002": 400, "91003": 90, "91004": 90, "91C": 90}


@pytest.fixture
def planned(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    settings = Settings(home=copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        # nearly all of one unit's forms were refused: its draw cannot be enough
        connection.execute(
            "update agg_interviewers set n_answered = 1, n_refused = 14, n_asked = 15,"
            f" n_waiting = 0 where unit_key = '{key('91002')}'"
        )
    monkeypatch.setenv("THANTHIEN_HOME", str(copy))

    def read(
        settings: Settings, module: str, request: dict[str, Any], _path: Path
    ) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            json.dumps(import_module(module).answer(request))
        )
        return found

    monkeypatch.setattr(sampling_frame, "ask_ingest", read)
    reader = Reader(settings)
    scope = reader.scope_of(FRONT)
    wanted = Wanted(forms=200, minimum=30)
    plan = make_plan(
        lambda name, **params: reader.run(name, scope, **params),
        Request(WAVE, "A2026", wanted=wanted),
    )
    keep_plan(settings, plan, by=FRONT)
    yield settings
    st.cache_data.clear()


def drawn(settings: Settings, tmp_path: Path) -> None:
    reader = Reader(settings)
    units = reader.run("units", reader.scope_of(FRONT)).rows
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    ask = Ask(WAVE, seed="s", takes_all=True)
    first = draw_wave(settings, ask, units, export, today=date(2026, 10, 1))
    kept = keep_draw(settings, first, by=FRONT)
    second = draw_more(first, {"91002": 40})
    keep_second(settings, kept, second, by=FRONT)


def shown(open_page: OpenPage) -> str:
    page = open_page("front", "independent", section="fieldwork", survey_wave=WAVE)
    return html_of(page).replace("\u00a0", " ")


def test_forms_not_yet_asked_are_asked_before_more_are_drawn(
    open_page: OpenPage, planned: Settings
) -> None:
    text = shown(open_page)
    assert "3 đơn vị sẽ thiếu phiếu vì hỏi chậm: còn 124 phiếu đã rút" in text
    assert "hỏi nốt" in row_of(text, "Xã Thịnh Lập")[-1]
    assert "1 đơn vị sẽ thiếu phiếu: cần rút thêm lần hai" in text
    assert "cần rút thêm" in row_of(text, "Xã Đồng Hòa")[-1]


def test_without_a_first_draw_it_says_what_is_missing(
    open_page: OpenPage, planned: Settings
) -> None:
    text = shown(open_page)
    assert "Rút thêm lần hai" in text
    assert "đợt phải có kế hoạch lưu và lần rút đầu" in text


def test_what_was_drawn_again_is_told(
    open_page: OpenPage, planned: Settings, tmp_path: Path
) -> None:
    drawn(planned, tmp_path)
    text = shown(open_page)
    assert "Đã rút thêm 40 phiếu ở 1 đơn vị, mat.tran rút lúc" in text


def test_forms_of_a_second_draw_are_still_to_be_asked(planned: Settings) -> None:
    reader = Reader(planned)
    scope = reader.scope_of(FRONT)
    [plan] = kept_plans(planned)

    def unasked(more: dict[str, int]) -> int | None:
        work = make_fieldwork(
            lambda name, **params: reader.run(name, scope, **params),
            WAVE,
            opened_on=date(2026, 10, 20),
            closed_on=date(2026, 11, 30),
            plan=plan.plan,
            since=None,
            more=more,
        )
        [unit] = [one for one in work.units if one.unit_key == key("91003")]
        return unit.progress.n_unasked

    assert unasked({key("91003"): 60}) == (unasked({}) or 0) + 60


def test_a_unit_that_was_drawn_whole_has_no_more_forms_than_that(
    planned: Settings,
) -> None:
    reader = Reader(planned)
    scope = reader.scope_of(FRONT)
    [plan] = kept_plans(planned)
    [forms] = [
        unit["outlook"]["n_forms"]
        for unit in plan.plan["units"]
        if unit["unit_key"] == key("91003")
    ]
    asked = []
    for drawn in ({}, {key("91003"): forms - 5}):
        work = make_fieldwork(
            lambda name, **params: reader.run(name, scope, **params),
            WAVE,
            opened_on=date(2026, 9, 1),
            closed_on=None,
            plan=plan.plan,
            since=None,
            drawn=drawn,
        )
        [unit] = [one for one in work.units if one.unit_key == key("91003")]
        asked.append(unit.progress.n_unasked)
    assert asked[0] is not None
    assert asked[1] == asked[0] - 5


def test_the_book_of_attempts_says_how_far_asking_has_come(planned: Settings) -> None:
    reader = Reader(planned)
    scope = reader.scope_of(FRONT)
    last = date(2026, 12, 20)

    def ask(name: str, **params: Any) -> Any:
        answer = reader.run(name, scope, **params)
        if name == "fieldwork_units":
            answer.rows[0]["last_on"] = last
        return answer

    work = make_fieldwork(
        ask,
        WAVE,
        opened_on=date(2026, 12, 1),
        closed_on=date(2026, 12, 30),
        plan=None,
        since=None,
    )
    # the dossiers are those of the end of October
    assert work.days_left == 10
    assert work.whole.progress.days_gone == 20
