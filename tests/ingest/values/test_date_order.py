"""All dates of a column say together which number is the day; nobody guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.mapping.rules import rule_text, with_spec_step
from tests.ingest.conftest import Desk
from warehouse.errors import SpecError

CASES = Path(__file__).parents[2] / "cases"
SPEC = """
kinds:
  - kind: reminder
    columns:
      officer_code: {from: Mã}
      given_on: {from: Ngày, DATES}
      kind: {constant: reminder}
"""
BOTH = "dates: [dd/MM/yyyy, MM/dd/yyyy]"


def days(desk: Desk, rule: str, *texts: str) -> list[str]:
    """Loads days and gives those loaded."""
    rows = "".join(f"cb{i},{text}\n" for i, text in enumerate(texts))
    result = desk.load(SPEC.replace("DATES", rule), "Mã,Ngày\n" + rows)
    assert result.status == "loaded", result.reason
    query = "select given_on::varchar from raw.reminder order by officer_code"
    return [day for (day,) in desk.raw(query)]


def rules(desk: Desk) -> list[tuple[str, str]]:
    return [(row[2], row[3]) for row in desk.refused()]


def test_other_dates_of_the_column_decide(desk: Desk) -> None:
    found = days(desk, BOTH, "03/11/2026", "24/11/2026")
    assert found == ["2026-11-03", "2026-11-24"]


def test_they_decide_for_the_month_as_well(desk: Desk) -> None:
    found = days(desk, BOTH, "03/11/2026", "11/24/2026")
    assert found == ["2026-03-11", "2026-11-24"]


def test_where_they_say_nothing_the_dates_are_refused(desk: Desk) -> None:
    assert days(desk, BOTH, "03/11/2026", "05/05/2026") == ["2026-05-05"]
    assert rules(desk) == [("03/11/2026", "date_ambiguous")]
    [(params,)] = desk.raw("select rule_params from raw.refused")
    said, what_to_do = rule_text("date_ambiguous", params, "vi")
    assert "03/11/2026 hoặc 11/03/2026" in said
    assert "năm-tháng-ngày" in what_to_do
    assert "dates" not in said + what_to_do
    whole = with_spec_step(what_to_do, "date_ambiguous", params, "vi")
    assert "dates: [MM/dd/yyyy]" in whole


def test_where_they_differ_the_dates_are_refused(desk: Desk) -> None:
    found = days(desk, BOTH, "03/11/2026", "24/11/2026", "11/24/2026")
    assert found == ["2026-11-24", "2026-11-24"]
    assert rules(desk) == [("03/11/2026", "date_ambiguous")]


def test_a_source_of_the_other_order_is_not_read_by_half(desk: Desk) -> None:
    texts = ("03/11/2026", "11/24/2026", "11/25/2026")
    assert days(desk, "dates: [dd/MM/yyyy]", *texts) == []
    assert [rule for _, rule in rules(desk)] == [
        "date_ambiguous",
        "date_format",
        "date_format",
    ]


def test_one_slip_among_many_is_refused_alone(desk: Desk) -> None:
    texts = [f"{day}/11/2026" for day in range(13, 31)] * 2 + ["03/11/2026"]
    found = days(desk, "dates: [dd/MM/yyyy]", *texts, "11/24/2026")
    assert len(found) == len(texts)
    assert "2026-11-03" in found
    assert rules(desk) == [("11/24/2026", "date_format")]


def test_real_dates_turned_by_a_spreadsheet_are_refused(desk: Desk) -> None:
    load_files([CASES / "04_swapped_days/ho_so_10.xlsx"], settings=desk.settings)
    refused = desk.refused()
    assert {row[0] for row in refused} == {5, 6, 7, 8}
    assert {row[3] for row in refused} == {"date_swapped"}
    days = 'select min(received_at), max(received_at) from raw."case"'
    [(first, last)] = desk.raw(days)
    assert (f"{first:%d/%m}", f"{last:%d/%m}") == ("13/11", "24/11")


@pytest.mark.parametrize(
    ("swapped", "first"), [("true", "2026-11-03"), ("false", "2026-03-11")]
)
def test_the_spec_may_say_whether_they_were_turned(
    desk: Desk, swapped: str, first: str
) -> None:
    rule = f"dates: [dd/MM/yyyy], swapped: {swapped}"
    assert days(desk, rule, "2026-03-11", "24/11/2026") == [first, "2026-11-24"]


def test_refused_dates_come_in_once_the_spec_says_which(desk: Desk) -> None:
    texts = ("2026-03-11", "24/11/2026")
    assert days(desk, "dates: [dd/MM/yyyy]", *texts) == ["2026-11-24"]
    rule = "dates: [dd/MM/yyyy], swapped: true"
    assert days(desk, rule, *texts) == ["2026-11-03", "2026-11-24"]


def test_real_dates_over_the_whole_month_are_believed(desk: Desk) -> None:
    texts = ("2026-03-11", "2026-03-25", "24/11/2026")
    assert len(days(desk, "dates: [dd/MM/yyyy]", *texts)) == 3


def test_years_of_two_figures(desk: Desk) -> None:
    found = days(desk, "dates: [dd/MM/yy]", "05/03/26", "24/11/68", "24/11/69")
    assert found == ["2026-03-05", "2068-11-24", "1969-11-24"]


def test_formats_in_order(desk: Desk) -> None:
    rule = "dates: [MM/dd/yyyy, dd/MM/yyyy], dates_in_order: true, swapped: false"
    found = days(desk, rule, "03/11/2026", "24/11/2026")
    assert found == ["2026-03-11", "2026-11-24"]


def test_a_format_bound_to_a_pattern(desk: Desk) -> None:
    rule = (
        'dates: [dd/MM/yyyy, {format: "MM/dd/yyyy HH:mm", matches: ":"}], '
        "swapped: false"
    )
    found = days(desk, rule, "03/11/2026", "11/03/2026 08:30")
    assert found == ["2026-11-03", "2026-11-03"]


def test_a_format_bound_to_another_column(desk: Desk) -> None:
    choice = "{format: MM/dd/yyyy, heading: Nguồn, in: [Máy A]}"
    spec = SPEC.replace("DATES", f"dates: [dd/MM/yyyy, {choice}], swapped: false")
    text = "Mã,Ngày,Nguồn\ncb1,03/11/2026,máy a\ncb2,03/11/2026,Máy B\n"
    desk.load(spec, text)
    query = "select given_on::varchar from raw.reminder order by officer_code"
    assert desk.raw(query) == [("2026-03-11",), ("2026-11-03",)]


def test_a_column_that_changes_its_order_is_refused_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.mapping.table_plan.CHUNK_ROWS", 2)
    monkeypatch.setattr("ingest.files.csv_reader.MAX_BATCH_ROWS", 2)
    rows = "cb1,03/11/2026\ncb2,24/11/2026\ncb3,04/11/2026\ncb4,11/24/2026\n"
    result = desk.load(SPEC.replace("DATES", BOTH), "Mã,Ngày\n" + rows)
    assert result.status == "refused"
    assert "swapped" in str(result.reason)


def test_only_dates_are_swapped(desk: Desk) -> None:
    wrong = SPEC.replace("{from: Mã}", "{from: Mã, swapped: true}")
    with pytest.raises(SpecError, match="swapped"):
        desk.load(wrong.replace("DATES", "dates: [iso]"), "Mã,Ngày\n")
