"""Checks raw: every block, its seal, its log, and whether the ledger adds up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from warehouse.custody.held_files import held_files
from warehouse.doctor.finding import Finding
from warehouse.errors import BusyError, DamagedError, DiskError, ThanThienError
from warehouse.raw.kinds import KINDS
from warehouse.raw.seal import is_sealed, log_path, seal_path
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.faults import is_held
from warehouse.stores.read_through import read_through
from warehouse.stores.run_sql import run_sql


def check_raw(settings: Settings) -> Iterator[Finding]:
    """Everything that is wrong with raw."""
    path, log = settings.raw_path, log_path(settings)
    if not path.exists():
        if seal_path(settings).exists() or log.exists():
            yield Finding("raw_damaged", str(path), "missing")
        return
    if is_held(path):
        yield Finding("busy", str(path))
        return
    try:
        read_through(path)
        wrong = list(_wrong_accounts(settings))
    except BusyError:
        yield Finding("busy", str(path))
        return
    except (DamagedError, DiskError) as refusal:
        if "newer version" in refusal.rule:
            yield Finding("newer_version", str(path))
        elif log.exists():
            # the log may be of another store: beside this one it spoils both
            yield Finding("log_foreign", str(log), refusal.rule)
        else:
            yield Finding("raw_damaged", str(path), refusal.rule)
        return
    yield from wrong
    has_seal = seal_path(settings).exists() and not log.exists()
    if has_seal and not wrong and not is_sealed(settings):
        yield Finding("raw_unsealed", str(path))


def _held(settings: Settings) -> Collection[str] | None:
    """Files of waves that wait; None where what says so is damaged."""
    try:
        return held_files(settings)
    except ThanThienError:
        return None


def _wrong_accounts(settings: Settings) -> Iterator[Finding]:
    """Files whose rows in raw are not as many as their ledger entry says."""
    held = _held(settings)
    with open_raw(settings) as connection:
        tables = {
            str(name)
            for (name,) in run_sql(
                connection,
                "select table_name from duckdb_tables() where schema_name = 'raw'",
            ).fetchall()
        }
        if not {"file", "file_kind"} <= tables:
            return
        for kind in sorted(tables & KINDS.keys()):
            found = run_sql(
                connection,
                "select coalesce(k.file_sha256, r.sha), coalesce(k.n_loaded, 0),"
                " coalesce(r.n, 0) from (select file_sha256, n_loaded from"
                " raw.file_kind where kind = $kind) as k full join (select"
                f' _file_sha256 as sha, count(*) as n from raw."{kind}" group by 1)'
                " as r on k.file_sha256 = r.sha"
                " where coalesce(k.n_loaded, 0) <> coalesce(r.n, 0) order by 1",
                {"kind": kind},
            ).fetchall()
            for sha256, n_stated, n_found in found:
                place = f"{kind} {str(sha256)[:12]}"
                # how much came for a wave that waits is the Front's to know
                counts = (
                    "" if held is None or sha256 in held else f"{n_stated} <> {n_found}"
                )
                yield Finding("raw_account", place, counts)
