"""Unknown layouts mapped by a clerk's choices: what is loaded equals a spec by hand."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.drafting.crossed_columns import marked_questions
from ingest.loading.load import load_files
from ingest.spec.find_spec import known_specs
from tests.ingest.desk import messy_books
from tests.ingest.desk.conftest import Act, acting, hand_over
from warehouse.desk.jobs import jobs_dir
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

BALLOTS_BY_HAND = """
spec: by_hand
title: {vi: Tay, en: Hand}
personal: ["Họ tên người góp ý"]
kinds:
  - kind: answer
    columns:
      ballot_id: {from: ["Số thứ tự phiếu"]}
      wave_code: {constant: DOT-1}
      unit_code: {from: ["Góp ý về nơi nào"]}
      answered_on: {from: ["Hôm ghi"], dates: ["dd/MM/yyyy"]}
    items:
"""
DOSSIERS_BY_HAND = """
spec: by_hand
title: {vi: Tay, en: Hand}
title_block: '(?P<day>\\d{1,2}/\\d{1,2}/\\d{4})'
personal: ["Tên công dân", "Số di động"]
ignore: ["TT"]
kinds:
  - kind: case
    columns:
      case_code: {from: ["Ký hiệu hồ sơ"]}
      received_at: {from: ["Hôm nhận"], dates: ["dd/MM/yyyy"]}
      due_at: {from: ["Hẹn dân"], dates: ["dd/MM/yyyy"]}
      returned_at: {from: ["Hôm trả dân"], dates: ["dd/MM/yyyy"]}
      receiving_unit_code: {from: ["Nơi làm"]}
      status: {from: ["Giờ ra sao"], values: {Trả rồi: returned, Còn làm: processing}}
      extracted_on: {title: day, dates: ["d/M/yyyy"]}
"""


def heading(name: str, **more: object) -> dict[str, Any]:
    return {"from": "heading", "heading": name, **more}


def day(name: str) -> dict[str, Any]:
    return heading(name, formats=["dd/MM/yyyy"])


def ballots_said(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What a clerk chooses for the book of ballots."""
    items = [
        {**asked, "item_code": f"q{number}"}
        for number, asked in enumerate(proposal["questions"], start=1)
    ]
    return {
        "title": "Sổ phiếu góp ý",
        "kind": proposal["kind"],
        "headings": [one["heading"] for one in proposal["headings"]],
        "personal": proposal["personal"],
        "columns": {
            "ballot_id": heading("Số thứ tự phiếu"),
            "wave_code": {"from": "typed", "text": "DOT-1", "is_unit": False},
            "unit_code": heading("Góp ý về nơi nào"),
            "answered_on": day("Hôm ghi"),
        },
        "items": items,
    }


