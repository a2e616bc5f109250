"""Takes a delivery out of raw as an act of its own; loading it again undoes it.

The rows of the file go in one transaction, its entry moves to `raw.withdrawn` with who
did it and why, and the kept source file stays. Rows that other files delivered too were
counted as duplicates there; those files are read again inside the same transaction, so
that what they said is in raw afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from ingest.loading.front_rows import check_signer, fronts_rows_in
from ingest.loading.ledger import SourceFile, ingest_lock, moment_after_all, open_raw
from ingest.loading.load import Load
from ingest.loading.read_ahead import ReadAhead, Reading
from ingest.loading.sources import mark_withdrawn, open_source, sources, spec_of
from ingest.mapping.keyed_hash import PURPOSE
from ingest.mapping.map_chunk import Mapper
from ingest.mapping.unit_lists import UnitLists
from ingest.spec.read_spec import read_spec
from ingest.spec.stated_day import with_stated_day
from warehouse import audit
from warehouse.builds.spark.raw_parquet import forget_raw_parquet
from warehouse.custody.batches import sign_rows, sign_taking_out, signed_files
from warehouse.custody.front_key import Signer
from warehouse.custody.held_files import held_files
from warehouse.custody.taken_bundles import refuse_if_by_bundle
from warehouse.errors import CustodyError, ScopeError, ThanThienError
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key
from warehouse.stores.run_sql import run_sql


def crash_point(name: str) -> None:
    """A named moment of a withdrawal: rows_gone, before_commit, after_commit.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass(frozen=True)
class Withdrawn:
    """What was taken out.

    Attributes:
        file_name: Name as delivered.
        file_sha256: Content hash.
        n_rows: Rows that left raw.
        n_read_again: Other files that were read again, of those the reader may hear of.
    """

    file_name: str
    file_sha256: str
    n_rows: int
    n_read_again: int


def withdraw(
    settings: Settings,
    name: str,
    *,
    actor: str,
    reason: str,
    is_front: bool = False,
    signer: Signer | None = None,
) -> Withdrawn:
    """Takes a loaded file out of raw.

    Args:
        settings: Where raw lives.
        name: Its name as delivered, or the first digits of its content hash.
        actor: Who does it, for the ledger and the audit record.
        reason: Why.
        is_front: The Front itself does it.
        signer: The Front's opened key; what it signed, it takes out signed.

    Raises:
        ThanThienError: No such file, or several; or a file to be read again was not
            kept.
        ScopeError: It holds a wave of the Front, and somebody else takes it out.
        CustodyError: The Front signed it, and its key is not given.
        AuditError: It cannot be recorded: nothing is taken out.
        BusyError: A load or a build is running.
    """
    with ingest_lock(settings), open_raw(settings) as connection:
        # nobody else hears that a file of a wave that waits is there
        unheard = frozenset() if is_front else held_files(settings)
        sha256, file_name = _find(connection, name, unheard)
        if not is_front:
            _refuse_if_fronts(connection, settings, sha256, file_name)
        is_signed = sha256 in signed_files(settings)
        if is_signed:
            refuse_if_by_bundle(settings, "file", file_name)
        if is_signed and signer is None:
            rule = "what the Front signed is taken out signed"
            raise CustodyError("file", file_name, rule, "--user ACCOUNT --sign KEY")
        if signer is not None:
            check_signer(settings, signer, file_name)
        again = _files_with_its_rows(connection, sha256)
        audit.record(
            settings,
            actor=actor,
            action="withdrawn",
            subject=sha256,
            detail={"file": file_name, "reason": reason},
        )
        with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
            act = _Act(connection, settings, Path(folder))
            opened = [act.prepare(other) for other in again]
            run_sql(connection, "begin")
            n_rows = _take_out(connection, sha256, actor, reason)
            crash_point("rows_gone")
            for source in opened:
                act.read_again(*source)
            if is_signed and signer is not None:
                sign_taking_out(settings, signer, sha256)
                for other in again:
                    theirs = fronts_rows_in(connection, settings, other)
                    sign_rows(connection, settings, signer, other, theirs)
            mark_withdrawn(settings, sha256)
            crash_point("before_commit")
            run_sql(connection, "commit")
            crash_point("after_commit")
        run_sql(connection, "checkpoint store")
    forget_raw_parquet(settings)
    return Withdrawn(file_name, sha256, n_rows, len({*again} - unheard))


