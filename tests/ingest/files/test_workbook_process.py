"""Small workbooks share a reading process; a bad one takes no other with it."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest.files.open import open_tables
from ingest.files.workbooks import child as workbook_child
from ingest.files.workbooks import process as workbook_process
from ingest.files.workbooks.process import WorkbookProcesses
from tests.ingest.files.workbooks import (
    Rows,
    many_rows,
    raw_xlsx,
    text_cell,
    write_xlsx,
)
from warehouse.errors import UnreadableFileError

GOOD: dict[str, Rows] = {
    "S": [["Mã", "Tên"], ["1", "A"], ["2", "B"]],
    "T": [["Mã", "Tên"], ["3", "C"]],
}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every process that was started."""
    found: list[object] = []
    popen: Any = subprocess.Popen

    def keep(*args: object, **kwargs: object) -> object:
        found.append(popen(*args, **kwargs))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", keep)
    return found


@pytest.fixture
def processes() -> Iterator[WorkbookProcesses]:
    with closing(WorkbookProcesses()) as kept:
        yield kept


def n_rows(path: Path, processes: WorkbookProcesses) -> int:
    tables = open_tables(path, processes=processes)
    return sum(batch.num_rows for table in tables for batch in table.batches())


def test_one_process_serves_small_workbooks(
    tmp_path: Path, processes: WorkbookProcesses, started: list[object]
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        path = write_xlsx(tmp_path / name, GOOD)
        heads = open_tables(path, heads_only=True, processes=processes)
        assert [table.headings for table in heads] == [("Mã", "Tên")] * 2
        assert n_rows(path, processes) == 3
    assert len(started) == 1


def test_a_large_workbook_ends_its_process(
    tmp_path: Path,
    processes: WorkbookProcesses,
    started: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook_process, "SMALL_BYTES", 0)
    path = write_xlsx(tmp_path / "a.xlsx", GOOD)
    assert [n_rows(path, processes) for _ in range(2)] == [3, 3]
    assert len(started) == 2


def test_a_refused_workbook_leaves_the_next_one_alone(
    tmp_path: Path, processes: WorkbookProcesses, started: list[object]
) -> None:
    damaged = tmp_path / "a.xlsx"
    damaged.write_bytes(write_xlsx(tmp_path / "b.xlsx", GOOD).read_bytes()[:-300])
    for _ in range(2):
        with pytest.raises(UnreadableFileError):
            n_rows(damaged, processes)
        assert n_rows(tmp_path / "b.xlsx", processes) == 3
    assert len(started) == 1


def test_a_workbook_that_kills_its_process_leaves_the_next_one_alone(
    tmp_path: Path, processes: WorkbookProcesses, started: list[object]
) -> None:
    good = write_xlsx(tmp_path / "a.xlsx", GOOD)
    assert n_rows(good, processes) == 3
    # 700 columns × 1,048,576 rows would be 17 GB of empty cells.
    row = f'<row r="1">{text_cell("A1", "Mã")}{text_cell("B1", "Tên")}</row>'
    far = f'{row}<row r="1048576">{text_cell("ZX1048576", "x")}</row>'
    with pytest.raises(UnreadableFileError, match="reader stopped"):
        n_rows(raw_xlsx(tmp_path / "wide.xlsx", far), processes)
    assert n_rows(good, processes) == 3
    assert len(started) == 2


def test_a_workbook_left_early_gives_nothing_to_the_next_one(
    tmp_path: Path, processes: WorkbookProcesses, started: list[object]
) -> None:
    rows = many_rows(30_000)
    tables = open_tables(
        write_xlsx(tmp_path / "a.xlsx", {"S": rows}), processes=processes
    )
    next(next(tables).batches())
    tables.close()  # type: ignore[attr-defined]
    assert n_rows(write_xlsx(tmp_path / "b.xlsx", GOOD), processes) == 3
    assert len(started) == 2


def test_each_workbook_has_its_own_processor_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (0, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limit: limits.append(limit))
    monkeypatch.setattr(time, "process_time", lambda: 12.3)
    workbook_child.limit_this_workbook()
    assert limits == [(13 + workbook_child.CPU_SECONDS, resource.RLIM_INFINITY)]
