"""The page of matters: a flag from opening to closed by three roles, counts only."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rows.first_five import first_findings
from dashboard.server import page_session
from dashboard.views.unit import first_five
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed
from warehouse.matters.record import read_process
from warehouse.people.account_rows import Identity
from warehouse.process.act import take_step
from warehouse.settings import Settings

NAME = "Nguyễn Thị An"  # CB001 of unit 91001


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Path:
    """The small build with a store of its own."""
    return Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent


def press(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label]
    return button.click().run()


def test_who_is_reminded_often_stays_on_the_list_with_how_often(
    open_page: OpenPage, at: Path
) -> None:
    def row(app: AppTest) -> str:
        [table] = re.findall(
            r"<caption>Thường xuyên bị nhắc nhở</caption>(.*?)</table>",
            html_of(app),
            re.DOTALL,
        )
        return re.sub(r"<[^>]+>", " ", table)

    app = open_page("leader", "decisions", at=at)
    assert NAME in row(app)
    assert "3 lần trong 12 tháng (từ 2 lần là thường xuyên)" in row(app)
    assert "chưa mở việc" in row(app)
    press(app, "Mở việc")
    assert NAME in row(app)
    assert "Chờ kiểm tra số liệu" in row(app)
    for role in ("committee", "steward"):
        assert NAME not in html_of(open_page(role, "decisions", at=at))


def test_a_flag_goes_from_opening_to_closed(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminded = Identity("can.bo", "Cán bộ", "officer", officer_code="CB001")
    monkeypatch.setitem(PEOPLE, "officer", reminded)

    def opened(role: str) -> AppTest:
        return open_page(role, "decisions", at=at)

    def state() -> str:
        return read_process(Settings(home=at)).matters["V00001"].state

    app = opened("leader")
    assert NAME in html_of(app)
    assert not app.exception
    app = press(app, "Mở việc")
    assert state() == "flagged"
    assert "Chờ kiểm tra số liệu" in html_of(app)

    app = opened("steward")
    assert NAME not in html_of(app)
    assert "CB001" not in html_of(app)
    press(app, "Xác nhận số liệu")
    assert state() == "checked"

    app = opened("officer")
    [box] = app.text_area
    app = press(app, "Trả lời")
    assert "cần lý do bằng lời" in app.error[0].value
    assert state() == "checked"
    [box] = app.text_area
    box.set_value("Tôi <b>đã</b> xin lỗi người dân")
    press(app, "Trả lời")
    assert state() == "heard"

    app = opened("leader")
    assert "Tôi &lt;b&gt;đã&lt;/b&gt; xin lỗi người dân" in html_of(app)
    app.text_area[0].set_value("Đã nghe giải trình")
    [choice] = [box for box in app.selectbox if box.label == "Quyết định"]
    choice.set_value("training")
    press(app, "Quyết định")
    assert state() == "decided"

    app = press(opened("officer"), "Ký nhận đã biết quyết định")
    assert state() == "informed"
    assert "Tập huấn: Đã nghe giải trình" in html_of(app)
    press(opened("leader"), "Đóng việc")
    assert state() == "closed"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_committee_sees_counts_only(
    open_page: OpenPage, at: Path, lang: str
) -> None:
    press(open_page("leader", "decisions", at=at), "Mở việc")
    app = open_page("committee", "decisions", at=at, lang=lang)
    text = html_of(app)
    assert not app.exception
    assert "tt-counts" in text
    assert NAME not in text
    assert "CB001" not in text
    assert [b.label for b in app.button] == []


@pytest.mark.parametrize("role", ["leader", "committee"])
def test_how_promptly_is_corrected_is_told_in_counts(
    open_page: OpenPage, at: Path, role: str
) -> None:
    text = html_of(open_page(role, "decisions", at=at))
    assert "Trung bình 10,0 ngày từ việc xảy ra đến nhắc nhở (2/3 lần" in text
    assert "3 cuộc kiểm tra công vụ, 1 cuộc có nhắc nhở theo sau" in text


@pytest.mark.parametrize(
    ("empty", "other"),
    [("fct_inspections", "lần nhắc nhở"), ("fct_reminders", "cuộc kiểm tra công vụ")],
)
def test_of_a_register_that_is_not_there_no_count_is_told(
    open_page: OpenPage, at: Path, empty: str, other: str
) -> None:
    [path] = (at / "builds").glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(f"delete from {empty}")
    text = html_of(open_page("committee", "decisions", at=at))
    told = text.split("12 tháng đến ngày số liệu")[1].split("</ul>")[0]
    assert other in told
    assert "<li>0 " not in told
    assert told.count("<li>") == 1


def test_tiles_of_the_committee_add_up(open_page: OpenPage, at: Path) -> None:
    text = html_of(open_page("committee", "decisions", at=at))
    cards = text[text.index('class="tt-counts"') :].split("</ul>")[0]
    counts = {name: int(n) for n, name in re.findall(r"<b>(\d+)</b>([^<]*)<", cards)}
    parts = ("chưa mở", "đang giải quyết", "đúng hạn", "quá hạn", "đã rút")
    assert sum(counts[name] for name in parts) == counts["đã nêu"] > 0


def test_the_committee_hears_how_long_it_took(open_page: OpenPage, at: Path) -> None:
    text = html_of(open_page("committee", "decisions", at=at))
    assert "2 việc, 1 đang giải quyết" in text
    assert "trung bình 12,0 ngày (1 việc)" in text


def test_a_step_that_waits_is_among_the_first_things(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_five, "first_findings", partial(first_findings, shown=99))
    said = "Việc về cán bộ chờ bước của lãnh đạo"
    press(open_page("leader", "decisions", at=at), "Mở việc")
    assert said not in html_of(open_page("leader", "unit", at=at))
    settings = Settings(home=at)
    code = "V00001"
    reminded = Identity("can.bo", "Cán bộ", "officer", officer_code="CB001")
    opened = read_process(settings).matters[code].steps[0].event
    at_once = datetime.fromisoformat(opened.at)
    take_step(settings, code, "confirm", by=PEOPLE["steward"], now=at_once)
    take_step(settings, code, "reply", by=reminded, text="Đã xin lỗi", now=at_once)
    text = html_of(open_page("leader", "unit", at=at))
    assert said in text
    [thing] = [one for one in text.split("</li>") if said in one]
    assert 'href="viec-can-quyet?lang=vi"' in thing
    assert NAME not in thing
    above = Identity("chu.tich", "Chủ tịch", "leader", unit_code="91")
    monkeypatch.setitem(PEOPLE, "leader", above)
    assert said not in html_of(open_page("leader", "unit", at=at))


def test_the_front_has_no_such_page(open_page: OpenPage, at: Path) -> None:
    app = open_page("front", at=at)
    assert "Việc cần quyết" not in html_of(app)
    assert page_session.current_identity(Settings(home=at)) == PEOPLE["front"]


def test_a_leader_above_sees_no_names(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(open_page("leader", "decisions", at=at), "Mở việc")
    above = Identity("chu.tich", "Chủ tịch", "leader", unit_code="91")
    monkeypatch.setitem(PEOPLE, "leader", above)
    text = html_of(open_page("leader", "decisions", at=at))
    assert NAME not in text
    assert "Chưa có việc nào" in text