def dossiers_said(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What a clerk chooses for the book of dossiers."""
    states = {"Trả rồi": "returned", "Còn làm": "processing"}
    return {
        "title": "Sổ ghi việc của dân",
        "kind": "case",
        "headings": [one["heading"] for one in proposal["headings"]],
        "personal": proposal["personal"],
        "columns": {
            "case_code": heading("Ký hiệu hồ sơ"),
            "received_at": day("Hôm nhận"),
            "due_at": day("Hẹn dân"),
            "returned_at": day("Hôm trả dân"),
            "receiving_unit_code": heading("Nơi làm"),
            "status": heading("Giờ ra sao", values=states),
            "extracted_on": {"from": "title"},
        },
        "items": [],
    }


def raw_rows(settings: Settings, kind: str) -> list[tuple[Any, ...]]:
    """All rows of a kind without where they came from."""
    with open_raw(settings) as connection:
        text = "select * exclude (_file_sha256, _row_md5)"
        return connection.execute(f'{text} from raw."{kind}" order by all').fetchall()


def by_hand(
    tmp_path: Path, content: bytes, name: str, spec: str, kind: str
) -> list[tuple[Any, ...]]:
    """The same file loaded by a spec somebody wrote."""
    settings = Settings(home=tmp_path / "hand")
    for file_name, data in (("u.csv", messy_books.UNITS.encode()), (name, content)):
        (tmp_path / file_name).write_bytes(data)
    (tmp_path / "hand.yml").write_text(spec, encoding="utf-8")
    load_files([tmp_path / "u.csv"], settings=settings)
    [result] = load_files(
        [tmp_path / name], spec_path=tmp_path / "hand.yml", settings=settings
    )
    assert result.n_refused == 0
    return raw_rows(settings, kind)


@dataclass(frozen=True)
class Office:
    """A home with a unit list, two books handed over, and what is proposed for them."""

    settings: Settings
    act: Act
    ballots: Mapping[str, Any]
    dossiers: Mapping[str, Any]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    settings = Settings(home=tmp_path_factory.mktemp("office"))
    jobs_dir(settings).mkdir()
    act = acting(settings)
    act("load", hand_over(settings, "u.csv", messy_books.UNITS))
    ballots = hand_over(settings, "phiếu.xlsx", messy_books.ballot_book())
    dossiers = hand_over(settings, "việc.xlsx", messy_books.dossier_book())
    assert act("understand", ballots)["spec"] is None
    return Office(
        settings, act, act("propose", ballots), act("propose", dossiers, kind="case")
    )


def test_what_is_proposed(office: Office) -> None:
    assert office.ballots["kind"] == "answer"
    assert office.ballots["personal"] == ["Họ tên người góp ý"]
    asked = [question["heading"] for question in office.ballots["questions"]]
    assert asked == list(messy_books.QUESTIONS)
    assert set(office.dossiers["personal"]) == {"Tên công dân", "Số di động"}
    columns = {c["name"]: c["heading"] for c in office.dossiers["columns"]}
    assert columns["case_code"] == "Ký hiệu hồ sơ"
    assert columns["receiving_unit_code"] == "Nơi làm"


def test_ballots_with_crosses_are_loaded_as_by_hand(
    office: Office, tmp_path: Path
) -> None:
    """What a clerk types holds for one file: the next is taken for no round."""
    content, act = messy_books.ballot_book(), office.act
    card = hand_over(office.settings, "phiếu.xlsx", content)
    said = ballots_said(office.ballots)
    counts = act("try", card, **said)["kinds"]["answer"]
    assert (counts["n_read"], counts["n_refused"]) == (12, 0)
    assert act("keep", card, **said)["is_for_all"] is False
    next_one = hand_over(office.settings, "p2.xlsx", messy_books.ballot_book(2))
    assert act("understand", next_one)["spec"] is None
    act("load", card)
    items = "".join(
        f"      - item_code: q{n}\n        x_columns: "
        + str([f"{question} / {level}" for level in messy_books.LEVELS])
        + "\n"
        for n, question in enumerate(messy_books.QUESTIONS, start=1)
    )
    spec = BALLOTS_BY_HAND + items
    expected = by_hand(tmp_path, content, "phiếu.xlsx", spec, "answer")
    assert raw_rows(office.settings, "answer") == expected
    levels = {(row[0], row[3]): row[4] for row in expected}
    assert levels[("P0003", "q1")] == 2


def test_dossiers_are_loaded_as_by_hand_and_known_from_then_on(
    office: Office, tmp_path: Path
) -> None:
    content, act = messy_books.dossier_book(), office.act
    card = hand_over(office.settings, "việc.xlsx", content)
    said = dossiers_said(office.dossiers)
    undecided = deepcopy(said)
    undecided["columns"]["status"]["values"]["Còn làm"] = "?"
    tried = act("try", card, **undecided)
    assert tried["kinds"]["case"]["n_refused"] == 4
    assert [fault["column"] for fault in tried["refused"]] == ["Giờ ra sao"]
    act("keep", card, **undecided)
    assert act("keep", card, **said)["is_for_all"] is True
    specs = office.settings.home / "specs"
    assert [p.name for p in specs.glob("*.yml")] == ["desk_so_ghi_viec_cua_dan.yml"]
    [earlier] = (specs / "earlier").glob("*.yml")
    assert "Còn làm" not in earlier.read_text("utf-8")
    act("load", card)
    expected = by_hand(tmp_path, content, "việc.xlsx", DOSSIERS_BY_HAND, "case")
    assert raw_rows(office.settings, "case") == expected
    assert "desk_so_ghi_viec_cua_dan" in {s.name for s in known_specs(office.settings)}


@pytest.mark.parametrize(
    ("texts", "n"),
    [
        ({"A / 1": ["x"], "A / 2": [], "A / 3": ["X"]}, 1),
        ({"A / 1": ["x"]}, 0),
        ({"A / 1": ["x"], "A / 2": ["12"]}, 0),
        ({"A / 1": None, "A / 2": None}, 0),
        ({"Nhận": ["x"], "Trả": ["x"]}, 0),
    ],
)
def test_crosses_make_a_question_only_under_one_heading(
    texts: Mapping[str, list[str] | None], n: int
) -> None:
    assert len(marked_questions(texts)) == n


def test_levels_stand_in_their_order_whatever_the_sheets() -> None:
    words = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng")
    [found] = marked_questions({f"Câu / {word}": ["x"] for word in words})
    assert [h.rpartition(" / ")[2] for h in found.x_columns] == list(reversed(words))
