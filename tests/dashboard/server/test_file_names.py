"""Files that readers take along are called by what is in them, without marks."""

from __future__ import annotations

from datetime import date

from dashboard.words.file_names import LONGEST, file_name


def test_a_file_is_called_in_the_readers_words_without_marks() -> None:
    day = date(2026, 10, 31)
    name = file_name("xlsx", "Thay đổi theo câu hỏi", day=day)
    assert name == "thay_doi_theo_cau_hoi_20261031.xlsx"
    assert file_name("zip", "Thư xin lỗi", "Xã Đại Mỹ") == "thu_xin_loi_xa_dai_my.zip"


def test_a_long_name_ends_with_a_whole_word() -> None:
    name = file_name("png", "chênh lệch " * 20)
    assert len(name) <= LONGEST + len(".png")
    assert name.endswith(("_chenh.png", "_lech.png"))
