"""A template: the province's own or the default, in the form, refused where unfit."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from warehouse.errors import ThanThienError
from warehouse.letters.addressees import Addressee
from warehouse.letters.field_values import values_of
from warehouse.letters.owed_letters import KINDS, Matter
from warehouse.letters.signing_office import body_of, day_in_words
from warehouse.letters.template import (
    NAMES,
    Template,
    check_fields,
    fields_of,
    filled,
    speaks_of,
    template_of,
)
from warehouse.settings import Settings

DAY = date(2026, 2, 5)
PERSON = Addressee("Phạm Thị Bưởi", "Tổ 4", "person")
COMMUNE = body_of("Xã Long Hòa", "commune", "Tỉnh Mô Phỏng")


def own(settings: Settings, kind: str, *lines: str, head: str = "") -> None:
    """The province's own template, of some lines."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    folder = settings.home / "letters"
    folder.mkdir(parents=True)
    document.save(str(folder / f"{kind}.docx"))


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    heads = [p.text for s in document.sections for p in s.header.paragraphs]
    lines = [*heads, *cells, *(p.text for p in document.paragraphs)]
    return "\n".join(lines).replace("\u00a0", " ")


def about_of(occasion: str) -> str:
    """As `fct_owed_letters` says it."""
    of_cases = ("late_case", "birth", "marriage", "death")
    return "case" if occasion in of_cases else "petition"


def letter(template: Template, occasion: str, to: Addressee, mark: str = "") -> str:
    known = (template.letter_kind, occasion, about_of(occasion))
    matter = Matter(*known, "MA-1", "Thủ tục Một", DAY, DAY)
    values = values_of(matter, to, COMMUNE, DAY, "Trần Ký")
    return text_of(filled(template, values, mark))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.mark.parametrize("kind", KINDS)
def test_the_default_letters_have_the_form_of_the_decree(
    settings: Settings, kind: str
) -> None:
    template = template_of(settings, kind)
    check_fields(template)
    page = Document(io.BytesIO(template.content)).sections[0]
    sides = (page.page_width, page.page_height)
    assert [round(side.mm) for side in sides if side] == [210, 297]
    edges = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(edge.mm) for edge in edges if edge] == [20, 20, 30, 15]
    style = Document(io.BytesIO(template.content)).styles["Normal"]
    assert style.font.name == "Times New Roman"
    assert style.font.size == Pt(14)
    occasion = {"apology": "late_case", "thanks": "feedback", "condolence": "death"}
    text = letter(template, occasion.get(kind, "birth"), PERSON)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ LONG HÒA",
        "/UBND",
        "Long Hòa, ngày 05 tháng 02 năm 2026",
        "Kính gửi:",
        "Phạm Thị Bưởi",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "Trần Ký",
    ):
        assert part in text
    assert "{" not in text


def test_a_family_is_addressed_and_no_dead_or_newborn(settings: Settings) -> None:
    for kind, occasion in (("condolence", "death"), ("congratulation", "birth")):
        text = letter(template_of(settings, kind), occasion, PERSON)
        assert "Kính gửi: Gia đình Ông/Bà Phạm Thị Bưởi" in text
    firm = Addressee("Công ty A & B <Ánh>", "", "organisation")
    text = letter(template_of(settings, "apology"), "late_case", firm)
    assert "Kính gửi: Công ty A & B <Ánh>\n" in text
    assert "Ông/Bà" not in text
    assert "Địa chỉ" not in text


@pytest.mark.parametrize(
    ("occasion", "said"),
    [
        ("office_error", "chúng tôi đã có sai sót"),
        ("lost_papers", "chúng tôi đã để thất lạc giấy tờ"),
        ("harassment", "người của chúng tôi đã gây phiền hà"),
    ],
)
def test_a_fault_told_by_a_petition_is_no_late_dossier(
    settings: Settings, occasion: str, said: str
) -> None:
    text = letter(template_of(settings, "apology"), occasion, PERSON)
    assert said in text
    assert "mã số MA-1 của Ông/Bà" in text
    assert "giải quyết vào ngày 05/02/2026" in text
    assert "trễ hẹn" not in text
    assert "hẹn trả kết quả" not in text