def _find(
    connection: duckdb.DuckDBPyConnection, name: str, unheard: Collection[str]
) -> tuple[str, str]:
    found = run_sql(
        connection,
        "select file_sha256, file_name from raw.file where status = 'loaded'"
        " and (file_name = $name or length($name) >= 8"
        " and starts_with(file_sha256, $name))"
        " and not list_contains($unheard, file_sha256) order by all",
        {"name": name, "unheard": sorted(unheard)},
    ).fetchall()
    if len(found) != 1:
        rule = "exactly one loaded file of that name or digest"
        step = "name it by the first 12 digits of its digest; the Front adds --user"
        shown = ", ".join(f"{n} {sha[:12]}" for sha, n in found) or name
        raise ThanThienError("file", shown, rule, step)
    [(sha256, file_name)] = found
    return str(sha256), str(file_name)


def _refuse_if_fronts(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    sha256: str,
    file_name: str,
) -> None:
    if fronts_rows_in(connection, settings, sha256):
        rule = "what belongs to a wave of the Front is taken out by the Front"
        raise ScopeError("file", file_name, rule, "--user ACCOUNT")


def _files_with_its_rows(
    connection: duckdb.DuckDBPyConnection, sha256: str
) -> list[str]:
    """Other files of the same kinds that delivered rows raw had already."""
    found = run_sql(
        connection,
        "select distinct k.file_sha256, f.loaded_at from raw.file_kind k"
        " join raw.file f using (file_sha256)"
        " where f.status = 'loaded' and k.n_duplicate > 0 and k.file_sha256 <> $sha"
        " and k.kind in (select kind from raw.file_kind where file_sha256 = $sha"
        " and n_loaded > 0) order by f.loaded_at",
        {"sha": sha256},
    ).fetchall()
    return [str(other) for other, _ in found]


def _take_out(
    connection: duckdb.DuckDBPyConnection, sha256: str, actor: str, reason: str
) -> int:
    bound = {"sha": sha256}
    run_sql(
        connection,
        "insert into raw.withdrawn select file_sha256, file_name, spec_name,"
        " loaded_at, $at, $actor, $reason from raw.file where file_sha256 = $sha",
        bound | {"at": moment_after_all(connection), "actor": actor, "reason": reason},
    )
    n_rows = 0
    for kind in KINDS:
        text = f'delete from raw."{kind}" where _file_sha256 = $sha'
        n_rows += int(run_sql(connection, text, bound).fetchall()[0][0])
    for table in ("file", "file_kind", "refused", "notice"):
        run_sql(connection, f"delete from raw.{table} where file_sha256 = $sha", bound)
    return n_rows


_Prepared = tuple[SourceFile, Load, ReadAhead]


@dataclass(frozen=True)
class _Act:
    """What reading other files again needs."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    folder: Path

    def prepare(self, sha256: str) -> _Prepared:
        """Opens the kept source of a file that is to be read again."""
        kept = {source.file_sha256: source for source in sources(self.settings)}
        if sha256 not in kept:
            rule = "a file with rows of it was not kept and cannot be read again"
            step = "deliver that file again first"
            raise ThanThienError("file", sha256[:12], rule, step)
        source = kept[sha256]
        path = open_source(self.settings, source, self.folder)
        spec = read_spec(spec_of(self.settings, source))
        if source.stated_on:
            spec = with_stated_day(spec, date.fromisoformat(source.stated_on))
        file = SourceFile(
            source.file_name, sha256, path.stat().st_size, source.is_simulated
        )
        units = UnitLists.read_any(self.connection)
        ahead = ReadAhead(
            [(path, sha256)],
            [spec],
            is_named=True,
            unwanted=set(),
            mapper=lambda: Mapper.in_memory(self.settings, units),
            key=lambda: derived_key(self.settings, PURPOSE),
        )
        return file, Load(self.connection, self.settings, [spec]), ahead

    def read_again(self, file: SourceFile, load: Load, ahead: ReadAhead) -> None:
        """Loads what the file says beyond what raw has, inside the transaction."""
        with closing(ahead):
            reading = Reading(ahead, 0)
            load.take_in(file, reading.open(), reading, is_again=True)
