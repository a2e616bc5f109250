"""What a commitment's answer rests on, and which commitments nobody asks about."""

from __future__ import annotations

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_a_commitment_is_answered_by_the_question_that_shows_it(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "overview", aspect="factors"))
    answers = text[text.index("tt-answers") :].split("</ul>")[0]
    for name in ("Tôn trọng trong giao tiếp", "Biết nghe dân nói"):
        assert f"<b>{name}</b>" in answers
    assert "theo câu hỏi “Lắng nghe đầy đủ, hướng dẫn tận tình”" in answers


def test_a_commitment_nobody_asks_about_says_so_and_how_to_ask(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "overview", aspect="factors"))
    answers = text[text.index("tt-answers") :].split("</ul>")[0]
    for name in (
        "Biết xin lỗi",
        "Biết cảm ơn",
        "Không phiền hà, sách nhiễu",
        "Không né tránh trách nhiệm",
    ):
        line = answers[answers.index(f"<b>{name}</b>") :].split("</li>")[0]
        assert "chưa có câu hỏi" in line
        assert "Phiếu không có câu nào hỏi về điều này" in line
    asked = answers[answers.index("<b>Tôn trọng trong giao tiếp</b>") :]
    assert "chưa có câu hỏi" not in asked.split("</li>")[0]
    assert 'href="khieu-nai-phan-anh?lang=vi"' in answers
    note = text[text.index("Muốn đo các cam kết chưa có câu hỏi") :].split("</p>")[0]
    assert "Danh sách câu hỏi" in note
    assert "Mã tiêu chí" in note
    assert "apologise" not in note