def test_a_template_of_late_dossiers_tells_of_no_petition(settings: Settings) -> None:
    assert speaks_of(template_of(settings, "apology"), "petition")
    own(
        settings,
        "apology",
        "{{ kinh_gui }} {{ ma_ho_so }} {{ ngay_hen }} {{ co_quan }}",
    )
    template = template_of(settings, "apology")
    assert (speaks_of(template, "case"), speaks_of(template, "petition")) == (
        True,
        False,
    )


def test_a_centre_signs_by_its_director_under_the_province() -> None:
    body = body_of("Trung tâm Phục vụ hành chính công", "centre", "Tỉnh Mô Phỏng")
    assert body.above == "ỦY BAN NHÂN DÂN TỈNH MÔ PHỎNG"
    assert (body.place, body.behalf, body.position) == ("Mô Phỏng", "", "GIÁM ĐỐC")
    assert body_of("Phường 3", "commune", "Tỉnh X").place == "Phường 3"
    assert day_in_words(date(2026, 11, 29)) == "ngày 29 tháng 11 năm 2026"


def test_the_provinces_own_template_is_filled_and_marked(settings: Settings) -> None:
    own(
        settings,
        "condolence",
        "Gửi {{ nguoi_nhan }}{% if dia_chi %}, {{ dia_chi }}{% endif %}",
        head="{{ co_quan }}",
    )
    template = template_of(settings, "condolence")
    assert template.name == "condolence.docx"
    text = letter(template, "death", PERSON, mark="DỮ LIỆU MÔ PHỎNG")
    assert "Gửi Phạm Thị Bưởi, Tổ 4" in text
    assert "ỦY BAN NHÂN DÂN XÃ LONG HÒA" in text
    assert "DỮ LIỆU MÔ PHỎNG" in text
    assert "MÔ PHỎNG" not in letter(template, "death", PERSON)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("{{ co_quan }} {{ ma_ho_so }} {{ ngay_hen }}",), "kinh_gui | nguoi_nhan"),
        (("{{ co_quan }} {{ nguoi_nhan }}",), "ma_ho_so, ngay_hen"),
        (("{{ nguoi_nhan }} {{ ma_ho_so }} {{ ngay_hen }}",), "co_quan"),
        (
            ("{{ co_quan }} {{ nguoi_nhan }} {{ ma_ho_so }} {{ ngay_hen }} {{ sdt }}",),
            "sdt",
        ),
        (("{{ co_quan }",), "letters/apology.docx"),
        (("{% for x in nguoi_nhan %}",), "letters/apology.docx"),
        (
            ("{{ co_quan }} {{ ma_ho_so }} {{ ngay_hen }} {{ nguoi_nhan | chao }}",),
            "chao",
        ),
        (
            ("{{ co_quan }} {{ ma_ho_so }} {{ ngay_hen }} {{ kinh_gui.__class__ }}",),
            "letters/apology.docx",
        ),
    ],
)
def test_a_template_that_does_not_fit_is_refused(
    settings: Settings, lines: tuple[str, ...], said: str
) -> None:
    own(settings, "apology", *lines)
    with pytest.raises(ThanThienError) as refused:
        template_of(settings, "apology")
    assert said in refused.value.in_words("vi")
    assert "sửa trong Word" in refused.value.in_words("vi")


def test_what_is_no_word_file_is_refused(settings: Settings) -> None:
    (settings.home / "letters").mkdir(parents=True)
    for content in (b"", b"PK\x03\x04 cut", b"{\\rtf1}"):
        (settings.home / "letters" / "thanks.docx").write_bytes(content)
        with pytest.raises(ThanThienError, match="docx file of Word"):
            template_of(settings, "thanks")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_listed_is_filled(kind: str) -> None:
    occasion = {"apology": "late_case", "thanks": "feedback", "condolence": "death"}
    happened = occasion.get(kind, "marriage")
    matter = Matter(kind, happened, about_of(happened), "M", "", DAY, None)
    values = values_of(matter, PERSON, COMMUNE, DAY, "")
    assert values.keys() == fields_of(kind).keys()
    assert set(NAMES) <= values.keys()
