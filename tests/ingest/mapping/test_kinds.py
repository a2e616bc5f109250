"""Every raw kind can be filled by a spec, column by column."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Desk
from warehouse.raw.column import BOOLEAN, DATE, TEXT, TIMESTAMP, Column, Kind
from warehouse.raw.kinds import KINDS


def _text(column: Column) -> str:
    if column.words:
        return column.words[0]
    samples = {
        TEXT: column.name,
        BOOLEAN: "true",
        DATE: "2026-07-01",
        TIMESTAMP: "2026-07-01 08:30:00",
    }
    return samples.get(column.type, "3")


def _spec(kind: Kind) -> str:
    lines = [
        f"      {c.name}: {{from: {c.name}, required: true}}" for c in kind.columns
    ]
    scale = "    scale: likert5\n" if kind.name == "answer" else ""
    columns = "\n".join(lines)
    return f"kinds:\n  - kind: {kind.name}\n{scale}    columns:\n{columns}\n"


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_holds_what_a_spec_fills(desk: Desk, name: str) -> None:
    kind = KINDS[name]
    names = [column.name for column in kind.columns]
    shown = {column.name: _text(column) for column in kind.columns}
    text = ",".join(names) + "\n" + ",".join(shown.values()) + "\n"
    result = desk.load(_spec(kind), text)
    counts = result.kinds[name]
    assert (counts.n_read, counts.n_loaded) == (1, 1), desk.refused()
    listed = ", ".join(f'"{n}"' for n in names)
    ((*found,),) = desk.raw(f'select {listed} from raw."{name}"')
    empty = [n for n, value in zip(names, found, strict=True) if value is None]
    # an answer has a level or a reason for none
    assert set(empty) <= {"no_answer_reason"}
