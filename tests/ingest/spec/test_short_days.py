"""Days as people type them, without leading zeros, in every book kept by hand."""

from __future__ import annotations

import pytest

from ingest.spec.read_spec import shipped_specs
from ingest.spec.spec import ColumnRule, Spec
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


def test_there_are_many() -> None:
    assert len(COLUMNS) >= 30
