"""A flag from opening to closed and back by an appeal, by those who do each step."""

from __future__ import annotations

import pytest

from tests.browser.review_walk.conftest import Enter
from tests.browser.steps import await_that, main_text, still_text
from tests.security.server import Server
from warehouse.matters.record import read_process

pytestmark = [pytest.mark.browser, pytest.mark.release]

NAME, CODE = "Nguyễn Thị An", "V00001"
REPLY = "Tôi <b>đã</b> xin lỗi người dân và sửa cách nói."
REASON = "Đã nghe giải trình; cần thêm kỹ năng giao tiếp."


def test_a_flag_from_opening_to_informed(office: Server, enter: Enter) -> None:
    def stands(state: str) -> None:
        await_that(page, lambda: state_of(office) == state, state)

    leader = enter("lanh.dao", "viec-can-quyet")
    page = leader.page
    assert NAME in main_text(page)
    leader.pictured("viec-1-can-cu")
    leader.press("Mở việc")
    stands("flagged")
    leader.sees("Chờ kiểm tra số liệu")

    steward = enter("quan.tri", "viec-can-quyet")
    page = steward.page
    told = still_text(page)
    assert NAME not in told
    assert "CB001" not in told
    steward.pictured("viec-2-kiem-tra")
    steward.press("Xác nhận số liệu")
    stands("checked")

    officer = enter("can.bo", "viec-can-quyet")
    page = officer.page
    officer.press("Trả lời")
    officer.sees("cần lý do bằng lời")
    stands("checked")
    page.get_by_role("textbox").last.fill(REPLY)
    officer.pictured("viec-3-tra-loi")
    officer.press("Trả lời")
    stands("heard")

    leader = enter("lanh.dao", "viec-can-quyet")
    page = leader.page
    leader.sees(REPLY)  # shown as written, never run
    leader.choose("Quyết định", "Tập huấn")
    page.get_by_role("textbox").last.fill(REASON)
    leader.pictured("viec-4-quyet-dinh")
    leader.press("Quyết định")
    stands("decided")

    officer = enter("can.bo", "viec-can-quyet")
    page = officer.page
    officer.sees(f"Tập huấn: {REASON}")
    officer.pictured("viec-5-duoc-bao")
    officer.press("Ký nhận đã biết quyết định")
    stands("informed")

    leader = enter("lanh.dao", "viec-can-quyet")
    page = leader.page
    leader.press("Đóng việc")
    stands("closed")
    told = still_text(page)
    for role in ("Lãnh đạo đơn vị", "Quản trị dữ liệu", "Cán bộ"):
        assert role in told
    leader.pictured("viec-6-dong")

    committee = enter("ban.chi.dao", "viec-can-quyet")
    told = still_text(committee.page)
    assert NAME not in told
    assert REPLY not in told
    assert REASON not in told
    assert committee.page.get_by_role("button", name="Đóng việc").count() == 0
    committee.pictured("viec-7-dem")

    above = enter("chu.tich", "viec-can-quyet")
    assert NAME not in still_text(above.page)

    officer = enter("can.bo", "viec-can-quyet")
    page = officer.page
    page.get_by_role("textbox").last.fill("Tôi chưa được xem phiếu.")
    officer.press("Đề nghị xem lại")
    stands("flagged")
    matter = read_process(office.settings).matters[CODE]
    assert matter.round == 2
    acted = [(step.event.action, step.event.said("actor")) for step in matter.steps]
    assert acted == [
        ("open", "lanh.dao"),
        ("confirm", "quan.tri"),
        ("reply", "can.bo"),
        ("decide", "lanh.dao"),
        ("sign", "can.bo"),
        ("close", "lanh.dao"),
        ("appeal", "can.bo"),
    ]


def state_of(office: Server) -> str:
    matter = read_process(office.settings).matters.get(CODE)
    return matter.state if matter else ""
