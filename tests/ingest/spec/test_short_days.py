"""Days as people type them, in every book kept by hand."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from ingest.mapping.columns.date_column import DateColumn
from ingest.spec.read_spec import shipped_specs
from ingest.spec.spec import ColumnRule, Spec
from ingest.values.date_order import Evidence
from ingest.values.dates import compile_format
from warehouse.raw.column import DATE, TIMESTAMP

BY_HAND = "dd/MM/yyyy"


def day_columns(spec: Spec) -> list[tuple[str, ColumnRule]]:
    """Columns of days that a person writes, in a cell of their own."""
    return [
        (f"{spec.name}.{column.name}", column)
        for rule in spec.kinds
        for column in rule.columns
        if rule.kind.column(column.name).type in (DATE, TIMESTAMP)
        and BY_HAND in column.dates
        and any(source.headings for source in column.sources)
    ]


COLUMNS = [pair for spec in shipped_specs() for pair in day_columns(spec)]


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[name for name, _ in COLUMNS])
def test_a_day_may_lack_its_zeros(name: str, column: ColumnRule) -> None:
    formats = [compile_format(text) for text in column.dates if text != "excel"]
    assert any(one.shortest <= len("4/9/2026") <= one.longest for one in formats), name


@pytest.mark.parametrize(
    "text", ["14/8/2026", "14-08-2026", "14.8.2026", "14/08/2026 08:30"]
)
def test_a_day_is_read_with_other_marks_and_with_its_hour(text: str) -> None:
    for name, column in COLUMNS:
        day = f"({DateColumn(column, 'here').value('t')})::date"
        read = f"select {day} from (select ? as t)"
        assert duckdb.execute(read, [text]).fetchone() == (date(2026, 8, 14),), name


def test_other_marks_keep_the_check_of_day_and_month() -> None:
    column = next(c for name, c in COLUMNS if name == "petition_list.received_on")
    read = DateColumn(column, "here")
    texts = "select unnest(['8-14-2026', '8.15.2026', '8-9-2026']) as text"
    connection = duckdb.connect()
    read.weigh(connection, texts, Evidence())
    kept = connection.execute(f"select {read.value('text')} from ({texts})").fetchall()
    assert kept == [(None,)] * 3


def test_there_are_many() -> None:
    assert len(COLUMNS) >= 30
