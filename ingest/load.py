"""Delivered files into raw: one transaction per file, all of it or nothing.

Order of work for a file: known already (and would the spec read it the same)? →
which spec → read ahead in a thread, map each chunk in the database → check the
account → commit; one checkpoint after the last file. A kill at any moment leaves the
ledger and the rows agreeing, because both are one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from ingest.again import earlier_load, open_again, restate, tick_off
from ingest.chunk_load import Counts, count_unread, load_chunk
from ingest.denouncer import check_no_denouncer
from ingest.files import content_sha256
from ingest.find_spec import find_spec, known_specs
from ingest.ledger import (
    SourceFile,
    check_not_mixed,
    ingest_lock,
    open_raw,
    write_loaded,
    write_refused,
)
from ingest.mapping import CHUNK
from ingest.prefetch import prefetch
from ingest.read_spec import read_spec
from ingest.result import FileResult
from ingest.spec import Spec
from ingest.table_plan import Chunk, TablePlan, load_parents, read_chunks
from warehouse.errors import ExitCode, SpecError, ThanThienError, UnreadableFileError
from warehouse.run_sql import run_sql
from warehouse.settings import Settings

MARKER = "MO_PHONG.txt"
"""A folder with this file holds simulated data."""

Progress = Callable[[str, int], None]
"""Called with the file's name and its data rows read so far."""


def crash_point(name: str) -> None:
    """A named moment of a load: parsed, inserted, before_commit, after_commit.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass
class _Account:
    """What one file has given so far."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    n_source_rows: int = 0
    n_skipped_rows: int = 0


def load_files(
    paths: Iterable[Path | str],
    *,
    spec_path: Path | None = None,
    settings: Settings,
    is_simulated: bool = False,
    progress: Progress | None = None,
) -> list[FileResult]:
    """Loads files into raw.

    Args:
        paths: The files, in any order: raw ends with the same rows.
        spec_path: Spec to read them with; found by their headings if left out.
        settings: Where raw lives.
        is_simulated: Marks them as simulated; so does a file MO_PHONG.txt beside.
        progress: Told how many rows were read.

    Returns:
        One result per path, in order. A file that cannot be read whole, or that no
        spec fits, is a result with status `refused`; the others are still loaded.

    Raises:
        BusyError: Another process is loading or reading raw.
        SpecError: A spec itself is wrong.
        ThanThienError: A path is missing, or simulated and real data would mix.
    """
    files = [_source_file(Path(path), is_simulated=is_simulated) for path in paths]
    specs = [read_spec(spec_path)] if spec_path else known_specs(settings)
    with ingest_lock(settings), open_raw(settings) as connection:
        for _, file in files:
            check_not_mixed(connection, is_simulated=file.is_simulated)
        _check_alike([file for _, file in files])
        results = [
            _load_file(connection, path, file, specs, spec_path is not None, progress)
            for path, file in files
        ]
        # a unit list may stand behind a file that names its units in words
        lists = [place for place, result in enumerate(results) if _gave_units(result)]
        for place, (path, file) in enumerate(files[: max(lists, default=0)]):
            if _waits_for_units(results[place], specs):
                results[place] = _load_file(
                    connection, path, file, specs, spec_path is not None, progress
                )
        run_sql(connection, "checkpoint store")
    return results


def _gave_units(result: FileResult) -> bool:
    return "unit" in result.kinds and result.kinds["unit"].n_loaded > 0


def _waits_for_units(result: FileResult, specs: Sequence[Spec]) -> bool:
    """Whether more unit lists may let in what was refused."""
    is_short = result.status == "refused" or result.n_refused > 0
    spec = next((s for s in specs if s.name == result.spec_name), None)
    return is_short and spec is not None and spec.looks_up_units


def _source_file(path: Path, *, is_simulated: bool) -> tuple[Path, SourceFile]:
    if not path.is_file():
        rule = "a file to load exists and is no folder"
        raise ThanThienError("file", str(path), rule, "check the path")
    is_marked = is_simulated or (path.parent / MARKER).exists()
    sha256 = content_sha256(path)
    return path, SourceFile(path.name, sha256, path.stat().st_size, is_marked)


