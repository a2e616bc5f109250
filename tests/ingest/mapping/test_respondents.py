"""Who answered is kept as a keyed hash: one for each person, never the value."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Desk
from warehouse.errors import SpecError

SPEC = """
personal: ["Điện thoại"]
kinds:
  - kind: answer
    columns:
      ballot_id: {from: Phiếu}
      wave_code: {constant: w1}
      unit_code: {constant: "01"}
      respondent: {from: "Điện thoại"}
      psu: {from: Thôn, required: false}
      stratum: {from: Vùng, required: false}
    items: [{item_code: q1, from: q1, scale: likert5}]
"""
HEAD = "Phiếu,Điện thoại,Thôn,Vùng,q1\n"


def test_one_person_keeps_one_hash_and_another_has_another(desk: Desk) -> None:
    rows = (
        "p1,0912 345 678,T1,A,5\np2,0912345678,T2,A,4\np3,0987654321,T2,B,4\np4,,,,3\n"
    )
    desk.load(SPEC, HEAD + rows)
    found = desk.raw(
        "select respondent, psu, stratum from raw.answer order by ballot_id"
    )
    first, second, third, nobody = (row[0] for row in found)
    assert first == second != third
    assert nobody is None
    assert [row[1:] for row in found] == [
        ("T1", "A"),
        ("T2", "A"),
        ("T2", "B"),
        (None, None),
    ]
    assert len(first) == 32


def test_the_value_is_nowhere_in_the_home(desk: Desk) -> None:
    desk.load(SPEC, HEAD + "p1,0912345678,T1,A,5\np2,0987654321,T1,A,9\n")
    assert len(desk.refused()) == 1
    held = b"".join(p.read_bytes() for p in desk.settings.home.glob("raw.duckdb*"))
    assert b"0912345678" not in held
    assert b"0987654321" not in held


def test_the_hash_is_keyed_by_the_home(make_desk: object) -> None:
    hashes = set()
    for name in ("a", "b"):
        desk: Desk = make_desk(name)  # type: ignore[operator]
        desk.load(SPEC, HEAD + "p1,0912345678,T1,A,5\n")
        hashes.add(desk.raw("select respondent from raw.answer")[0][0])
    assert len(hashes) == 2


def test_nothing_else_can_be_a_respondent(desk: Desk) -> None:
    for rule in ("{constant: x}", '{from: "Điện thoại", pad: 10}', "{hash: [Thôn]}"):
        with pytest.raises(SpecError, match="keyed hash"):
            desk.load(SPEC.replace('{from: "Điện thoại"}', rule), HEAD)


def test_ballots_without_the_later_columns_are_named_as_before(desk: Desk) -> None:
    without = SPEC.replace('      respondent: {from: "Điện thoại"}\n', "")
    desk.load(without, HEAD + "p1,0912345678,,,5\n")
    desk.load(SPEC, HEAD + "p1,,,,5\n", "hai.csv")
    assert desk.counts() == [("answer", 1, 0, 1, 0), ("answer", 1, 1, 0, 0)]
