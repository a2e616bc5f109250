"""One note on why 71 % among people at home is not 89 % among people at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, write_build


@pytest.mark.parametrize(
    ("role", "view", "query"),
    [
        ("committee", "overview", {}),
        ("front", "independent", {}),
        ("leader", "independent", {}),
        ("leader", "unit", {"part": "official"}),
    ],
)
def test_a_page_with_a_share_says_who_was_asked(
    open_page: OpenPage, tmp_path: Path, role: str, view: str, query: dict[str, str]
) -> None:
    path = write_build(tmp_path, build_id="20261123T010000-sources")
    with changed(path) as connection:
        for code, stream in (("DL", "independent"), ("PV", "service")):
            connection.execute(
                "insert into dim_waves by name select * replace (? as wave_code,"
                " ? as stream, 'tablet' as mode) from dim_waves limit 1",
                [code, stream],
            )
    text = html_of(open_page(role, view, at=tmp_path, **query))
    [note] = [
        one.split("</details>")[0]
        for one in text.split("<details")
        if "Vì sao tỷ lệ hài lòng ở trang này khác trang kia?" in one
    ]
    items = note.split("<li>")[1:]
    assert len(items) == 3
    assert items[0].startswith("Đợt trước và đợt sau (phiếu giấy")
    assert items[1].startswith("Khảo sát độc lập (")
    assert items[2].startswith("Phiếu tại đơn vị (")
    assert "không ghi" not in note
