"""Delivered files into raw: one transaction per file, all of it or nothing.

Order of work for a file: known already (and would the spec read it the same)? →
which spec → read in one thread and map in another (the next files too) → each chunk
into raw → check the account → commit; one checkpoint after the last file. A kill at
any moment leaves the ledger and the rows agreeing, because both are one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from ingest.loading.chunk_load import Counts, forget_records, load_records
from ingest.loading.delivered import check_alike, source_files
from ingest.loading.front_rows import Named
from ingest.loading.ledger import (
    SourceFile,
    check_not_mixed,
    ingest_lock,
    open_raw,
    write_loaded,
    write_notices,
    write_passed_over,
    write_refused,
)
from ingest.loading.read_ahead import (
    Opened,
    Progress,
    ReadAhead,
    Reading,
    RowsSoFar,
)
from ingest.loading.reload import (
    Earlier,
    earlier_load,
    gave_units,
    has_units,
    let_names_go,
    open_again,
    restate,
    tick_off,
    unlisted_names,
    waits_for_units,
)
from ingest.loading.result import FileResult
from ingest.loading.sources import keep_source, note_deliveries
from ingest.loading.wave_owners import keep_waves
from ingest.mapping.keyed_hash import PURPOSE
from ingest.mapping.map_chunk import MappedChunk, Mapper
from ingest.mapping.notices import Notice, gathered
from ingest.mapping.table_plan import Chunk
from ingest.mapping.unit_lists import UnitLists
from ingest.spec.find_spec import known_specs
from ingest.spec.read_spec import read_spec
from ingest.spec.spec import Spec
from ingest.spec.stated_day import with_stated_day
from warehouse.custody.batches import signed_files
from warehouse.custody.front_key import Signer
from warehouse.errors import CustodyError, ExitCode, SpecError, UnreadableFileError
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key
from warehouse.stores.run_sql import run_sql


def crash_point(name: str) -> None:
    """A named moment of a load: parsed, inserted, before_commit, after_commit.

    Does nothing; the tests replace it to end the process there.
    """


Keep = Callable[[Path, SourceFile, Spec], None]
"""Keeps a delivered file before its rows are committed."""


@dataclass
class _Account:
    """What one file has given so far."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    n_source_rows: int = 0
    n_skipped_rows: int = 0
    notices: list[Notice] = field(default_factory=list)
    named: Named = field(default_factory=Named)


def load_files(
    paths: Iterable[Path | str],
    *,
    spec_path: Path | None = None,
    stated_on: date | None = None,
    settings: Settings,
    is_simulated: bool = False,
    progress: Progress | None = None,
    keeps_sources: bool = True,
    signer: Signer | None = None,
    passed_over: Sequence[Notice] = (),
) -> list[FileResult]:
    """Loads files into raw.

    Args:
        paths: The files, in any order: raw ends with the same rows.
        spec_path: Spec to read them with; found by their headings if left out.
        stated_on: Day the lists among them speak of; if left out, what specs say.
        settings: Where raw lives.
        is_simulated: Marks them as simulated; so does a file MO_PHONG.txt beside.
        progress: Called with the name of a file, how many of its rows were read, and
            how many raw has taken in.
        keeps_sources: Keeps the delivered bytes, encrypted.
        signer: The Front's opened key, where the Front loads the files.
        passed_over: What to know of files of the delivery that are no data.

    Returns:
        One result per path, in order. A file that cannot be read whole, or that no
        spec fits, is a result with status `refused`; the others are still loaded.

    Raises:
        BusyError: Another process is loading or reading raw.
        SpecError: A spec itself is wrong.
        ThanThienError: A path is missing, or simulated and real data would mix.
    """
    files = source_files(paths, settings, is_simulated=is_simulated)
    specs = [read_spec(spec_path)] if spec_path else known_specs(settings)
    if stated_on:
        specs = [with_stated_day(spec, stated_on) for spec in specs]

    def keep(path: Path, file: SourceFile, spec: Spec) -> None:
        keep_source(settings, path, file, spec, stated_on, spec_path)

    with ingest_lock(settings), open_raw(settings) as connection:
        for _, file in files:
            check_not_mixed(connection, is_simulated=file.is_simulated)
        check_alike([file for _, file in files])
        write_passed_over(connection, passed_over)
        # Two threads leave part-filled row groups, which the checkpoint packs again:
        # a third more work, and a file half as large again.
        run_sql(connection, "set threads = 1")
        load = Load(
            connection,
            settings,
            specs,
            spec_path is not None,
            RowsSoFar(progress),
            keep if keeps_sources else None,
            signer,
        )
        results = load.load_in_turn(files)
        # a unit list may stand behind a file that names its units in words
        lists = [place for place, result in enumerate(results) if gave_units(result)]
        before = results[: max(lists, default=0)]
        waiting = [
            n for n, result in enumerate(before) if waits_for_units(result, specs)
        ]
        again = load.load_in_turn([files[place] for place in waiting])
        for place, result in zip(waiting, again, strict=True):
            results[place] = result
        run_sql(connection, f"set threads = {settings.threads}")
        run_sql(connection, "checkpoint store")
        if keeps_sources and any(one.status == "loaded" for one in results):
            note_deliveries(settings, connection)
    return results


