"""A quarter of one unit from draft to release, and shown to a meeting afterwards."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.browser.conftest import settle
from tests.browser.review_walk.conftest import Enter, Person
from tests.browser.steps import await_that, still_text
from tests.dashboard.small.warehouse import changed, key, write_build
from tests.security.server import Server
from warehouse.reviews.record import read_reviews

pytestmark = [pytest.mark.browser, pytest.mark.release]

PERIOD, CODE = "2026-Q3", f"{key('91001')}/2026-Q3"
PATH = f"ky-danh-gia?review_period={PERIOD}"
ROOMS = ((1920, 1080), (1280, 720))
WRITTEN = {
    "Công tác lãnh đạo, chỉ đạo": "Ủy ban họp giao ban hằng tuần.",
    "Kết quả đạt được": "Thêm <b>một</b> quầy cho người cao tuổi.",
    "Hạn chế, khó khăn": "Thiếu người vào thứ hai.",
    "Nguyên nhân": "Chưa phân công lại.",
    "Kiến nghị": "Bổ sung một biên chế.",
    "Giải pháp 1": "Tập huấn giao tiếp",
    "Người phụ trách 1": "Văn phòng",
}
MENDED = "Hai cán bộ nghỉ việc từ tháng 8, chưa có người thay."
REMARK = "Dân còn chờ lâu vào thứ hai; <b>hoan nghênh</b> quầy mới."
READABLE = """slide => {
  const lit = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.endsWith(", 0)") && colour !== "transparent") return lit(colour);
    }
    return 1;
  };
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !node.offsetParent) continue;
    const ends = [lit(getComputedStyle(node).color), behind(node)].sort();
    found.push({
      text,
      px: parseFloat(getComputedStyle(node).fontSize),
      contrast: (Math.max(...ends) + 0.05) / (Math.min(...ends) + 0.05),
      light: ends[1] === lit(getComputedStyle(node).color),
    });
  }
  return found;
}"""
CLIPPED = """slide => [slide, ...slide.querySelectorAll("*")]
  .filter((node) => node.offsetParent || node === slide)
  .filter((node) => {
    const box = node.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.bottom > innerHeight + 1
      || box.left < -1 || box.top < -1
      || (getComputedStyle(node).overflow !== "visible"
          && (node.scrollHeight > node.clientHeight + 1
              || node.scrollWidth > node.clientWidth + 1));
  })
  .map((node) => node.className || node.tagName)"""
LEAST_PX = {1080: 24, 720: 16}
"""Of the smallest letters, by the height of the screen; sentences are far larger."""
LEAST_CONTRAST = 7.0


def state_of(office: Server) -> str:
    review = read_reviews(office.settings).reviews.get(CODE)
    return review.state if review else ""


def write_draft(leader: Person) -> None:
    for label, text in WRITTEN.items():
        leader.writes(label, text)
    day = leader.page.get_by_label("Hạn 1")
    group = leader.page.get_by_role("group", name="Hạn 1").get_by_role("spinbutton")
    (group.first if group.count() else day).focus()
    leader.page.keyboard.type("15122026")


def publish_a_correction(office: Server, elsewhere: Path) -> None:
    """A later build in which seven more dossiers came in one month."""
    path = write_build(elsewhere, build_id="20261124T010000-test")
    where = f"map = 'today' and unit_key = '{key('91001')}' and month = '2026-09-01'"
    with changed(path) as connection:
        connection.sql(
            f"update agg_unit_months set n_received = n_received + 7 where {where}"
        )
    for file in (path, path.with_name("current.json")):
        part = office.settings.builds_dir / f".{file.name}"
        part.write_bytes(file.read_bytes())
        part.replace(part.with_name(file.name))


def test_a_quarter_from_draft_to_release(
    office: Server, enter: Enter, tmp_path: Path
) -> None:
    def stands(person: Person, state: str) -> None:
        await_that(person.page, lambda: state_of(office) == state, state)
        settle(person.page)

    other = enter("can.bo")
    assert other.page.get_by_role("link", name="Kỳ đánh giá").count() == 0

    leader = enter("lanh.dao", PATH)
    leader.sees("Quá hạn, chưa gửi")
    leader.pictured("ky-1-trong")
    write_draft(leader)
    leader.press("Lưu bản soạn")
    stands(leader, "draft")
    draft = enter("ban.chi.dao", PATH)
    told = still_text(draft.page)
    assert WRITTEN["Nguyên nhân"] not in told
    leader.press("Gửi Ban Chỉ đạo")
    stands(leader, "submitted")
    leader.pictured("ky-2-da-gui")

    publish_a_correction(office, tmp_path / "later")
    committee = enter("ban.chi.dao", PATH)
    committee.sees("Thêm <b>một</b> quầy cho người cao tuổi.")
    committee.sees("Hồ sơ nhận, 9/2026")
    committee.pictured("ky-3-ban-chi-dao")
    committee.press("Trả lại")
    committee.sees("cần lý do bằng lời")
    stands(committee, "submitted")
    committee.writes("Lý do, nếu trả lại", "Nêu rõ nguyên nhân")
    committee.press("Trả lại")
    stands(committee, "returned")

    leader = enter("lanh.dao", PATH)
    leader.sees("Nêu rõ nguyên nhân")
    leader.pictured("ky-4-tra-lai")
    leader.writes("Nguyên nhân", MENDED)
    leader.press("Gửi Ban Chỉ đạo")
    stands(leader, "submitted")

    committee = enter("ban.chi.dao", PATH)
    committee.sees("Chưa ban hành được")
    assert committee.page.get_by_role("button", name="Ban hành").count() == 0
    front = enter("mat.tran", PATH)
    front.sees(MENDED)
    front.writes("Nhận xét của Mặt trận", REMARK)
    front.pictured("ky-5-mat-tran")
    front.press("Ghi nhận xét")
    front.sees(REMARK)
    stands(front, "submitted")

    steward = enter("quan.tri", PATH)
    told = still_text(steward.page)
    assert MENDED not in told
    assert REMARK not in told
    steward.pictured("ky-6-doi-chieu")
    steward.press("Xác nhận số liệu đầy đủ")
    stands(steward, "confirmed")

    committee = enter("ban.chi.dao", PATH)
    committee.sees(MENDED)
    committee.sees(REMARK)
    committee.pictured("ky-7-cho-ban-hanh")
    committee.press("Ban hành")
    stands(committee, "released")
    above = enter("chu.tich", PATH)
    above.sees(MENDED)
    assert above.page.get_by_role("button", name="Ban hành").count() == 0
    leader = enter("lanh.dao", PATH)
    leader.pictured("ky-8-ban-hanh")
    with leader.page.expect_download() as waiting:
        leader.press("Văn bản (DOCX)")
    waiting.value.save_as(tmp_path / "bao_cao.docx")
    document: Any = Document(io.BytesIO((tmp_path / "bao_cao.docx").read_bytes()))
    written = "\n".join(one.text for one in document.paragraphs)
    assert MENDED in written
    assert "NHẬN XÉT CỦA MẶT TRẬN TỔ QUỐC" in written
    assert REMARK in written
    review = read_reviews(office.settings).reviews[CODE]
    acted = [(step.event.action, step.event.said("actor")) for step in review.steps]
    assert acted == [
        ("write", "lanh.dao"),  # sent as it was saved, so written once
        ("submit", "lanh.dao"),
        ("return", "ban.chi.dao"),
        ("write", "lanh.dao"),
        ("submit", "lanh.dao"),
        ("remark", "mat.tran"),
        ("confirm", "quan.tri"),
        ("release", "ban.chi.dao"),
    ]


@pytest.mark.parametrize("size", ROOMS)
@pytest.mark.parametrize(
    ("name", "path"), [("lanh.dao", PATH), ("ban.chi.dao", "tong-quan")]
)
def test_every_slide_of_a_meeting_is_whole_and_readable(
    enter: Enter, size: tuple[int, int], name: str, path: str
) -> None:
    person = enter(name, path)
    page = person.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    person.click(page.locator(".tt-open-meeting").first)
    room = page.locator(".tt-meeting")
    room.wait_for()
    settle(page)
    n = room.locator("section").count()
    for nth in range(1, n + 1):
        slide = room.locator("section:not([hidden])")
        assert slide.get_attribute("data-slide") == f"{nth}"
        if folder := os.environ.get("THANTHIEN_PICTURES"):
            page.screenshot(path=Path(folder) / f"hop-{name}-{size[1]}-{nth:02}.png")
        assert slide.evaluate(CLIPPED) == []
        for word in slide.evaluate(READABLE):
            assert word["px"] >= LEAST_PX[size[1]], word
            assert word["contrast"] >= LEAST_CONTRAST, word
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    room.wait_for(state="detached")
