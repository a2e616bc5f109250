"""Vietnamese text: normal form, comparison keys, encodings named or refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.legacy_encodings import from_tcvn3, from_vni, western
from ingest.files.text import (
    decode,
    detect_cell_encoding,
    detect_encoding,
    heading_key,
    legacy_cell,
    nfc,
    vietnamese_share,
)
from warehouse.errors import SpecError

SENTENCE = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc. "
    "Danh sách hồ sơ quá hạn giải quyết của Ủy ban nhân dân phường"
)
TCVN3 = (
    "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc. "
    "Danh s¸ch hå s¬ qu¸ h¹n gi¶i quyÕt cña ñy ban nh©n d©n ph\u00adêng"
)
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc. "
    "Danh saùch hoà sô quaù haïn giaûi quyeát cuûa UÛy ban nhaân daân phöôøng"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "THỦY"),
        ("khoẻ", "khỏe"),
        ("quý", "qúy"),
        ("  Đơn   vị\n tiếp nhận ", "đơn vị tiếp nhận"),
        ("ngày", unicodedata.normalize("NFD", "Ngày")),
        ("Mã\u200b hồ sơ", "mã hồ sơ"),
    ],
)
def test_spellings_that_are_one_heading(one: str, other: str) -> None:
    assert heading_key(one) == heading_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đ", "d"),
        ("Đông", "Dông"),
        ("hô", "ho"),
        ("hơ", "hô"),
        ("ă", "â"),
        ("má", "mà"),
        ("mã", "mạ"),
        ("hoa", "hòa"),
        ("hòa bình", "hoa bình"),
        ("hòa binh", "hoa bình"),
        ("a b", "ab"),
    ],
)
def test_marks_that_make_another_word(one: str, other: str) -> None:
    assert heading_key(one) != heading_key(other)


@given(st.text(alphabet="aăâeêioôơuưyđhnt ̣̀́̉̃", max_size=20))
def test_key_does_not_depend_on_the_normal_form(text: str) -> None:
    forms = {unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}
    assert len({heading_key(form) for form in forms}) == 1
    assert heading_key(heading_key(text)) == heading_key(text)


def test_a_cell_of_letters_alone_is_read_once_however_long() -> None:
    """By square of its length, half a megabyte would take an hour."""
    assert heading_key("A" * 500_000) == "a" * 500_000


def test_legacy_tables_restore_a_sentence() -> None:
    # In TCVN3 the capital Ủ has no code of its own: a small letter in a capital font.
    assert from_tcvn3(TCVN3).lower() == SENTENCE.lower()
    assert from_vni(VNI) == SENTENCE


VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợ"
VOWELS += "uùủũúụưừửữứựyỳỷỹýỵđ"


def test_every_vietnamese_letter_has_a_code_in_both_tables() -> None:
    one_byte = "".join(chr(code) for code in range(0x20, 0x100))
    assert set(VOWELS) <= set(from_tcvn3(one_byte))
    letters = "aeiouyôöAEIOUYÔÖ"
    marks = ["", *(chr(code) for code in range(0xC0, 0x100))]
    reachable = {from_vni(letter + mark) for letter in letters for mark in marks}
    reachable |= {from_vni(chr(code)) for code in range(0xC0, 0x100)}
    assert set(VOWELS + VOWELS.upper()) <= reachable


def test_bytes_that_cp1252_leaves_open_do_not_fail() -> None:
    text = western(bytes(range(256)))
    assert len(text) == 256
    assert text[0x93] == "“"
    assert text[0x81] == "\x81"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8-sig"),
        (SENTENCE.encode("utf-16"), "utf-16"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (TCVN3.encode("latin-1"), "tcvn3"),
        (VNI.encode("latin-1"), "vni"),
    ],
)
def test_encoding_is_shown(data: bytes, name: str) -> None:
    assert detect_encoding(data) == name
    text, used = decode(data)
    assert used == name
    assert text.removeprefix("\ufeff").lower() == SENTENCE.lower()


def cp1258(text: str) -> bytes:
    """cp1258 has letters with their roof, and tones as marks that follow."""
    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"]
        bare = "".join(p for p in parts if p not in tones)
        composed = unicodedata.normalize("NFC", bare) + "".join(tones)
        out += composed.encode("cp1258")
    return out


def test_cp1258_tones_are_composed() -> None:
    data = cp1258(SENTENCE)
    assert detect_encoding(data) == "cp1258"
    assert decode(data) == (SENTENCE, "cp1258")


@pytest.mark.parametrize(
    "data", ["Café crème à Paris, déjà vu".encode("cp1252"), b"a,b\n1,\xff\xfe\xfd\n"]
)
def test_uncertain_encoding_is_asked_for(data: bytes) -> None:
    with pytest.raises(SpecError, match=r"tcvn3 \d+%") as caught:
        detect_encoding(data)
    assert caught.value.thing == "read.encoding"


def test_cut_last_character_of_a_sample_is_still_utf8() -> None:
    assert detect_encoding("Hồ sơ của Đà Nẵng và Huế ờ".encode()[:-1]) == "utf-8"


def test_sheet_text_is_told_apart_from_true_unicode() -> None:
    assert detect_cell_encoding(TCVN3.split()) == "tcvn3"
    assert detect_cell_encoding(VNI.split()) == "vni"
    assert detect_cell_encoding(SENTENCE.split()) is None
    assert detect_cell_encoding(["Café", "crème", "déjà", "à"]) is None
    assert detect_cell_encoding(["abc", "12"]) is None


def test_a_sheet_mostly_in_unicode_is_not_of_an_old_font() -> None:
    old = ["x· Hßa B×nh", "x· T©n Hßa", "ph\u00ad\u00eang Hßa B×nh"]
    unicode = ["Mã hồ sơ", "Ngày nhận", "Đơn vị tiếp nhận", "Mã TTHC", "Trạng thái"]
    assert detect_cell_encoding([*unicode, *old]) is None
    assert detect_cell_encoding(old) == "tcvn3"


def test_cell_retyped_in_a_modern_font_stays() -> None:
    assert legacy_cell("Hµ néi", "tcvn3") == "Hà nội"
    assert legacy_cell("Nguyễn Trãi", "tcvn3") == "Nguyễn Trãi"
    assert legacy_cell("Thuế", "tcvn3") == "Thuế"
    assert legacy_cell("abc 12", "vni") == "abc 12"


def test_share_of_vietnamese_words() -> None:
    assert vietnamese_share("hồ sơ Đà Nẵng abc 12") == (1.0, 4)
    assert vietnamese_share("crème brûlée")[0] < 0.6
    assert vietnamese_share("") == (0.0, 0)


def test_normal_form_drops_what_nobody_sees() -> None:
    assert nfc("o\u0302\u0301\ufeff") == "ố"


@pytest.mark.parametrize(("text", "font"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_a_legacy_font_saved_as_utf8_is_refused_by_name(text: str, font: str) -> None:
    with pytest.raises(SpecError, match=font):
        detect_encoding(f"Mã,Tên\n1,{text}\n2,{SENTENCE}\n".encode())


def test_utf8_read_as_western_and_saved_again_is_refused() -> None:
    twice = western(SENTENCE.encode()).encode()
    with pytest.raises(SpecError, match="UTF-8"):
        detect_encoding(twice)


@pytest.mark.parametrize(
    "text",
    [SENTENCE, "Réseau à l'été, déjà vu, château, naïve", "«á» «à» «é» «ó»", "abc"],
)
def test_true_utf8_stays(text: str) -> None:
    assert detect_encoding(text.encode()) == "utf-8"
