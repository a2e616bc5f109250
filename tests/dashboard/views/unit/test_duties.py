"""A unit shows its letters, meetings and checks; a steward sees lists at odds."""

from __future__ import annotations

import re

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key
from tests.dashboard.test_leader_front import row_of


def test_a_leader_sees_meetings_by_month(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="duties"))
    cells = text.split(">10/2026</th>")[1].split("</tr>")[0]
    # receptions, dialogues, visits, not held, led by the head, issues, resolved
    for n in (5, 1, 8, 2, 7, 31, 26):
        assert f">{n}</td>" in cells


def test_meetings_stand_beside_those_required(open_page: OpenPage) -> None:
    page = open_page("committee", "unit", unit=key("91001"), part="duties")
    required = html_of(page).split("<caption>Buổi gặp dân bắt buộc")[1]
    reception = row_of(required.split("</table>")[0], "Tiếp dân")
    for n in (4, 3):
        assert f">{n}</td>" in reception


def test_hamlets_reached_and_days_to_close_stand_below_the_months(
    open_page: OpenPage,
) -> None:
    where = {"unit": key("91001"), "part": "duties", "span": "2026-10"}
    text = html_of(open_page("leader", "unit", **where))
    table = text.split("<caption>Đến được đâu")[1].split("</table>")[0]
    for what, number in (
        ("Xóm, khu phố đã đến", "3"),
        ("Chuyến có ghi nơi đến", "6"),
        ("Buổi trùng ngày nghỉ, chuyển sang ngày làm việc kế tiếp", "1"),
        ("Buổi có ghi ngày giải quyết xong mọi ý kiến", "4"),
        ("Trung bình số ngày giải quyết xong", "6,5"),
    ):
        assert f">{number}</td>" in row_of(table, what)


def test_service_commitments_and_targets_are_shares_of_a_whole(
    open_page: OpenPage,
) -> None:
    text = html_of(
        open_page("leader", "unit", unit=key("91001"), part="duties", span="2026-10")
    )
    assert "9</td>" in row_of(text, "Đã ký cam kết")
    assert "75,0%" in row_of(text, "Đã ký cam kết")
    # asked 37, served 36
    assert ">36</td>" in row_of(text, "Yêu cầu phục vụ tại nhà: đã phục vụ")
    assert "Chưa đạt" in row_of(text, "Tỷ lệ hồ sơ trực tuyến")


def test_people_served_at_home_stand_beside_those_at_the_counter(
    open_page: OpenPage,
) -> None:
    where = {"unit": key("91001"), "part": "duties", "span": "2026-10"}
    text = html_of(open_page("committee", "unit", **where))
    said = text.split("Hài lòng chung, đợt sau (9/2026)")[1].split("</")[0]
    home, counter = re.findall(r"([\d,]+)% \[.+?\], (\d+) phiếu", said)
    groups = html_of(open_page("committee", "unit", unit=where["unit"], part="groups"))
    for code, (share, n) in (("Tại nhà", home), ("Tại quầy", counter)):
        row = groups.split(f"{code}</th>")[1].split("</tr>")[0]
        assert f"{share}% [" in row
        assert f"/ {n}</td>" in row
    assert "Chưa đủ căn cứ để nói hai bên khác nhau." in said


def test_another_period_has_none_of_it(open_page: OpenPage) -> None:
    text = html_of(
        open_page("leader", "unit", unit=key("91001"), part="duties", span="2026-Q2")
    )
    assert "Buổi gặp dân bắt buộc" not in text
    assert "Đã ký cam kết" not in text


def test_what_is_required_is_named_with_its_state_and_what_lacks(
    open_page: OpenPage,
) -> None:
    page = open_page("committee", "unit", unit=key("91001"), part="readiness")
    text = html_of(page)
    assert "Đã có 3 trong 6 điều kiện" in text
    assert "Bước 2 còn thiếu 2 điều" in text
    assert "Xem thấy chưa đạt" in row_of(text, "Hòm thư góp ý tại trụ sở")
    assert "Có, sau ngày bắt đầu" in row_of(
        text, "Kế hoạch thực hiện, ký trước ngày bắt đầu"
    )


def test_the_province_sees_the_step_of_each_unit(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", part="readiness"))
    assert "Từng đơn vị đang ở bước nào" in text
    assert text.count(">1/4</td>") == 4
    assert "Từng điều kiện trên các đơn vị" in text


def test_letters_are_acts_of_the_office_and_exact(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91001"), part="letters"))
    letters = text.split("<caption>Thư gửi dân")[1]
    for n in (17, 3, 4):
        assert f">{n}</td>" in letters


def test_a_steward_sees_which_files_are_at_odds_and_not_about_whom(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("steward", "quality", checked="tests"))
    assert "Danh sách mâu thuẫn nhau" in text
    assert "a.csv" in text
    assert "b.csv" in text
    assert "CB001@" not in text
