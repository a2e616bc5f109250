"""Refused rows as a list and as a workbook that is only text."""

from __future__ import annotations

import json
import re
import string

import pytest
from openpyxl import load_workbook

from ingest.loading.refused_alike import refused_alike
from ingest.loading.refused_list import list_refused, write_refused_xlsx
from ingest.mapping.rules import RULES, rule_text
from ingest.spec.form.schema import schema
from ingest.words import words_of
from tests.ingest.conftest import Desk
from warehouse.masking import covered
from warehouse.messages import phrases

SPEC = """
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã"}
      received_at: {from: "Ngày", dates: ["dd/MM/yyyy"]}
      extracted_on: {constant: 2026-07-01}
"""
TEXT = "Mã,Ngày\nH1,=1+1\n,01/05/2024\nH2,@cmd\nH3,01/05/2024\n"


def test_the_list_says_where_what_and_what_to_do(desk: Desk) -> None:
    desk.load(SPEC, TEXT, "don.csv")
    found = list_refused(desk.settings)
    places = [(r.file_name, r.kind, r.line, r.column, r.value, r.rule) for r in found]
    assert places == [
        ("don.csv", "case", 2, "Ngày", "=1+1", "date_format"),
        ("don.csv", "case", 3, "Mã", None, "required"),
        ("don.csv", "case", 4, "Ngày", "@cmd", "date_format"),
    ]
    rule, what_to_do = found[0].words("vi")
    assert "ngày/tháng/năm" in rule
    assert "nạp lại" in what_to_do
    assert "Not a valid date" in found[0].words("en")[0]


def test_a_file_refused_whole_is_listed(desk: Desk) -> None:
    desk.load(SPEC, "Lạ,Khác\n1,2\n", "la.csv")
    (found,) = list_refused(desk.settings)
    assert (found.file_name, found.line, found.rule) == ("la.csv", None, "file")
    assert "Mã" in found.words("vi")[0]


def test_the_list_of_one_file(desk: Desk) -> None:
    desk.load(SPEC, TEXT, "don.csv")
    result = desk.load(SPEC, "Mã,Ngày\nX,hôm qua\n", "hai.csv")
    assert [r.file_name for r in list_refused(desk.settings, "hai.csv")] == ["hai.csv"]
    assert len(list_refused(desk.settings, result.sha256)) == 1
    assert len(list_refused(desk.settings)) == 4


def test_an_empty_home_has_none(desk: Desk) -> None:
    assert list_refused(desk.settings) == []


def test_the_workbook_holds_text_only(desk: Desk) -> None:
    desk.load(SPEC, TEXT, "=don.csv")
    path = desk.folder / "tu_choi.xlsx"
    write_refused_xlsx(list_refused(desk.settings), path)
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == 4
    types = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert types <= {"s", "inlineStr", "n"}
    assert sheet["F2"].value == "'=1+1"
    assert sheet["A2"].value == "'=don.csv"
    assert sheet["D2"].value == 2
    assert sheet["A1"].value == "Tệp"


def test_a_long_list_goes_on_in_the_next_sheet(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.loading.refused_list.SHEET_ROWS", 2)
    desk.load(SPEC, TEXT)
    path = desk.folder / "tu_choi.xlsx"
    write_refused_xlsx(list_refused(desk.settings), path, "en")
    book = load_workbook(path)
    assert [sheet.max_row for sheet in book.worksheets] == [3, 2]


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_words_in_both_languages(code: str) -> None:
    params = {"dates", "words", "regex", "scale", "reason", "candidates"}
    params |= {"one", "other", "offer", "texts"}
    for lang in ("vi", "en"):
        rule, what_to_do = rule_text(code, json.dumps(dict.fromkeys(params, "§")), lang)
        assert rule.strip()
        assert what_to_do.strip()
        used = string.Formatter().parse(words_of(lang).entries[f"rules.{code}.rule"])
        assert {name for _, name, _, _ in used if name} <= params


def test_every_rule_the_loader_writes_has_words(desk: Desk) -> None:
    desk.load(SPEC, TEXT)
    assert {row.rule for row in list_refused(desk.settings)} <= set(RULES)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("gọi lại số 0912 345 678 nhé", "gọi lại số [số điện thoại] nhé"),
        ("01/02/2026 10:30", "01/02/2026 10:30"),
        ("000.17.22.H56-210531-0001", "000.17.22.H56-210531-0001"),
        ("không rõ", "không rõ"),
        (None, None),
    ],
)
def test_words_in_a_wrong_cell_are_masked(value: str | None, shown: str | None) -> None:
    assert covered(value, "vi") == shown


def test_equal_refusals_are_one_line_with_a_count_and_three_examples(
    desk: Desk,
) -> None:
    wrong = "".join(f"H{i},ngày {i % 8}\n" for i in range(160))
    desk.load(SPEC, "Mã,Ngày\n" + wrong + ",01/05/2024\n", "nhieu.csv")
    dates, codes = refused_alike(desk.settings, "nhieu.csv")
    assert (dates.n, dates.column) == (160, "Ngày")
    assert dates.examples == ((2, "ngày 0"), (3, "ngày 1"), (4, "ngày 2"))
    assert (codes.n, codes.examples) == (1, ((162, None),))
    text = dates.as_text("vi")
    assert "160 ô ở cột «Ngày», ví dụ «ngày 0» (dòng 2)" in text
    assert "nạp lại" in text
    assert "160 cells in column «Ngày»" in dates.as_text("en")
    assert "(trống) (dòng 162)" in codes.as_text("vi")


def test_a_file_refused_whole_is_one_line(desk: Desk) -> None:
    desk.load(SPEC, "Lạ,Khác\n1,2\n", "la.csv")
    (found,) = refused_alike(desk.settings)
    assert found.as_text("vi").startswith("la.csv: Cả tệp bị từ chối")


NO_KEYS = {"level", "thanthien"}
"""What else advice sets in backticks: a column of raw, and the command."""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_advice_names_keys_that_exist(lang: str) -> None:
    """A clerk looks for the key in `docs/spec.md`; it must stand there."""
    keys = set(schema()["properties"])
    for body in schema()["$defs"].values():
        keys |= set(body["properties"])
    texts = [text for text in words_of(lang).entries.values() if isinstance(text, str)]
    texts += [en if lang == "en" else vi for en, vi in phrases().items()]
    paths = [path for text in texts for path in re.findall(r"`([a-z_.]+)[:` ]", text)]
    paths += [p for text in texts for p in re.findall(r"\bread\.[a-z_]+", text)]
    named = {key for path in paths for key in path.split(".")}
    assert named - keys == NO_KEYS


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("code", sorted(RULES))
def test_what_a_clerk_reads_names_nothing_of_a_spec(code: str, lang: str) -> None:
    entries = words_of(lang).entries
    said = " ".join(entries[f"rules.{code}.{part}"] for part in ("rule", "what_to_do"))
    assert not re.search(r"`|\bspec\b|yyyy|regex", said)


def test_a_format_of_dates_is_told_in_words() -> None:
    params = {"dates": "dd/MM/yyyy, d/M/yyyy, d-M-yyyy H:mm, yyyyMMdd, excel"}
    said, _ = rule_text("date_format", json.dumps(params), "vi")
    assert said.endswith(
        "ngày/tháng/năm, ngày-tháng-năm giờ:phút, năm tháng ngày viết liền, "
        "ô kiểu ngày của bảng tính"
    )