def _check_alike(files: Sequence[SourceFile]) -> None:
    simulated = [file.name for file in files if file.is_simulated]
    if simulated and len(simulated) < len(files):
        rule = "simulated and real files are never loaded together"
        step = "load them into homes of their own (THANTHIEN_HOME)"
        raise ThanThienError("files", simulated[0], rule, step)


def _load_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file: SourceFile,
    specs: Sequence[Spec],
    is_named: bool,
    progress: Progress | None,
) -> FileResult:
    earlier = earlier_load(connection, file.sha256)
    if earlier and earlier.is_final(specs, is_named=is_named):
        return FileResult(file.name, file.sha256, "already_loaded")
    spec: Spec | None = None
    try:
        spec = specs[0] if is_named else find_spec(path, specs)
        is_again = earlier is not None
        account = _load_with(connection, path, file, spec, progress, is_again=is_again)
    except (UnreadableFileError, SpecError) as error:
        if earlier is None:
            write_refused(connection, file, spec, error.message)
        return FileResult(
            file_name=file.name,
            sha256=file.sha256,
            status="refused",
            reason=error.message,
            spec_name=spec.name if spec else None,
            exit_code=error.exit_code,
        )
    result = FileResult(
        file_name=file.name,
        sha256=file.sha256,
        status="loaded",
        spec_name=spec.name,
        kinds=account.kinds,
        n_source_rows=account.n_source_rows,
        n_skipped_rows=account.n_skipped_rows,
    )
    return _with_exit_code(result)


def _with_exit_code(result: FileResult) -> FileResult:
    code = ExitCode.REFUSED_ROWS if result.n_refused else ExitCode.OK
    return replace(result, exit_code=code)


def _load_with(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file: SourceFile,
    spec: Spec,
    progress: Progress | None,
    *,
    is_again: bool,
) -> _Account:
    """The transaction of one file."""
    run_sql(connection, "begin")
    is_committed = False
    try:
        if is_again:
            open_again(connection, file.sha256)
        account = _load_rows(connection, path, file, spec, progress, is_again=is_again)
        crash_point("inserted")
        if is_again:
            restate(connection, file.name, account.kinds)
        rows = (account.n_source_rows, account.n_skipped_rows)
        write_loaded(connection, file, spec, account.kinds, rows)
        crash_point("before_commit")
        run_sql(connection, "commit")
        is_committed = True
        crash_point("after_commit")
    finally:
        if not is_committed:
            run_sql(connection, "rollback")
    return account


def _load_rows(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file: SourceFile,
    spec: Spec,
    progress: Progress | None,
    *,
    is_again: bool,
) -> _Account:
    account = _Account({rule.kind.name: Counts() for rule in spec.kinds})
    parents = load_parents(connection, path, spec)
    started: TablePlan | None = None
    with closing(prefetch(read_chunks(path, spec, file.sha256, parents))) as chunks:
        for chunk in chunks:
            crash_point("parsed")
            if chunk.plan is not started:
                _start_table(connection, chunk.plan)
                started = chunk.plan
            _load_one(connection, chunk, account, file.name, is_again=is_again)
            if progress:
                progress(file.name, account.n_source_rows)
    return account


def _start_table(connection: duckdb.DuckDBPyConnection, plan: TablePlan) -> None:
    for kind in plan.kinds:
        for judged in kind.judged():
            judged.create(connection)


def _load_one(
    connection: duckdb.DuckDBPyConnection,
    chunk: Chunk,
    account: _Account,
    name: str,
    *,
    is_again: bool,
) -> None:
    plan = chunk.plan
    connection.register(CHUNK, chunk.rows)
    for kind in plan.kinds:
        check_no_denouncer(connection, kind, list(plan.identity), name)
        for judged in kind.judged():
            judged.learn(connection)
        kind_name = kind.rule.kind.name
        account.kinds[kind_name].add(load_chunk(connection, kind))
        if is_again:
            tick_off(connection, kind_name)
    account.n_source_rows += chunk.rows.num_rows
    account.n_skipped_rows += count_unread(connection, list(plan.kinds))
    if chunk.is_last:
        account.n_skipped_rows += plan.table.n_skipped_rows
    connection.unregister(CHUNK)