@dataclass(frozen=True)
class Load:
    """What all files of one load share."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    specs: Sequence[Spec]
    is_named: bool = True
    so_far: RowsSoFar = field(default_factory=lambda: RowsSoFar(None))
    keep: Keep | None = None
    signer: Signer | None = None

    def load_in_turn(
        self, files: Sequence[tuple[Path, SourceFile]]
    ) -> list[FileResult]:
        """Loads files one after another, each read while the one before is taken in."""
        with closing(self.read_ahead(files)) as ahead:
            results = []
            for number, (_, file) in enumerate(files):
                results.append(self.load_file(file, Reading(ahead, number)))
                ahead.given_units.settle(
                    number, lambda: UnitLists.read_any(self.connection)
                )
        return results

    def read_ahead(self, files: Sequence[tuple[Path, SourceFile]]) -> ReadAhead:
        """Starts to read the files that are not known already."""
        units = UnitLists.read_any(self.connection)
        return ReadAhead(
            [(path, file.sha256) for path, file in files],
            self.specs,
            is_named=self.is_named,
            unwanted={n for n, (_, file) in enumerate(files) if self._is_known(file)},
            mapper=lambda: Mapper.in_memory(self.settings, units),
            key=lambda: derived_key(self.settings, PURPOSE),
            told=lambda number, n: self.so_far.read(files[number][1].name, n),
        )

    def load_file(self, file: SourceFile, reading: Reading) -> FileResult:
        """Loads one file, or says why not."""
        # Asked again: the same bytes may stand twice among the files.
        earlier = earlier_load(self.connection, file.sha256)
        if self._is_final(earlier):
            reading.leave()
            return FileResult(file.name, file.sha256, "already_loaded")
        is_again = earlier is not None
        spec: Spec | None = None
        try:
            opened = reading.open()
            spec = opened.spec
            account = self._transaction(file, opened, reading, is_again=is_again)
        except (UnreadableFileError, SpecError, CustodyError) as error:
            reading.leave()
            if not is_again:
                write_refused(self.connection, file, spec, error.message)
            return FileResult(
                file_name=file.name,
                sha256=file.sha256,
                status="refused",
                reason=error.message,
                spec_name=spec.name if spec else None,
                exit_code=error.exit_code,
            )
        return _result_of(file, spec, account)

    def _is_known(self, file: SourceFile) -> bool:
        return self._is_final(earlier_load(self.connection, file.sha256))

    def _is_final(self, earlier: Earlier | None) -> bool:
        return earlier is not None and earlier.is_final(
            self.specs, is_named=self.is_named
        )

    def _transaction(
        self, file: SourceFile, opened: Opened, reading: Reading, *, is_again: bool
    ) -> _Account:
        """All of a file or nothing."""
        connection = self.connection
        run_sql(connection, "begin")
        is_committed = False
        try:
            account = self.take_in(file, opened, reading, is_again=is_again)
            if self.keep:
                self.keep(opened.path, file, opened.spec)
            crash_point("before_commit")
            run_sql(connection, "commit")
            is_committed = True
            crash_point("after_commit")
        finally:
            if not is_committed:
                # a full disk has ended the transaction already
                with suppress(duckdb.TransactionException):
                    run_sql(connection, "rollback")
        return account

    def take_in(
        self, file: SourceFile, opened: Opened, reading: Reading, *, is_again: bool
    ) -> _Account:
        """Rows, refused rows and ledger entry; the caller holds the transaction."""
        connection = self.connection
        if is_again:
            open_again(connection, file.sha256)
        account = self._take_in_rows(file, opened, reading, is_again=is_again)
        crash_point("inserted")
        is_replay = self.keep is None
        keep_waves(
            connection,
            self.settings,
            file,
            account.named,
            self.signer,
            is_replay=is_replay,
        )
        if is_again:
            if file.sha256 not in signed_files(self.settings):
                let_names_go(connection, file.sha256, opened.spec)
            restate(connection, file.name, account.kinds)
        rows = (account.n_source_rows, account.n_skipped_rows)
        write_loaded(connection, file, opened.spec, account.kinds, rows)
        noticed = map(Notice.masked, gathered(account.notices))
        write_notices(connection, file.name, file.sha256, noticed)
        return account

    def _take_in_rows(
        self, file: SourceFile, opened: Opened, reading: Reading, *, is_again: bool
    ) -> _Account:
        account = _Account({rule.kind.name: Counts() for rule in opened.spec.kinds})
        mapper: Mapper | None = None
        if opened.spec.looks_up_units:
            mapper = Mapper(self.connection, UnitLists.read_any(self.connection))
            mapper.start(opened.parents)
        for chunk in reading.chunks():
            crash_point("parsed")
            if isinstance(chunk, Chunk):
                assert mapper is not None
                chunk = mapper.map(chunk, opened.path)
            _take_in_chunk(self.connection, chunk, account, is_again=is_again)
            self.so_far.taken(file.name, account.n_source_rows)
        if not account.n_source_rows:
            account.notices.append(Notice.of_file("no_rows"))
        if not has_units(self.connection):
            named = unlisted_names(self.connection, file.sha256, opened.spec)
            account.notices += named
        return account


def _result_of(file: SourceFile, spec: Spec, account: _Account) -> FileResult:
    result = FileResult(
        file_name=file.name,
        sha256=file.sha256,
        status="loaded",
        spec_name=spec.name,
        kinds=account.kinds,
        n_source_rows=account.n_source_rows,
        n_skipped_rows=account.n_skipped_rows,
        notices=tuple(gathered(account.notices)),
    )
    code = ExitCode.REFUSED_ROWS if result.n_refused else ExitCode.OK
    return replace(result, exit_code=code)


def _take_in_chunk(
    connection: duckdb.DuckDBPyConnection,
    chunk: MappedChunk,
    account: _Account,
    *,
    is_again: bool,
) -> None:
    for mapped in chunk.kinds:
        kind_name = mapped.sql.rule.kind.name
        account.kinds[kind_name].add(load_records(connection, mapped))
        account.named.add(connection, mapped)
        if is_again:
            tick_off(connection, kind_name)
        forget_records(connection)
    account.n_source_rows += chunk.n_rows
    account.n_skipped_rows += chunk.n_unread + chunk.n_skipped
    account.notices += chunk.notices
