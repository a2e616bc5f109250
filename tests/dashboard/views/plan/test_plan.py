"""The page that plans a wave: figures, one sentence per unit, and what is kept."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.plan import forms
from dashboard.words import Words
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed
from tests.warehouse.custody.front_desk import PASSPHRASE, key_file
from tests.warehouse.waves.frames import write_households, write_returned
from warehouse.settings import Settings
from warehouse.stores.state import writing
from warehouse.waves.forms import planned as planned_forms
from warehouse.waves.forms.form import Form
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import kept_plans
from warehouse.waves.plan import Plan, Request, make_plan


def test_each_unit_has_its_sentence_and_bar(open_page: OpenPage) -> None:
    app = open_page("front", "plan", since="A2026", forms="2000")
    text = html_of(app)
    assert "thấy được mức giảm từ" in text
    said = re.findall(
        r"phát [\d.]+ phiếu, dự kiến .*?(là đủ cho mức 5 điểm %|Muốn thấy mức 5 điểm %"
        r" cần phát khoảng [\d.]+ phiếu|Mức 5 điểm %: bao nhiêu cũng không đủ)",
        text,
    )
    assert len(said) == 5
    assert "Phát 2.000 phiếu" in text or "Phát 1." in text
    assert app.get("plotly_chart")


def test_a_budget_and_a_purpose_change_the_answer(open_page: OpenPage) -> None:
    change = html_of(open_page("front", "plan", since="A2026", forms="1000"))
    level = html_of(
        open_page("front", "plan", since="A2026", forms="1000", purpose="level")
    )
    assert "sai số khoảng ±" in level
    assert re.search(r"Muốn sai số 5 điểm % cần phát khoảng [\d.]+ phiếu", level)
    assert change != level


def test_a_plan_that_sees_no_change_says_so(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_small(ask: Any, request: Request) -> Plan:
        plan = make_plan(ask, request)
        blind = replace(plan.province, fall=nan, rise=nan)
        return replace(plan, province=blind)

    monkeypatch.setattr("warehouse.waves.plan.make_plan", too_small)
    text = html_of(open_page("front", "plan", since="A2026", forms="1000"))
    assert "chưa nhận ra được mức thay đổi nào của toàn tỉnh" in text
    assert "mức giảm từ không mức nào" not in text


def test_a_plan_is_kept_under_the_code_of_its_wave(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    _box(app).set_value("sai mã")
    _button(app, "Lưu").click().run()
    assert any("Mã đợt gồm" in box.value for box in app.warning)
    assert kept_plans(Settings(home=own)) == []
    _box(app).set_value("DL-2026-Q4")
    _button(app, "Lưu").click().run()
    assert not app.exception
    [kept] = kept_plans(Settings(home=own))
    assert kept.wave_code == "DL-2026-Q4"
    assert kept.planned_by == "mat.tran"
    assert "lần trước đã hứa gì" in html_of(app)


def _box(app: AppTest) -> Any:
    [box] = [box for box in app.text_input if box.label == "Mã đợt"]
    return box


def test_a_kept_plan_is_drawn_from_a_file_and_its_form_taken(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    app = open_page("front", "plan", at=own, since="A2026", forms="60")
    assert not any(button.label == "Rút mẫu" for button in app.button)
    _box(app).set_value("DL-2026-Q4")
    _button(app, "Lưu").click().run()
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    buttons: list[Any] = list(app.get("download_button"))
    labels = [button.label for button in buttons]
    assert "Tải phiếu cho KoboToolbox, ODK (XLSForm)" in labels
    assert "Tải phiếu cho LimeSurvey (LSS)" in labels
    assert "Tải mã lệnh tạo phiếu Google Forms" in labels
    # not drawn yet: a hundred for each of the units that are planned
    assert any(re.fullmatch(r"Tải [\d.]+00 phiếu giấy \(DOCX\)", x) for x in labels)
    app.checkbox(key="ask_commitments").check().run()
    assert "hai_long_2024_ck1" in html_of(app)
    app.checkbox(key="ask_commitments").uncheck().run()
    counts = {"91001": 900, "91002": 900, "91003": 900, "91004": 900, "91C": 2500}
    export = write_returned(tmp_path / "ho_so_20261130.csv", counts)
    field = _file(app, "hồ sơ đã trả kết quả")
    field.upload(export.name, export.read_bytes(), "text/csv")
    _button(app, "Rút mẫu").click().run()
    assert not app.exception
    assert any("Đã rút" in box.value for box in app.success), [
        e.value for e in app.error
    ]
    draw = kept_draw(Settings(home=own), "DL-2026-Q4", 1)
    assert draw is not None
    assert draw.drawn_by == "mat.tran"
    assert sum(unit["n_drawn"] for unit in draw.draw["units"]) > 0
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    assert "Giao lại đúng tệp ấy thì rút ra đúng như cũ" in html_of(app)
    # the form of what is done already is folded
    assert "Rút lại để lấy danh sách" in [box.label for box in app.expander]


def test_a_plan_of_households_rests_on_the_list_and_is_drawn_from_one(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    counts = {"91001": 900, "91002": 800}
    listed = write_households(tmp_path / "ho.csv", counts)
    app = open_page("front", "plan", at=own, since="A2026")
    assert "Kết quả đã trả" in html_of(app)
    field = _file(app, "Hỏi hộ dân")
    field.upload(listed.name, listed.read_bytes(), "text/csv").run()
    assert not app.exception
    text = html_of(app)
    assert "Hộ trong danh sách" in text
    assert "Không có hộ nào trong danh sách nên không hỏi ai" in text
    _box(app).set_value("HO-2026-Q4")
    _button(app, "Lưu").click().run()
    [plan] = kept_plans(Settings(home=own))
    assert dict(plan.plan["request"]["households"]) == counts
    assert plan.plan["province"]["population"] == 1700
    # such a wave is drawn from a list of households, unless somebody says otherwise
    app = open_page("front", "plan", at=own, since="A2026")
    assert _file(app, "Danh sách hộ")


def test_visits_to_the_reception_room_are_drawn_without_a_file(
    open_page: OpenPage, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[Form] = []
    make = planned_forms.files_of

    def files_of(form: Form, words: Words) -> Any:
        offered.append(form)
        return make(form, words)

    monkeypatch.setattr(forms, "files_of", files_of)
    own = shutil.copytree(home, tmp_path / "home")
    settings = Settings(home=own)
    [build] = (own / "builds").glob("*.duckdb")
    with changed(build) as connection:
        # the days from now on, whenever this runs
        connection.execute(
            "update dim_calendar_days set is_working = true,"
            " day = current_date + (day - date '2026-11-01')::integer"
        )
    app = open_page("front", "plan", at=own, since="A2026", forms="60")
    _box(app).set_value("DL-2026-Q4")
    _button(app, "Lưu").click().run()
    page = {"at": own, "since": "A2026", "forms": "1000", "frame": "reception"}
    app = open_page("front", "plan", **page)
    said = html_of(app)
    assert "nơi chỉ tiếp công dân vào thứ cố định" in said
    # of households alone, for the plan
    uploaders: Any = app.get("file_uploader")
    assert [box.label for box in uploaders] == [_file(app, "Hỏi hộ dân").label]
    app.multiselect(key="visits_weekdays").set_value([])
    _button(app, "Rút mẫu").click().run()
    assert any("1, Monday" in e.value or "thứ Hai" in e.value for e in app.error)
    assert kept_draw(settings, "DL-2026-Q4", 1) is None
    app.multiselect(key="visits_weekdays").set_value([1, 2, 3, 4, 5])
    app.checkbox(key="draw_takes_all").check()
    _button(app, "Rút mẫu").click().run()
    assert not app.exception
    assert any("lần đến phòng tiếp công dân" in box.value for box in app.success), [
        e.value for e in app.error
    ]
    draw = kept_draw(settings, "DL-2026-Q4", 1)
    assert draw is not None
    assert draw.draw["frame"]["kind"] == "reception"
    # forms taken right after the draw know its visits
    assert [form.sampled.has_visits for form in offered][-2:] == [False, True]
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    assert "lịch làm việc đã đổi thì bị từ chối" in html_of(app)


def test_a_plan_is_signed_with_the_fronts_key_and_a_changed_one_is_told(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    settings = Settings(home=own)
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    _box(app).set_value("DL-2026-Q4")
    _button(app, "Lưu").click().run()
    assert "Chưa ký được" in html_of(app)
    pem = key_file(settings).read_text(encoding="utf-8")
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    assert "chưa ký" in html_of(app)
    app.text_area[-1].set_value(pem)
    app.text_input(key="design_passphrase").set_value("sai")
    _button(app, "Ký").click().run()
    assert any("cụm mật khẩu" in box.value for box in app.error)
    app.text_area[-1].set_value(pem)
    app.text_input(key="design_passphrase").set_value(PASSPHRASE)
    _button(app, "Ký").click().run()
    assert any("Đã ký cho đợt DL-2026-Q4: kế hoạch." in b.value for b in app.success)
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    assert "đã ký kế hoạch" in html_of(app)
    with writing(settings) as connection:
        connection.execute("drop trigger plan_is_never_changed")
        connection.execute("update wave_plan set plan = plan || ' '")
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    told = "DL-2026-Q4: kế hoạch bản 1 không còn như khi lưu hoặc khi ký."
    assert told in [box.value for box in app.error]


def _file(app: AppTest, part: str) -> Any:
    """The field for a file whose label says so."""
    uploaders: Any = app.get("file_uploader")
    return next(box for box in uploaders if part in box.label)


def _button(app: AppTest, label: str) -> Any:
    return next(box for box in app.button if label in box.label)
