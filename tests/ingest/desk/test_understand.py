"""A file handed over: understood, tried, loaded; attacks end in words."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.loading.refused_list import list_refused
from tests.ingest.desk.conftest import Act, hand_over
from warehouse.builds.status import holds_simulated
from warehouse.desk.inbox import card_of, cards, path_of, receive
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

UNITS = (
    "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ\n"
    "91,Tỉnh Thử,Tỉnh,,01/07/2025\n"
    "91001,Xã An Bình,Xã,91,01/07/2025\n"
    "91002,Xã Hai,Xã,91,32/07/2025\n"
)


def test_it_is_understood_without_loading_anything(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "đơn vị.csv", UNITS)
    seen = act("understand", card)
    assert seen["spec"]["name"] == "unit_list"
    trial = seen["trial"]
    assert trial["kinds"]["unit"]["n_loaded"] == 2
    assert trial["kinds"]["unit"]["n_refused"] == 1
    assert trial["seen"]["unit"]["first_day"] == "2025-07-01"
    [fault] = trial["refused"]
    assert (fault["column"], fault["n"]) == ("Có hiệu lực từ", 1)
    assert fault["examples"] == [[4, "32/07/2025"]]
    [sheet] = seen["sheets"]
    assert [row["part"] for row in sheet["rows"]] == ["header", *["data"] * 3]
    assert not settings.raw_path.exists()


def test_near_is_only_what_shares_most_of_its_headings(
    settings: Settings, act: Act
) -> None:
    other = hand_over(settings, "sổ.csv", "STT,Bữa nhận,Số biên nhận\n1,2/11/2026,B1\n")
    assert act("understand", other)["near"] == []
    renamed = UNITS.replace("Tên đơn vị", "Cách gọi thường ngày")
    near = hand_over(settings, "đơn vị mới.csv", renamed)
    assert [one["name"] for one in act("understand", near)["near"]][:1] == ["unit_list"]


def test_a_loaded_file_says_what_the_trial_said(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "../don_vi.csv", UNITS)
    trial = act("understand", card)["trial"]
    done = act("load", card)
    assert done["kinds"] == trial["kinds"]
    assert done["refused"] == trial["refused"]
    assert [row.file_name for row in list_refused(settings)] == ["don_vi.csv"]
    after = card_of(settings, card.sha256)
    assert after is not None
    assert after.status == "loaded"
    assert not path_of(settings, card.sha256).exists()
    with pytest.raises(ThanThienError, match="hand it over again"):
        act("load", card)


def test_names_of_units_are_looked_up_in_the_lists_of_raw(
    settings: Settings, act: Act
) -> None:
    act("load", hand_over(settings, "u.csv", UNITS))
    heads = "Tên đơn vị,Loại thư,Số lượng,Tháng\n"
    card = hand_over(settings, "thu.csv", heads + "Xã An Bình,x,1,10/2026\n")
    act("understand", card)
    with open_raw(settings) as connection:
        [n] = connection.execute("select count(*) from raw.file").fetchone() or (0,)
    assert n == 1


def test_what_may_point_to_a_person_is_covered(settings: Settings, act: Act) -> None:
    text = "Mã hồ sơ,Người nộp,Số điện thoại,Ghi chú\n"
    text += "H1,Nguyễn Văn An,0912345678,gọi 0987654321\n"
    [sheet] = act("understand", hand_over(settings, "hs.csv", text))["sheets"]
    shown = str(sheet["rows"])
    assert "Nguyễn" not in shown
    assert "0912345678" not in shown
    assert "0987654321" not in shown
    assert "Người nộp" in sheet["personal"]


def archive(*members: tuple[str, bytes]) -> bytes:
    """A zip of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return made.getvalue()


def test_an_archive_becomes_its_files(settings: Settings, act: Act) -> None:
    other = UNITS.replace("91001", "91003").encode()
    packed = archive(("một.csv", UNITS.encode()), ("la.csv", b"x,y\n1,2\n"))
    assert act("understand", hand_over(settings, "hai.zip", packed))["members"]
    found = {card.name: card for card in cards(settings)}
    assert found["hai.zip"].status == "opened"
    assert (found["một.csv"].inside, found["một.csv"].status) == ("hai.zip", "waiting")
    assert not path_of(settings, found["hai.zip"].sha256).exists()
    assert act("understand", hand_over(settings, "khac.csv", other))["spec"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF" + bytes(range(256)) * 8,
        b"PK\x03\x04 cut short",
        archive(("bom.csv", b"0" * (60 << 20))),
        archive(
            ("../../../tmp/ra_ngoai.csv", UNITS.encode()), ("b.csv", b"x,y\n1,2\n")
        ),
    ],
    ids=["program", "cut", "bomb", "path"],
)
def test_an_attack_ends_in_words_and_leaves_nothing(
    settings: Settings, act: Act, tmp_path: Path, content: bytes
) -> None:
    card = hand_over(settings, "../../tep.xlsx", content)
    with pytest.raises(ThanThienError):
        act("understand", card)
    assert {p.name for p in tmp_path.iterdir()} == {"home"}
    assert not any((settings.home / "desk").iterdir())
    assert not os.path.exists("/tmp/ra_ngoai.csv")
    assert [c.status for c in cards(settings)] == ["waiting"]


def test_a_formula_in_a_heading_is_text(settings: Settings, act: Act) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(['\'=HYPERLINK("http://x")', "<script>alert(1)</script>", "Ngày"])
    sheet.append(["a", "b", "01/01/2026"])
    made = io.BytesIO()
    book.save(made)
    [seen] = act("understand", hand_over(settings, "x.xlsx", made.getvalue()))["sheets"]
    assert "<script>alert(1)</script>" in seen["headings"]


def test_before_the_first_build_the_loaded_files_say_what_a_home_holds(
    settings: Settings, act: Act
) -> None:
    assert not holds_simulated(settings)
    card, _ = receive(
        settings, "u.csv", io.BytesIO(UNITS.encode()), by="chi", is_simulated=True
    )
    act("load", card)
    assert holds_simulated(settings)
