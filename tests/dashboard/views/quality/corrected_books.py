"""Corrected books of the tiny province, and what is then told of the old figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard.server import page_session
from ingest.loading.load import load_files
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.page_html import entered, html_of
from tests.warehouse.tiny_province import all_rows
from warehouse.read import Reader
from warehouse.settings import Settings

PETITIONS, BALLOTS = "don_thu_20261002.csv", "phieu_quy_1_da_sua.csv"
FRONT = "phieu_ho_da_sua.csv"
SPEC = """
spec: corrected_ballots
title: {vi: Phiếu sửa, en: Corrected ballots}
kinds:
  - kind: answer
    scale: likert5
    columns:
      ballot_id: {from: ballot}
      wave_code: {from: wave}
      unit_code: {from: unit}
      item_code: {from: item}
      level: {from: level}
      answered_on: {from: day, dates: ["yyyy-MM-dd"]}
"""


def load_corrected(folder: Path, settings: Settings) -> None:
    """Loads a book of petitions, one of a unit's own ballots and one of the Front's."""
    spec = folder / "spec.yml"
    spec.write_text(SPEC, encoding="utf-8")
    books = [
        book_of_ballots(folder / BALLOTS, "S1", "S-", 1),
        book_of_ballots(folder / FRONT, "W2", "W2-C1-1", 1),
    ]
    found = load_files(
        [book_of_petitions(folder)], settings=settings, is_simulated=True
    )
    found += load_files(
        books,
        spec_path=spec,
        stated_on=date(2026, 10, 2),
        settings=settings,
        is_simulated=True,
    )
    assert [one.status for one in found] == ["loaded"] * 3


def book_of_petitions(folder: Path) -> Path:
    """K2 had been upheld; the corrected book says it was not."""
    path = folder / PETITIONS
    path.write_text(
        "Mã đơn,Loại đơn,Ngày nhận,Mã đơn vị,Lĩnh vực,Kênh tiếp nhận,Ngày thụ lý,"
        "Hạn giải quyết,Ngày giải quyết,Ngày thông báo,Kết quả giải quyết,"
        "Cấp nhận đơn,Cấp có thẩm quyền,Xem xét lại\n"
        "K2,Khiếu nại,02/03/2026,C1,,,10/03/2026,,01/06/2026,,Sai,,,\n",
        encoding="utf-8",
    )
    return path


def book_of_ballots(path: Path, wave: str, prefix: str, level: int) -> Path:
    """Ballots of C1 that said something else: all their answers are corrected."""
    lines = ["ballot,wave,unit,item,level,day"]
    lines += [
        f"{row['ballot_id']},{wave},C1,{row['item_code']},{level},{row['answered_on']}"
        for row in all_rows()["answer"]
        if row["wave_code"] == wave
        and row["unit_code"] == "C1"
        and str(row["ballot_id"]).startswith(prefix)
        and row["item_code"] in ("overall", "off_respect", "off_listen")
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(settings: Settings, role: str, name: str) -> list[dict[str, Any]]:
    """Rows of a registered query about C1 as it is today, for someone of a role."""
    reader = Reader(settings)
    scope = reader.scope_of_account(
        user_id="someone", role=role, unit_code=None, officer_code=None
    )
    return [
        dict(row)
        for row in reader.run(name, scope).rows
        if row["map"] == "today" and row["unit_key"].startswith("C1@2025")
    ]


def page_text(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, role: str, figures: str
) -> str:
    """*Chất lượng dữ liệu*, changed figures, as someone of a role."""
    monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
    monkeypatch.setattr(page_session, "current_identity", lambda _: PEOPLE[role])
    st.cache_data.clear()
    query = {"checked": "restated", "figures": figures}
    return html_of(entered("quality", query))
