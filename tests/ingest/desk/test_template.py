"""Workbooks to fill in: each is read by the layout it was made for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.desk.template import kinds_with_template, write_template
from ingest.spec.find_spec import find_spec
from ingest.spec.read_spec import shipped_specs
from tests.ingest.desk.conftest import Act, hand_over
from warehouse.errors import ThanThienError
from warehouse.settings import Settings


def made(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"{kind}.made"
    write_template(kind, path, "vi")
    return path


def test_each_is_read_by_its_layout(tmp_path: Path) -> None:
    specs = shipped_specs()
    read = {}
    for kind in kinds_with_template():
        spec = find_spec(made(tmp_path, kind), specs)
        read[kind] = [rule.kind.name for rule in spec.kinds]
    assert {kind: kinds for kind, kinds in read.items() if kinds != [kind]} == {}
    assert {"unit", "officer", "procedure", "wave", "item"} <= read.keys()


def test_a_filled_one_is_loaded(settings: Settings, act: Act, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(made(tmp_path, "unit").read_bytes()))
    sheet = book.worksheets[0]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for name, text in (
        ("Mã đơn vị", "01234"),
        ("Tên đơn vị", "Xã Thử"),
        ("Cấp", "Xã"),
        ("Có hiệu lực từ", "01/07/2025"),
    ):
        sheet.cell(2, heads[name], text)
    assert sheet.column_dimensions["A"].number_format == "@"
    out = io.BytesIO()
    book.save(out)
    done = act("load", hand_over(settings, "mau.xlsx", out.getvalue()))
    assert (done["n_loaded"], done["n_refused"]) == (1, 0)


def test_closed_lists_are_offered(tmp_path: Path) -> None:
    sheet = load_workbook(io.BytesIO(made(tmp_path, "unit").read_bytes())).worksheets[0]
    [check] = sheet.data_validations.dataValidation
    assert "Xã" in str(check.formula1)


def test_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ThanThienError, match="officer"):
        made(tmp_path, "nothing")
