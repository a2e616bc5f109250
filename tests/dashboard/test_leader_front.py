"""The leader's, the officer's and the Front's own sections, in the small build."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.cases import PROCEDURE
from tests.dashboard.small.warehouse import key


def row_of(text: str, name: str) -> str:
    """The cells of the last table row that begins with a name."""
    return text[text.rindex(f"{name}</") :].split("</tr>")[0]


def test_a_leader_sees_what_waits_before_what_repeats(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit"))
    order = [
        text.index(words)
        for words in (
            "Hồ sơ đang giải quyết đã quá lời hẹn đầu tiên",
            "Thư quá hạn chưa gửi: Thư xin lỗi",
            "trễ lời hẹn đầu nhưng sổ ghi đúng hẹn",
        )
    ]
    assert order == sorted(order)
    day, verdict = text.split("tt-verdict", 1)
    assert day.count("<li><b>") == 5
    assert "<li><b>Chắc đến đâu:" in verdict
    assert "từ 11/10/2026" in text


def test_each_thing_to_look_at_leads_to_its_evidence(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit"))
    first = text[text.index('<ol class="tt-today">') :].split("</ol>")[0]
    things = first.split("</li>")[:-1]
    assert [thing for thing in things if 'href="' not in thing] == []
    letters = next(thing for thing in things if "Thư quá hạn chưa gửi" in thing)
    found = re.search(r'href="[^"?]*\?([^"]*)"', letters)
    assert found
    query = {k: v[0] for k, v in parse_qs(unescape(found[1])).items()}
    app = open_page("leader", "unit", **query)
    assert app.info == []
    assert "Còn thiếu: 4 việc" in html_of(app)


def test_a_flag_leads_to_its_records(open_page: OpenPage) -> None:
    query = {"section": "flags", "rule": "finished_before_received"}
    app = open_page("leader", "independent", **query)
    assert app.query_params["rule"] == query["rule"]
    assert app.info == []
    evidence = html_of(app)
    caption = "<caption>Ngày xong trước ngày nhận</caption>"
    assert "Phường An Bình" in evidence[evidence.index(caption) :]


@pytest.mark.parametrize(
    "part", ["cases", "petitions", "months", "change", "questions"]
)
def test_a_leader_opens_each_part(open_page: OpenPage, part: str) -> None:
    app = open_page("leader", "unit", part=part)
    assert not app.exception
    assert "tt-empty" not in html_of(app)


def test_others_have_no_case_list_and_no_today(open_page: OpenPage) -> None:
    for role in ("committee", "front"):
        text = html_of(open_page(role, "unit", unit=key("91001"), part="cases"))
        assert "trễ theo lời hẹn đầu tiên" in text
        assert PROCEDURE not in text
        assert "Năm việc cần xem hôm nay" not in text


def test_the_cases_that_broke_the_first_promise_are_masked(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="cases", holder="CB001"))
    assert "Trễ lời hẹn đầu: 5 hồ sơ" in text
    assert text.count(PROCEDURE) == 5
    assert "H91.001" not in text
    assert "•••\u00a00025" in text


def test_hidden_lateness_and_overdue_cases_are_lists_of_their_own(
    open_page: OpenPage,
) -> None:
    hidden = html_of(
        open_page("leader", "unit", part="cases", holder="CB001", cases="late_hidden")
    )
    assert "Trễ nhưng sổ ghi đúng: 2 hồ sơ" in hidden
    overdue = html_of(
        open_page("leader", "unit", part="cases", holder="none", cases="overdue")
    )
    assert "Đang quá hẹn: 1 hồ sơ" in overdue
    assert "chưa xong" in overdue


def test_an_officers_page_shows_estimate_raw_and_what_would_change(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("leader", "officers", unit=key("91001"), officer="CB001"))
    for words in (
        "Ước lượng <b>",
        "Tỷ lệ đếm được: <b>",
        "Điều gì sẽ làm kết luận đổi?",
    ):
        assert words in text
    assert "chỉ bị coi là thấp khi tỷ lệ từ" in text
    assert "Trễ lời hẹn đầu: 5 hồ sơ" in text


def test_reminders_are_for_the_leader_and_the_officer(open_page: OpenPage) -> None:
    place = {"unit": key("91001"), "officer": "CB001"}
    shown = html_of(open_page("leader", "officers", **place))
    assert "05/08/2026" in shown
    assert "Có, từ 2 lần" in shown
    assert "Chưa, ngưỡng 2 lần" in shown
    other = html_of(open_page("leader", "officers", **place | {"officer": "CB005"}))
    assert "Chưa có sổ nhắc nhở" in other
    assert "05/08/2026" not in html_of(open_page("front", "officers", **place))


def test_the_officer_sees_the_own_page_and_no_case(open_page: OpenPage) -> None:
    text = html_of(open_page("officer"))
    assert "Kết quả của tôi" in str(open_page("officer").title[0].value)
    assert "Dấu chỉ vào vị trí của bạn" in text
    assert PROCEDURE not in text
    assert "Nguyễn Thị An" not in text


def test_few_cases_show_no_figure_and_none_is_told_apart(open_page: OpenPage) -> None:
    few = html_of(open_page("front", "officers", unit=key("91004"), officer="CB008"))
    assert "Dưới 10 hồ sơ trong kỳ" in few
    none = html_of(open_page("front", "officers", unit=key("91004"), officer="CB024"))
    assert "Không có hồ sơ gắn với cán bộ này trong kỳ" in none


def test_who_was_asked_tells_nobody_few_and_enough_apart(open_page: OpenPage) -> None:
    app = open_page("front", "independent", section="asked", survey_wave="GS2026")
    text = html_of(app)
    table = text[: text.index("Cán bộ chưa ai được hỏi")]
    assert "80,0" in row_of(table, "Phường An Bình")
    assert "ẩn" in row_of(table, "Xã Thịnh Lập")
    # Without it the three would be the province less the others.
    assert "ẩn" in row_of(table, "Xã Đồng Hòa")
    assert "không ai được hỏi" in row_of(table, "Xã Minh Bình")


def test_officers_nobody_was_asked_about_are_counted(open_page: OpenPage) -> None:
    for role in ("committee", "front"):
        text = html_of(open_page(role, "independent", section="asked"))
        table = text[text.index("Cán bộ chưa ai được hỏi") :]
        assert row_of(table, "Phường An Bình").count(">0<") == 2
        assert ">6<" in row_of(table, "Xã Thịnh Lập")
        assert row_of(table, "Xã Minh Bình").count(">5<") == 2
        assert "CB0" not in table


def test_the_questionnaire_tells_each_scale_apart(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "independent", section="questions"))
    assert "0,81 [0,79; 0,83]" in text
    assert "dưới 3 câu" in text
    assert "10,0" in row_of(text, "Trả lời góp ý, phản ánh")


def test_flags_tell_how_many_of_how_many(open_page: OpenPage) -> None:
    for role, view, where in (
        ("front", "independent", {"section": "flags"}),
        ("steward", "quality", {"checked": "tests"}),
    ):
        text = html_of(open_page(role, view, **where))
        assert "Ngày xong trước ngày nhận" in text
        assert "0,3" in row_of(text, "Phường An Bình")
