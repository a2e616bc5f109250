"""What names a record for ever, and answers that are known one by one by it."""

from __future__ import annotations

import hashlib

import duckdb

from ingest.mapping.record_sql import record_md5
from tests.ingest.conftest import Desk
from tests.ingest.loading.test_load import HEAD, SPEC
from warehouse.raw.kinds import KINDS, STATED_ON

BALLOTS = """
kinds:
  - kind: answer
    no_answer: {KTL: refused}
    columns:
      ballot_id: {from: Mã phiếu}
      wave_code: {constant: D1}
      unit_code: {from: Đơn vị}
      answered_on: {from: Ngày, dates: ["dd/MM/yyyy"]}
    items:
      - {item_code: q1, from: q1, scale: likert5}
      - {item_code: q2, from: q2, scale: likert5}
"""
BALLOT_HEAD = "Mã phiếu,Đơn vị,Ngày,q1,q2\n"


def identity(*cells: str) -> int:
    """What names a record for ever: homes of earlier versions hold such numbers."""
    digest = hashlib.md5("\x1f".join(cells).encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest, "little")


def test_the_identity_of_a_record_never_changes(desk: Desk) -> None:
    desk.load(SPEC, HEAD + "H1,01/05/2024,A\n")
    received_us = str(19_844 * 86_400 * 1_000_000)
    cells = ["H1", received_us, *[""] * 12, "2026-07-01"]
    assert desk.raw('select _row_md5 from raw."case"') == [(identity(*cells),)]


def test_the_identity_of_an_answer_never_changes(desk: Desk) -> None:
    desk.load(BALLOTS, BALLOT_HEAD + "P1,01,02/05/2024,5,KTL\n")
    before, after = ("P1", "D1", "01"), ("", "", "", "2024-05-02", "", "", "")
    assert desk.raw("select item_code, _row_md5 from raw.answer order by all") == [
        ("q1", identity(*before, "q1", "5.00", "", *after)),
        ("q2", identity(*before, "q2", "", "refused", *after)),
    ]


def test_only_a_stated_day_is_part_of_what_names_a_record() -> None:
    columns = KINDS["unit"].columns
    values = {c.name: "'x'" if c.type == "varchar" else "null" for c in columns}
    cells = ["x" if c.type == "varchar" else "" for c in columns if c != STATED_ON]
    for day, named in (("null", cells), ("date '2026-05-01'", [*cells, "2026-05-01"])):
        sql = record_md5(columns, values | {STATED_ON.name: day})
        [(found,)] = duckdb.execute(f"select {sql}").fetchall()
        assert found == identity(*named)


def test_answers_are_loaded_refused_and_known_one_by_one(desk: Desk) -> None:
    text = BALLOT_HEAD + "P1,01,02/05/2024,5,9\nP1,01,02/05/2024,5,4\n"
    desk.load(BALLOTS, text)
    assert desk.counts() == [("answer", 4, 2, 1, 1)]
    found = desk.raw("select item_code, level::int, _line from raw.answer order by all")
    assert found == [("q1", 5, 2), ("q2", 4, 3)]
    assert desk.refused() == [(2, "q2", "9", "scale")]
    desk.load(BALLOTS, BALLOT_HEAD + "P1,01,02/05/2024,5,3\n", "hai.csv")
    assert desk.counts() == [("answer", 2, 1, 1, 0), ("answer", 4, 2, 1, 1)]
