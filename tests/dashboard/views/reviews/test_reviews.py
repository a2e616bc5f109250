"""The page of reviews: a month from draft to release by four roles; what others see."""

from __future__ import annotations

import re
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.numbers import MISSING
from dashboard.rows.first_five import first_findings
from dashboard.views.unit import first_five
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key
from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.reviews.walks import START, TEXT, bring_to, take_over_examples
from warehouse.people.account_rows import Identity
from warehouse.reviews import facts
from warehouse.reviews.act import take_step
from warehouse.reviews.record import read_reviews
from warehouse.reviews.text import ReviewText
from warehouse.settings import Settings

UNIT, PERIOD = key("91001"), "2026-10"
CODE = f"{UNIT}/{PERIOD}"


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Path:
    """The small build with a store of its own."""
    return Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent


def press(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label]
    return button.click().run()


def fill(app: AppTest, label: str, words: str) -> None:
    [box] = [b for b in (*app.text_area, *app.text_input) if b.label == label]
    box.set_value(words)


def test_a_month_goes_from_draft_to_release(open_page: OpenPage, at: Path) -> None:
    def opened(role: str) -> AppTest:
        return open_page(role, "reviews", at=at, review_period=PERIOD)

    def state() -> str:
        return read_reviews(Settings(home=at)).reviews[CODE].state

    app = opened("leader")
    assert not app.exception
    assert "Quá hạn, chưa gửi" in html_of(app)
    fill(app, "Kết quả đạt được", "Thêm <b>một</b> quầy")
    app = press(app, "Gửi Ban Chỉ đạo")
    assert "mọi phần đã viết" in app.error[0].value
    assert state() == "draft"
    app = opened("leader")
    for label in ("Công tác lãnh đạo, chỉ đạo", "Hạn chế, khó khăn", "Nguyên nhân",
                  "Kiến nghị"):  # fmt: skip
        fill(app, label, f"Về {label}")
    fill(app, "Giải pháp 1", "Tập huấn giao tiếp")
    app = press(app, "Lưu bản soạn")
    assert "một giải pháp có nội dung" in app.error[0].value
    fill(app, "Người phụ trách 1", "Văn phòng")
    [day] = [box for box in app.date_input if box.label == "Hạn 1"]
    day.set_value(date(2026, 12, 15))
    app = press(app, "Gửi Ban Chỉ đạo")
    assert state() == "submitted"
    assert "Số liệu lúc gửi" in html_of(app)
    assert [b.label for b in app.button if "Gửi" in b.label] == []

    app = opened("committee")
    text = html_of(app)
    assert "Thêm &lt;b&gt;một&lt;/b&gt; quầy" in text
    assert "Tập huấn giao tiếp (Văn phòng, 15/12/2026)" in text
    assert "Không số nào khác." in text
    app = press(app, "Trả lại")
    assert "cần lý do bằng lời" in app.error[0].value
    app = opened("committee")
    fill(app, "Lý do, nếu trả lại", "Nêu rõ nguyên nhân")
    press(app, "Trả lại")
    assert state() == "returned"

    app = opened("leader")
    assert "Nêu rõ nguyên nhân" in app.warning[0].value
    fill(app, "Nguyên nhân", "Thiếu người ở quầy")
    press(app, "Gửi Ban Chỉ đạo")
    app = opened("committee")
    assert "Chưa ban hành được" in html_of(app)
    assert "Ban hành" not in {b.label for b in app.button}

    app = opened("front")
    assert "Thiếu người ở quầy" in html_of(app)
    fill(app, "Nhận xét của Mặt trận", "Dân <b>chờ</b> lâu vào thứ hai")
    press(app, "Ghi nhận xét")
    assert state() == "submitted"

    app = opened("steward")
    text = html_of(app)
    assert "Số liệu của kỳ đã nạp" in text
    # words and figures of a unit are not the steward's to read
    assert "Thiếu người ở quầy" not in text
    assert "Dân" not in text
    assert "Số liệu lúc gửi" not in text
    app = press(app, "Trả lại vì số liệu chưa đủ")
    assert "cần lý do bằng lời" in app.error[0].value
    press(opened("steward"), "Xác nhận số liệu đầy đủ")
    assert state() == "confirmed"

    app = opened("committee")
    assert "Dân &lt;b&gt;chờ&lt;/b&gt; lâu vào thứ hai" in html_of(app)
    press(app, "Ban hành")
    assert state() == "released"
    for role in ("leader", "committee"):
        app = opened(role)
        assert "Thiếu người ở quầy" in html_of(app)
        assert [b.label for b in app.button] == []


