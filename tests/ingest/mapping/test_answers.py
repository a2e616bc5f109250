"""Ballots, wide or long, become one row for each question."""

from __future__ import annotations

from decimal import Decimal

from tests.ingest.conftest import Desk

BALLOT = """
personal: ["Họ tên"]
scales:
  ten: {min: 1, max: 10}
kinds:
  - kind: answer
    no_answer: {KTL: refused, "99": dont_know}
    columns:
      ballot_id: {from: "Số phiếu"}
      wave_code: {constant: W1}
      unit_code: {from: "Đơn vị"}
    items:
      - {item_code: respect, from: "Câu 1", scale: likert5_words}
      - {item_code: trust, from: "Câu 2", scale: ten, no_answer: {"0": not_applicable}}
      - {item_code: turned, from: "Câu 3", scale: likert5_reversed}
"""


def test_a_wide_ballot_becomes_a_row_per_item(desk: Desk) -> None:
    result = desk.load(
        BALLOT,
        "Số phiếu,Đơn vị,Câu 1,Câu 2,Câu 3,Họ tên\n"
        "P1,U1,Rất hài lòng,10,1,Nguyễn Văn A\n"
        "P2,U1,KTL,0,,Trần B\n"
        "P3,U1,Hài lòng,99,9,Lê C\n"
        "P4,,Hài lòng,5,2,Lê D\n",
    )
    found = desk.raw(
        "select ballot_id, item_code, level, no_answer_reason from raw.answer "
        "order by all"
    )
    assert found == [
        ("P1", "respect", Decimal(5), None),
        ("P1", "trust", Decimal(10), None),
        ("P1", "turned", Decimal(5), None),
        ("P2", "respect", None, "refused"),
        ("P2", "trust", None, "not_applicable"),
        ("P2", "turned", None, "blank"),
        ("P3", "respect", Decimal(4), None),
        ("P3", "trust", None, "dont_know"),
    ]
    assert desk.counts() == [("answer", 12, 8, 0, 4)]
    assert desk.refused() == [
        (4, "Câu 3", "9", "scale"),
        (5, "Đơn vị", None, "required"),
    ]
    assert (result.n_source_rows, result.n_refused) == (4, 4)


def test_a_ballot_without_any_of_its_items_is_refused_whole(desk: Desk) -> None:
    spec = BALLOT.replace(
        "scale: likert5_words}", "scale: likert5_words, required: no}"
    )
    items = spec.index("      - {item_code: trust")
    spec = spec[:items].replace("required: no", "required: false")
    result = desk.load(spec, "Số phiếu,Đơn vị,Họ tên\nP1,U1,A\n")
    assert result.status == "refused"
    assert desk.raw("select count(*) from raw.answer") == [(0,)]


def test_x_columns(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: "Phiếu"}
      wave_code: {constant: W1}
      unit_code: {constant: U1}
    items:
      - {item_code: a, x_columns: ["Kém", "Khá", ["Tốt", "Rất tốt"]]}
"""
    desk.load(spec, "Phiếu,Kém,Khá,Tốt\n1,x,,\n2,,,X\n3,x,x,\n4,,,\n5,,?,\n6,,✓,\n")
    found = desk.raw(
        "select ballot_id, level, no_answer_reason from raw.answer order by 1"
    )
    assert found == [
        ("1", Decimal(1), None),
        ("2", Decimal(3), None),
        ("3", None, "invalid"),
        ("4", None, "blank"),
        ("6", Decimal(2), None),
    ]
    assert desk.refused() == [(6, "Kém + Khá + Tốt", "? ?", "scale")]


def test_long_answers(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    scale: likert5
    no_answer: {"-": not_applicable}
    columns:
      ballot_id: {from: "Phiếu"}
      wave_code: {constant: W1}
      unit_code: {constant: U1}
      item_code: {from: "Câu"}
      level: {from: "Điểm"}
"""
    desk.load(spec, "Phiếu,Câu,Điểm\n1,a,5\n1,b,-\n1,c,7\n1,d,\n")
    found = desk.raw(
        "select item_code, level, no_answer_reason from raw.answer order by 1"
    )
    assert found == [
        ("a", Decimal(5), None),
        ("b", None, "not_applicable"),
        ("d", None, "blank"),
    ]
    assert desk.refused() == [(4, "Điểm", "7", "scale")]


def test_the_same_record_from_a_wide_and_a_long_file_is_one(desk: Desk) -> None:
    """The hash is of the record, not of how the file wrote it."""
    columns = (
        "      ballot_id: {from: P}\n      wave_code: {constant: W}\n"
        "      unit_code: {from: U, pad: 3}\n"
        "      answered_on: {from: D, dates: [dd/MM/yyyy, yyyy.MM.dd]}\n"
    )
    head = "kinds:\n  - kind: answer\n"
    wide = f"{head}    columns:\n{columns}"
    wide += "    items: [{item_code: a, from: A, scale: likert5}]\n"
    long = f"{head}    scale: likert5_words\n    columns:\n{columns}"
    long += "      item_code: {from: I}\n      level: {from: A}\n"
    desk.load(wide, "P,U,D,A\n1,7,03/05/2024,5\n")
    desk.load(long, "P,U,D,A,I\n1,007,2024.05.03,Rất hài lòng,a\n", "dai.csv")
    assert desk.counts() == [("answer", 1, 0, 1, 0), ("answer", 1, 1, 0, 0)]
