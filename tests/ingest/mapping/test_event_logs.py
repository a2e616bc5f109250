"""Many rows that make one record: a log of events as cases."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from ingest.mapping import table_plan
from ingest.spec.spec import KindRule
from ingest.spec.spec_checks import check_gathering
from tests.ingest.conftest import Desk
from warehouse.errors import SpecError
from warehouse.raw.kinds import KINDS

LOG = """
kinds:
  - kind: case
    one_per: case_code
    in_order_of: received_at
    columns:
      case_code: {from: "case:concept:name"}
      received_at: {from: "time:timestamp", of_rows: min}
      finished_at: {from: "time:timestamp", of_rows: max}
      officer_code: {from: "org:resource", of_rows: last}
      receiving_unit_code: {from: "org:group", of_rows: first}
      channel: {from: "case:channel", values: {Internet: online, Desk: counter}}
      status:
        from: "concept:name"
        of_rows: last
        values: {Register: registered, Work: processing, Send: returned}
      extracted_on: {constant: 2026-11-27}
"""
HEAD = (
    "case:concept:name,concept:name,org:resource,org:group,time:timestamp,case:channel"
)
ROWS = [
    "A,Work,O2,9002,2026-03-02T10:00:00,Internet",
    "B,Register,O3,9003,2026-03-01T08:00:00,Desk",
    "A,Register,O1,9001,2026-03-01T09:00:00,Internet",
    "A,Send,,9001,2026-03-05T11:30:01,",
]
FOUND = (
    "select case_code, received_at, finished_at, officer_code, receiving_unit_code,"
    ' channel, status, _line from raw."case" order by 1'
)


def log(*rows: str) -> str:
    return "\n".join([HEAD, *rows]) + "\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


WANTED: list[tuple[Any, ...]] = [
    (
        *("A", at("2026-03-01T09:00:00"), at("2026-03-05T11:30:01")),
        *("O2", "9001", "online", "returned", 2),
    ),
    (
        *("B", at("2026-03-01T08:00:00"), at("2026-03-01T08:00:00")),
        *("O3", "9003", "counter", "registered", 3),
    ),
]


def test_first_last_least_and_most_of_the_rows_of_a_case(desk: Desk) -> None:
    result = desk.load(LOG, log(*ROWS))
    assert result.status == "loaded", result.reason
    assert desk.raw(FOUND) == WANTED
    assert desk.counts() == [("case", 2, 2, 0, 0)]
    assert result.n_source_rows == len(ROWS)
    said = [notice.as_text("vi") for notice in result.notices]
    assert any("4 dòng ghép thành 2 hồ sơ" in text for text in said)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_case_may_stretch_over_chunks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    monkeypatch.setattr(table_plan, "CHUNK_ROWS", n)
    monkeypatch.setattr("ingest.files.csv_reader.MAX_BATCH_ROWS", 1)
    desk.load(LOG, log(*ROWS))
    assert desk.raw(FOUND) == WANTED


def test_without_an_order_rows_count_as_they_stand(desk: Desk) -> None:
    desk.load(LOG.replace("    in_order_of: received_at\n", ""), log(*ROWS))
    [a, _] = desk.raw(FOUND)
    assert (a[3], a[4], a[6]) == ("O1", "9002", "returned")


def test_the_same_log_again_and_a_longer_one(desk: Desk) -> None:
    desk.load(LOG, log(*ROWS))
    desk.load(LOG, log(*ROWS, "C,Work,O1,9001,2026-03-09T10:00:00,Desk"), "dai.csv")
    assert desk.raw("select sum(n_loaded), sum(n_duplicate) from raw.file_kind") == [
        (3, 2)
    ]


def test_a_case_with_a_broken_row_is_refused_whole(desk: Desk) -> None:
    desk.load(LOG, log(*ROWS, "A,Work,O1,9001,31/31/2026,Internet"))
    assert [row[0] for row in desk.raw(FOUND)] == ["B"]
    assert desk.counts() == [("case", 2, 1, 0, 1)]
    assert [row[:2] for row in desk.refused()] == [(6, "time:timestamp")] * 2


def test_what_all_rows_must_say_alike_is_refused_where_they_differ(desk: Desk) -> None:
    desk.load(LOG, log(*ROWS, "A,Work,O1,9001,2026-03-03T10:00:00,Desk"))
    assert desk.refused() == [(2, "case:channel", "Desk ≠ Internet", "rows_differ")]
    assert desk.counts() == [("case", 2, 1, 0, 1)]


def test_a_row_that_names_no_case_stands_alone(desk: Desk) -> None:
    nameless = ",Work,O1,9001,2026-03-03T10:00:00,Desk"
    desk.load(LOG, log(*ROWS, nameless, nameless))
    assert desk.counts() == [("case", 4, 2, 0, 2)]
    assert [row[3] for row in desk.refused()] == ["required", "required"]


def test_a_needed_cell_may_be_empty_in_some_rows_not_in_all(desk: Desk) -> None:
    spec = LOG.replace(
        'officer_code: {from: "org:resource", of_rows: last}',
        'officer_code: {from: "org:resource", of_rows: last, filled: true}',
    )
    desk.load(spec, log(*ROWS, "C,Work,,9001,2026-03-03T10:00:00,Desk"))
    assert desk.refused() == [(6, "org:resource", None, "required")]
    assert [row[3] for row in desk.raw(FOUND)] == ["O2", "O3"]


def test_a_default_fills_a_record_not_a_row(desk: Desk) -> None:
    spec = LOG.replace("of_rows: last}", "of_rows: last, default: O9}", 1)
    desk.load(spec, log(*ROWS, "C,Work,,9001,2026-03-03T10:00:00,Desk"))
    assert [row[3] for row in desk.raw(FOUND)] == ["O2", "O3", "O9"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("of_rows: min", "of_rows: middle", "first"),
        ("one_per: case_code", "one_per: dossier", "one of case_code"),
        ("in_order_of: received_at", "in_order_of: channel", "a day, a time"),
        ("in_order_of: received_at", "in_order_of: due_at", "one of case_code"),
        (
            "    one_per: case_code\n    in_order_of: received_at\n",
            "",
            "needs `one_per`",
        ),
        ("    one_per: case_code\n", "", "`in_order_of` needs `one_per`"),
        (
            '"org:resource", of_rows: last',
            '"org:resource", of_rows: max',
            "days and numbers",
        ),
        ('name"}', 'name", of_rows: first}', "share"),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, old: str, new: str, message: str
) -> None:
    refused = desk.refusal_of(LOG, old, new, log(*ROWS))
    assert re.search(message, str(refused))
    assert refused.in_words("vi") != refused.message


@pytest.mark.parametrize("kind", ["petition", "answer", "letter", "index_mark"])
def test_some_records_stand_in_one_row(kind: str) -> None:
    rule = KindRule(KINDS[kind], (), one_per="unit_code")
    with pytest.raises(SpecError, match="stands in one row"):
        check_gathering(rule)