def handed_in(at: Path) -> tuple[Settings, str]:
    """A home whose leader has submitted a quarter, and that quarter."""
    settings, by, period = Settings(home=at), PEOPLE["leader"], "2026-Q3"
    take_step(settings, UNIT, period, "write", by=by, text=TEXT, now=START)
    take_step(settings, UNIT, period, "submit", by=by, now=START)
    return settings, period


def test_a_month_of_which_nothing_was_loaded_stands_empty(
    open_page: OpenPage, at: Path
) -> None:
    """What is missing is what the steward looks for: it is a row, not a gap."""
    _, period = handed_in(at)
    text = html_of(open_page("steward", "reviews", at=at, review_period=period))
    table = text[text.index("Số liệu của kỳ đã nạp") :]
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", table)
    nothing = [MISSING] * 4
    for month, said in (
        ("7/2026", nothing),
        ("8/2026", nothing),
        ("9/2026", ["140", "60", "1", "31/10/2026"]),
    ):
        nth = cells.index(month)
        assert cells[nth + 1 : nth + 5] == said
    assert "1/3 tháng có số liệu" in table


def test_a_steward_confirms_what_was_loaded_when_it_was_submitted(
    open_page: OpenPage, at: Path
) -> None:
    """A later build says more: what it says stands beside, never in its place."""
    settings, period = handed_in(at)
    app = open_page("steward", "reviews", at=at, review_period=period)
    assert "Không số nào khác." in html_of(app)
    with changed_build(settings) as connection:
        connection.sql(
            "update agg_unit_coverage set n_cases = 977, last_seen_on = '2026-11-09'"
            f" where unit_key = '{UNIT}' and month = '2026-09-01'"
        )
    text = html_of(open_page("steward", "reviews", at=at, review_period=period))
    frozen, _, beside = text.partition("Đã khác từ khi gửi")
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", frozen)
    nth = cells.index("9/2026")
    assert cells[nth + 1 : nth + 5] == ["140", "60", "1", "31/10/2026"]
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", beside)
    assert cells[-4:] == ["Hồ sơ đã nạp, 9/2026", "140", "977", "bản dữ liệu sau"]
    assert "1 số đã khác" in beside


