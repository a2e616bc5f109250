"""A new word of an answer scale is asked, settled once, and read from then on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml

from ingest.desk.questions.scale_words import add_scale_words
from ingest.loading.load import load_files
from ingest.spec.find_spec import known_specs
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.messy_books import UNITS
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

SPEC = """
spec: phieu_xa
title: {vi: Phiếu xã, en: Ballots}
kinds:
  - kind: answer
    columns:
      ballot_id: {from: ["Phiếu số"]}
      wave_code: {from: ["Đợt"]}
      unit_code: {from: ["Xã"]}
    items:
      - {item_code: q1, from: "Thái độ", scale: likert5_words}
      - {item_code: q2, from: "Đúng hẹn", scale: likert5_words}
      - {item_code: q3, from: "Điểm chung", scale: eleven_points}
"""
HEAD = "Phiếu số,Đợt,Xã,Thái độ,Đúng hẹn,Điểm chung\n"
ROWS = (
    "P1,DOT-1,Xã An Bình,Hài lòng,Tạm được,9\n"
    "P2,DOT-1,Xã An Bình,Tạm được,Rất hài lòng,10\n"
    "P3,DOT-1,Xã An Bình,Chả nhớ,Hài lòng,0\n"
)


@pytest.fixture
def known(settings: Settings, act: Act) -> Settings:
    """A home that knows the layout and the units."""
    (settings.home / "specs").mkdir()
    path = settings.home / "specs" / "phieu_xa.yml"
    path.write_text(SPEC, encoding="utf-8")
    act("load", hand_over(settings, "u.csv", UNITS))
    return settings


def answers(settings: Settings) -> dict[tuple[str, str], tuple[Any, Any]]:
    with open_raw(settings) as connection:
        text = "select ballot_id, item_code, level, no_answer_reason from raw.answer"
        rows = connection.execute(text).fetchall()
    return {(ballot, item): (level, why) for ballot, item, level, why in rows}


def test_a_new_word_is_the_one_question(known: Settings, act: Act) -> None:
    card = hand_over(known, "p.csv", HEAD + ROWS)
    trial = act("understand", card)["trial"]
    assert trial["kinds"]["answer"]["n_refused"] == 3
    [asked] = trial["scales"]
    assert asked["scale"] == "likert5_words"
    assert asked["headings"] == ["Thái độ", "Đúng hẹn"]
    assert asked["texts"] == [["Tạm được", 2, ""], ["Chả nhớ", 1, ""]]
    assert asked["levels"]["level:3"] == "Bình thường"
    assert list(asked["levels"]) == [f"level:{n}" for n in range(1, 6)]


def test_what_is_said_is_read_from_then_on(known: Settings, act: Act) -> None:
    card = hand_over(known, "p.csv", HEAD + ROWS)
    spec = act("understand", card)["spec"]
    texts = {"Tạm được": "level:3", "Chả nhớ": "no_answer:dont_know"}
    scales = [{"scale": "likert5_words", "texts": texts}]
    act("amend", card, spec=spec["name"], sha256=spec["sha256"], scales=scales)
    assert act("understand", card)["trial"]["scales"] == []
    assert act("load", card)["n_refused"] == 0
    found = answers(known)
    assert found["P1", "q2"] == (Decimal(3), None)
    assert found["P3", "q1"] == (None, "dont_know")
    # a level of another scale stays one, and the words known before are read as before
    assert found["P3", "q3"] == (Decimal(0), None)
    assert found["P2", "q2"] == (Decimal(5), None)
    path = known.home / "sau.csv"
    later = HEAD + "P9,DOT-1,Xã An Bình,Tạm được,Chả nhớ,1\n"
    path.write_text(later, encoding="utf-8")
    [result] = load_files([path], settings=known)
    assert (result.spec_name, result.n_refused) == ("phieu_xa", 0)
    assert "phieu_xa" in {spec.name for spec in known_specs(known)}


def test_a_likely_level_is_proposed(known: Settings, act: Act) -> None:
    """«4 - Hài lòng» says its level itself; it is still the clerk who says yes."""
    rows = ROWS.replace("Tạm được", "4 - Hài lòng").replace("Chả nhớ", "Bình thường")
    trial = act("understand", hand_over(known, "p.csv", HEAD + rows))["trial"]
    [asked] = trial["scales"]
    assert asked["texts"] == [["4 - Hài lòng", 2, "level:4"]]


def test_names_and_too_many_texts_are_not_asked(known: Settings, act: Act) -> None:
    named = ROWS.replace("Chả nhớ", "Nguyễn Văn An").replace("Tạm được", "Hài lòng")
    trial = act("understand", hand_over(known, "p.csv", HEAD + named))["trial"]
    assert trial["scales"] == []
    many = "".join(f"P{n},DOT-1,Xã An Bình,ý {n} khác,Hài lòng,1\n" for n in range(20))
    trial = act("understand", hand_over(known, "q.csv", HEAD + many))["trial"]
    assert trial["scales"] == []


@pytest.mark.parametrize(
    ("scales", "expected"),
    [
        ({"s": {"Tốt": 2}}, {"Tốt": 2, "Khá": 1}),
        ({"s": {"min": 1, "max": 2}}, {"min": 1, "max": 2, "words": {"Khá": 1}}),
    ],
)
def test_a_scale_of_the_spec_itself_gets_the_word(
    scales: dict[str, Any], expected: dict[str, Any]
) -> None:
    body: dict[str, Any] = {"scales": scales, "kinds": []}
    add_scale_words(body, {"scale": "s", "texts": {"Khá": "level:1"}})
    assert body["scales"]["s"] == expected
    assert yaml.safe_load(yaml.safe_dump(body)) == body
