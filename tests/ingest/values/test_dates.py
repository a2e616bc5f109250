"""Dates: full match, real days only, and no guess between two formats."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.values.dates import ambiguous_sql, compile_format, date_sql
from warehouse.errors import SpecError

VN = ["dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "dd/MM/yyyy"]


def read(text: str | None, formats: list[str]) -> datetime | None:
    sql = f"select {date_sql('t', formats)} from (select ?::varchar as t)"
    found: datetime | None = duckdb.execute(sql, [text]).fetchall()[0][0]
    return found


def is_ambiguous(text: str, formats: list[str]) -> bool:
    sql = f"select {ambiguous_sql('t', formats)} from (select ?::varchar as t)"
    return bool(duckdb.execute(sql, [text]).fetchall()[0][0])


@pytest.mark.parametrize(
    ("text", "formats", "meant"),
    [
        ("03/05/2024", VN, datetime(2024, 5, 3)),
        ("03/05/2024 17:05", VN, datetime(2024, 5, 3, 17, 5)),
        ("03/05/2024 17:05:09", VN, datetime(2024, 5, 3, 17, 5, 9)),
        ("3/5/2024", ["d/M/yyyy"], datetime(2024, 5, 3)),
        ("03/5/2024", ["d/M/yyyy", "dd/MM/yyyy"], datetime(2024, 5, 3)),
        ("20240503102030", ["yyyyMMddHHmmss"], datetime(2024, 5, 3, 10, 20, 30)),
        ("20240503", ["yyyyMMddHHmmss", "yyyyMMdd"], datetime(2024, 5, 3)),
        ("2024-05-03", VN, datetime(2024, 5, 3)),
        ("2024-05-03 10:20:30", [], datetime(2024, 5, 3, 10, 20, 30)),
        ("2024-05-03T10:20", [], datetime(2024, 5, 3, 10, 20)),
        ("2024-05-03T10:20:30.123+07:00", [], datetime(2024, 5, 3, 10, 20, 30, 123000)),
        ("2024-05-03T20:20:30Z", [], datetime(2024, 5, 4, 3, 20, 30)),
        ("45415", ["excel", "dd/MM/yyyy"], datetime(2024, 5, 3)),
        ("45415.5", ["excel"], datetime(2024, 5, 3, 12)),
        ("45415.4305555556", ["excel"], datetime(2024, 5, 3, 10, 20)),
        (
            "2024/05/03 1:20:30 CH GMT+7",
            ["yyyy/MM/dd h:mm:ss a 'GMT+7'"],
            datetime(2024, 5, 3, 13, 20, 30),
        ),
        (
            "2024/05/03 10:20:30 SA GMT+7",
            ["yyyy/MM/dd h:mm:ss a 'GMT+7'"],
            datetime(2024, 5, 3, 10, 20, 30),
        ),
        (
            "Ngày 3 tháng 05 năm 2024",
            ["'ngày' d 'tháng' M 'năm' yyyy"],
            datetime(2024, 5, 3),
        ),
        ("05/13/2024", ["dd/MM/yyyy", "MM/dd/yyyy"], datetime(2024, 5, 13)),
        ("05/05/2024", ["dd/MM/yyyy", "MM/dd/yyyy"], datetime(2024, 5, 5)),
    ],
)
def test_reads(text: str, formats: list[str], meant: datetime) -> None:
    assert read(text, formats) == meant


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("31/02/2024", VN),
        ("29/02/2023", VN),
        ("00/05/2024", VN),
        ("03/13/2024", VN),
        ("3/5/2024", VN),
        ("03/05/24", ["d/M/yyyy", "dd/MM/yyyy"]),
        ("03/05/2024 24:00", VN),
        ("03/05/2024 10:60", VN),
        ("03/05/2024x", VN),
        ("x03/05/2024", VN),
        ("03-05-2024", VN),
        ("infinity", ["yyyyMMdd"]),
        ("epoch", ["d/M/yyyy"]),
        ("2024-02-30", VN),
        ("2024-5-3", VN),
        ("2024-05-03 ", []),
        ("45415", VN),
        ("4541", ["excel"]),
        ("45415,5", ["excel"]),
        ("03/05/2024", ["dd/MM/yyyy", "MM/dd/yyyy"]),
        ("", VN),
        (None, VN),
    ],
)
def test_refuses(text: str | None, formats: list[str]) -> None:
    assert read(text, formats) is None


def test_ambiguous_is_shown_from_wrong() -> None:
    both = ["dd/MM/yyyy", "MM/dd/yyyy"]
    assert is_ambiguous("03/05/2024", both)
    assert not is_ambiguous("05/05/2024", both)
    assert not is_ambiguous("31/02/2024", both)
    assert not is_ambiguous("03/05/2024", ["dd/MM/yyyy", "d/M/yyyy"])


@pytest.mark.parametrize(
    "text", ["dd/MM/yyy", "dd/MM", "DD/MM/YYYY", "ngày d/M/yyyy", "yyyy"]
)
def test_wrong_formats_are_shown(text: str) -> None:
    with pytest.raises(SpecError) as raised:
        compile_format(text)
    assert raised.value.value == text


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
_PYTHON = {
    "dd/MM/yyyy HH:mm:ss": "%d/%m/%Y %H:%M:%S",
    "yyyyMMddHHmmss": "%Y%m%d%H%M%S",
    "MM-dd-yyyy HH.mm.ss": "%m-%d-%Y %H.%M.%S",
    "iso": "%Y-%m-%d %H:%M:%S",
}


@given(moment=MOMENTS, fmt=st.sampled_from(sorted(_PYTHON)))
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read(moment: datetime, fmt: str) -> None:
    assert read(moment.strftime(_PYTHON[fmt]), [fmt]) == moment


@given(days=st.integers(10_000, 99_999), seconds=st.integers(0, 86_399))
@settings(max_examples=40, deadline=None)
def test_serials_keep_the_second(days: int, seconds: int) -> None:
    meant = datetime(1899, 12, 30) + timedelta(days=days, seconds=seconds)
    assert read(f"{days + seconds / 86400:.9f}", ["excel"]) == meant


@given(text=st.text("0123456789/: -", max_size=19))
@settings(max_examples=150, deadline=None)
def test_only_the_exact_form_is_read(text: str) -> None:
    """Whatever is read, writes back as the text it was."""
    found = read(text, VN)
    written = [
        found.strftime(pattern)
        for pattern in ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d")
        if found
    ]
    assert found is None or text in written