def test_figures_frozen_before_this_table_was_kept_say_so(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, by, period = Settings(home=at), PEOPLE["leader"], "2026-Q3"
    take_step(settings, UNIT, period, "write", by=by, text=TEXT, now=START)
    with monkeypatch.context() as before:
        before.setattr(facts, "handed_in_of", lambda *_: None)
        take_step(settings, UNIT, period, "submit", by=by, now=START)
    text = html_of(open_page("steward", "reviews", at=at, review_period=period))
    assert "chưa giữ bảng này" in text
    assert "9/2026" in text
    assert "Đã khác từ khi gửi" not in text


@pytest.mark.parametrize("program", [None, "/usr/bin/soffice"])
def test_pdf_is_offered_where_it_can_be_made(
    open_page: OpenPage,
    at: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str | None,
) -> None:
    bring_to(Settings(home=at), "released")
    monkeypatch.setattr(shutil, "which", lambda _: program)
    app = open_page("leader", "reviews", at=at, review_period=PERIOD)
    labels = [one.proto.label for one in app.get("download_button")]
    assert {"Văn bản (DOCX)", "Một trang A4 (DOCX)"} <= set(labels)
    found = {label for label in labels if "PDF" in label}
    assert found == ({"Văn bản (PDF)", "Một trang A4 (PDF)"} if program else set())


def test_a_draft_is_its_writers(open_page: OpenPage, at: Path) -> None:
    by, words = PEOPLE["leader"], ReviewText({"lead": "Chưa xong đâu"})
    take_step(Settings(home=at), UNIT, PERIOD, "write", by=by, text=words, now=START)
    app = open_page("leader", "reviews", at=at, review_period=PERIOD)
    assert "Chưa xong đâu" in [box.value for box in app.text_area]
    app = open_page("committee", "reviews", at=at, review_period=PERIOD)
    assert "Chưa xong đâu" not in html_of(app)
    assert "Đang soạn" in html_of(app)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_leader_above_reads_and_does_not_act(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    settings, by = Settings(home=at), PEOPLE["leader"]
    take_step(settings, UNIT, PERIOD, "write", by=by, text=TEXT, now=START)
    take_step(settings, UNIT, PERIOD, "submit", by=by, now=START)
    above = Identity("chu.tich", "Chủ tịch", "leader", unit_code="91")
    monkeypatch.setitem(PEOPLE, "leader", above)
    app = open_page("leader", "reviews", at=at, review_period=PERIOD, lang=lang)
    assert not app.exception
    assert "Phần limits" in html_of(app)
    labels = {b.label for b in app.button}
    assert not labels & {"Ban hành", "Trả lại", "Release", "Return"}


def test_officers_have_no_such_page(open_page: OpenPage, at: Path) -> None:
    assert "Kỳ đánh giá" not in html_of(open_page("officer", at=at))


def test_reviews_owed_are_among_the_things_to_look_at(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_five, "first_findings", partial(first_findings, shown=99))
    text = html_of(open_page("leader", "unit"))
    assert "Đánh giá kỳ quá hạn chưa gửi: " in text
    first = text[text.index('<ol class="tt-today">') :].split("</ol>")[0]
    [owed] = [thing for thing in first.split("</li>") if "Đánh giá kỳ quá hạn" in thing]
    assert 'href="ky-danh-gia?review_period=' in owed


def test_the_committee_sees_how_the_units_keep_to_it(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "overview"))
    line = re.search(r"Đánh giá quý [^<]*, (\d+) đơn vị: ([^<.]*)\.", text)
    assert line is not None
    counts = [int(one.split()[0]) for one in line[2].split("; ")]
    assert "quá hạn, chưa gửi" in line[2]
    assert sum(counts) == int(line[1]), "a reader with a pencil finds every unit"
    assert "Đánh giá quý " not in html_of(open_page("front", "overview"))


def test_scores_stand_with_their_parts_and_no_rank(
    open_page: OpenPage, at: Path
) -> None:
    def opened(role: str = "committee") -> AppTest:
        return open_page(role, "reviews", at=at, review_period="2026-Q4")

    assert "Tỉnh chưa đặt bảng điểm nào" in html_of(opened())
    settings = Settings(home=at)
    take_over_examples(settings)
    html = html_of(opened())
    assert "Bảng điểm example" in html
    assert "Ước chừng" in html
    assert "Người dân hài lòng (tối đa 30)" in html
    assert "không tính được" in html
    assert 'href="phuong-phap?lang=vi&amp;aspect=scorecard"' in html
    app = opened("leader")
    assert not app.exception
    assert "Không có đơn vị trực thuộc để tính điểm." in html_of(app)
    path = settings.rules_dir / "scorecard.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",30,0", ",31,0"))
    app = opened()
    assert not app.exception
    assert "Ước chừng" not in html_of(app)
    assert "mức tốt nhất được đúng số điểm tối đa, 31" in html_of(app)
    assert "slide=1&amp;meeting_unit=91&amp;" in html_of(app)
