"""Exports of survey tools: what was not approved, offsets, labelled answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.mapping.rules import rule_text
from tests.ingest.conftest import Desk

CASES = Path(__file__).parents[2] / "cases"
KOBO = (CASES / "06_not_approved/kobo_duyet.csv").read_text(encoding="utf-8")


def load(desk: Desk, text: str) -> FileResult:
    path = desk.file("tep.csv", text)
    (result,) = load_files([path], settings=desk.settings)
    return result


def test_ballots_not_approved_are_left_out_and_counted(desk: Desk) -> None:
    result = load(desk, KOBO)
    ballots = desk.raw("select distinct ballot_id from raw.answer order by 1")
    assert [code for (code,) in ballots] == ["SAU-2026-900001", "SAU-2026-900004"]
    assert result.n_skipped_rows == 3
    text = result.as_text("vi")
    assert "Not Approved" in text
    assert "On Hold" in text


def test_odk_review_states_are_left_out_too(desk: Desk) -> None:
    head, *rows = KOBO.splitlines()
    head = head.replace("/", "-").replace("_validation_status", "ReviewState")
    for name in ("_id", "_uuid", "_submission_time", "_index"):
        head = head.replace(f";{name}", f";{name}x", 1)
    renamed = {"_idx": "KEY", "_uuidx": "SubmitterID", "_indexx": "Edits"}
    renamed["_submission_timex"] = "SubmissionDate"
    for old, new in renamed.items():
        head = head.replace(old, new)
    states = ("approved", "rejected", "hasIssues", "", "approved")
    given = (
        "Approved",
        "Not Approved",
        "On Hold",
        "",
        "validation_status_not_approved",
    )
    lines = [
        row.replace(f";{old};", f";{new};") if old else row
        for row, old, new in zip(rows, given, states, strict=True)
    ]
    result = load(desk, "\n".join([head, *lines]) + "\n")
    assert result.spec_name == "odk_central", result.reason
    assert desk.raw("select count(distinct ballot_id) from raw.answer") == [(3,)]


def test_the_day_of_a_ballot_is_the_day_in_vietnam(desk: Desk) -> None:
    load(desk, KOBO.replace("T09:00:00.000+07:00", "T18:30:00.000Z"))
    assert desk.raw("select distinct answered_on::varchar from raw.answer") == [
        ("2026-09-21",)
    ]


SPEC = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: Phiếu}
      wave_code: {constant: w}
      unit_code: {constant: "1"}
    items: [{item_code: q, from: Q, scale: likert5_words}]
"""


@pytest.mark.parametrize(
    "text",
    ["5. Rất hài lòng", "Rất hài lòng (5)", "5 - Rất hài lòng", "5) rất hài lòng"],
)
def test_a_labelled_answer_is_offered_to_the_scale(desk: Desk, text: str) -> None:
    desk.load(SPEC, f"Phiếu,Q\np1,{text}\n")
    assert [row[3] for row in desk.refused()] == ["scale_labelled"]
    [(params,)] = desk.raw("select rule_params from raw.refused")
    assert "mức 5" in rule_text("scale_labelled", params, "vi")[0]


@pytest.mark.parametrize(
    ("scale", "text", "rule", "level"),
    [
        ("likert5", "Rất hài lòng", "scale_word", "mức 5"),
        ("likert5", "HÀI LÒNG", "scale_word", "mức 4"),
        ("likert5", "(5) Rất hài lòng", "scale_labelled", "mức 5"),
        ("likert5", "4 điểm", "scale_labelled", "mức 4"),
        ("likert5", "3/5", "scale_labelled", "mức 3"),
        ("likert3", "Hài lòng", "scale_word", "mức 2"),
        ("agree5_words", "Rất hài lòng", "scale_word", "mức 5"),
        # what the word is usually worth contradicts the figure, or no scale knows it
        ("likert5", "Hài lòng (5)", "scale", ""),
        ("likert5_reversed", "Rất hài lòng", "scale", ""),
        ("likert5", "Rất tốt", "scale", ""),
        ("likert4", "Hài lòng", "scale", ""),
    ],
)
def test_a_word_is_offered_to_a_scale_of_numbers(
    desk: Desk, scale: str, text: str, rule: str, level: str
) -> None:
    desk.load(SPEC.replace("likert5_words", scale), f"Phiếu,Q\np1,{text}\n")
    assert [row[3] for row in desk.refused()] == [rule]
    [(params,)] = desk.raw("select rule_params from raw.refused")
    assert level in rule_text(rule, params, "vi")[0]


def test_a_label_that_contradicts_itself_is_only_off_the_scale(desk: Desk) -> None:
    desk.load(SPEC.replace("likert5_words", "likert5"), "Phiếu,Q\np1,9. Tốt\n")
    assert [row[3] for row in desk.refused()] == ["scale"]


def test_limesurvey_writes_1980_for_a_day_it_does_not_know(desk: Desk) -> None:
    head = 'Mã trả lời,Ngày gửi,Mã đợt,"Mã xã, phường",'
    head += "Được thông tin về việc thực hiện mô hình,"
    head += "Kết quả thực hiện mô hình tại địa phương,Nên tiếp tục thực hiện mô hình\n"
    rows = "1,1980-01-01 00:00:00,w,09001,8,9,10\n2,,w,09001,8,9,10\n"
    rows += "3,2026-09-20 10:00:00,w,09001,8,9,10\n"
    result = load(desk, head + rows)
    assert result.spec_name == "limesurvey", result.reason
    found = desk.raw(
        "select distinct ballot_id, answered_on::varchar from raw.answer order by 1"
    )
    assert found == [("1", None), ("3", "2026-09-20")]
    assert result.n_skipped_rows == 1
