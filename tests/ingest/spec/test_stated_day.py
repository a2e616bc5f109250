"""Of lists that differ the one of the later day counts, whenever it was loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import bring_up_to_date, open_raw
from warehouse.settings import Settings

HEAD = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ\n"
OLD = HEAD + "T1,Tỉnh Cũ,Tỉnh,,01/01/2021\nX1,Xã Hoa,Xã,T1,01/01/2021\n"
NEW = HEAD + "T1,Tỉnh Cũ,Tỉnh,,01/01/2021\nX1,Xã Mới,Xã,T1,01/01/2021\n"
SPEC = """
kinds:
  - kind: petition
    columns:
      petition_code: {from: "Mã đơn"}
      kind: {constant: feedback}
      received_on: {from: "Ngày nhận", dates: ["dd/MM/yyyy"]}
      unit_code: {from: "Đơn vị", unit: {}}
"""
MATTERS = "Mã đơn,Ngày nhận,Đơn vị\nP1,01/07/2026,Xã Mới\n"


def test_a_shipped_list_takes_its_day_from_the_files_name(desk: Desk) -> None:
    dated = desk.file("danh_muc_20260701.csv", OLD)
    plain = desk.file("danh_muc_2026070123.csv", NEW)
    load_files([dated, plain], settings=desk.settings)
    found = desk.raw("select stated_on, unit_name from raw.unit where unit_code = 'X1'")
    assert sorted(found, key=str) == [
        (None, "Xã Mới"),
        (date(2026, 7, 1), "Xã Hoa"),
    ]


def test_the_day_said_at_loading_goes_before_the_files_own(desk: Desk) -> None:
    path = desk.file("danh_muc_20260701.csv", OLD)
    day = date(2026, 8, 1)
    load_files([path], settings=desk.settings, stated_on=day)
    assert desk.raw("select distinct stated_on from raw.unit") == [(day,)]


def test_exports_with_a_day_of_their_own_keep_it(desk: Desk) -> None:
    day = date(2026, 8, 1)
    spec = SPEC.replace(", unit: {}}", "}").replace(
        "kind: {", "extracted_on: {constant: 2026-07-02}\n      kind: {"
    )
    path = desk.file("phan_anh.csv", MATTERS)
    spec_path = desk.file("thu.yml", "spec: thu\ntitle: {vi: Thử, en: Test}\n" + spec)
    load_files([path], spec_path=spec_path, settings=desk.settings, stated_on=day)
    assert desk.raw("select extracted_on from raw.petition") == [(date(2026, 7, 2),)]


@pytest.mark.parametrize("is_later_first", [False, True])
def test_a_name_is_looked_up_in_the_list_of_the_later_day(
    desk: Desk, is_later_first: bool
) -> None:
    lists = [(OLD, date(2026, 7, 1)), (NEW, date(2026, 9, 1))]
    for nth, (text, day) in enumerate(lists[::-1] if is_later_first else lists):
        path = desk.file(f"danh_muc_{nth}.csv", text)
        load_files([path], settings=desk.settings, stated_on=day)
    result = desk.load(SPEC, MATTERS)
    assert (result.status, result.n_refused) == ("loaded", 0)
    assert desk.raw("select unit_code from raw.petition") == [("X1@2021-01-01",)]


def test_a_store_of_an_earlier_version_gets_what_it_lacks(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as store")
        connection.execute("create schema store.raw")
        connection.execute("create table store.raw.unit (unit_code varchar)")
    with open_raw(settings, is_read_only=False) as connection:
        connection.execute("insert into raw.unit values ('X1')")
    bring_up_to_date(settings)
    bring_up_to_date(settings)
    with open_raw(settings) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
        ).fetchall()
        rows = connection.execute("select unit_code, stated_on from raw.unit")
        assert rows.fetchall() == [("X1", None)]
    ledger = {"file", "file_kind", "refused", "withdrawn", "delivery", "notice"}
    ledger.add("mended_row")
    assert {name for (name,) in tables} == {*KINDS, *ledger}
