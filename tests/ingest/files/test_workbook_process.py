"""Small workbooks share a reading process; a bad one takes no other with it."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest.files.open import open_tables
from ingest.files.workbooks import limits as workbook_limits
from ingest.files.workbooks import process as workbook_process
from ingest.files.workbooks import reader as workbook_reader
from ingest.files.workbooks.process import WorkbookProcesses
from tests.ingest.files.workbooks import (
    Rows,
    many_rows,
    raw_xlsx,
    text_cell,
    write_xls,
    write_xlsx,
)
from warehouse.errors import UnreadableFileError

GOOD: dict[str, Rows] = {
    "S": [["Mã", "Tên"], ["1", "A"], ["2", "B"]],
    "T": [["Mã", "Tên"], ["3", "C"]],
}


MOST_OF_A_READER = """
import resource, sys
from pathlib import Path
from ingest.files.open import open_tables
from warehouse.errors import UnreadableFileError
try:
    print([list(table.batches()) for table in open_tables(Path(sys.argv[1]))])
except UnreadableFileError as error:
    print(str(error).replace(chr(10), " "))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""
"""What became of a file, and megabytes that the child which read it took at most."""


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


@pytest.mark.parametrize(("n_bytes", "seconds"), [(0, 12), (10 << 20, 172)])
def test_each_workbook_has_its_own_limits(
    monkeypatch: pytest.MonkeyPatch, n_bytes: int, seconds: int
) -> None:
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda _: (0, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(time, "process_time", lambda: 12.3)
    workbook_limits.limit_this_workbook(n_bytes)
    assert limits[resource.RLIMIT_CPU] == (13 + seconds, resource.RLIM_INFINITY)
    memory, _ = limits[resource.RLIMIT_AS]
    assert memory > workbook_limits.memory_for(n_bytes) >= (384 << 20) + 128 * n_bytes


def test_a_chain_of_blocks_without_an_end_is_over_soon(
    tmp_path: Path, processes: WorkbookProcesses
) -> None:
    """Each sector of the workbook's table of blocks names the first as the next one."""
    path = write_xls(tmp_path / "a.xls", GOOD)
    content = bytearray(path.read_bytes())
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    content[table : table + 512] = bytes(512)
    path.write_bytes(content)
    # in a process of its own, whose only child is the reader
    found = subprocess.run(
        [sys.executable, "-c", MOST_OF_A_READER, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    refusal, most_mb = found.stdout.splitlines()
    assert "reader stopped" in refusal
    assert int(most_mb) < 1024
    assert n_rows(write_xlsx(tmp_path / "b.xlsx", GOOD), processes) == 3


def test_what_a_library_prints_is_no_answer(
    tmp_path: Path, processes: WorkbookProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """xlrd warns of a size that is no whole number of sectors."""
    monkeypatch.setattr(workbook_reader, "SILENCE_SECONDS", 10)
    path = write_xls(tmp_path / "a.xls", GOOD)
    path.write_bytes(path.read_bytes() + bytes(100))
    assert n_rows(path, processes) == 3
