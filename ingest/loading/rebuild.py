"""Raw made anew from the kept source files, in the order they were first loaded."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from ingest.loading.load import load_files
from ingest.loading.mended_rows import carry_mended
from ingest.loading.result import FileResult
from ingest.loading.sources import Source, open_source, sources, spec_of
from warehouse import audit
from warehouse.builds.pointer import newest_whole
from warehouse.custody.batches import signed_files
from warehouse.custody.owners import carry_owners
from warehouse.custody.taken_bundles import takes_bundles_only
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.raw.seal import log_path, seal_raw
from warehouse.settings import Settings
from warehouse.stores.copies import copy, make_folder
from warehouse.stores.keys import key_path
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql
from warehouse.upkeep.restore import free_name
from warehouse.upkeep.retention import apply_retention

Moments = dict[str, object]
NOT_TAKEN = {
    "file": (
        "select * from before.raw.file where status = 'refused'"
        " and file_sha256 not in (select file_sha256 from store.raw.file)"
    ),
    "notice": (
        "select * from before.raw.notice where file_sha256 is null or file_sha256 in"
        " (select file_sha256 from before.raw.file where status = 'refused')"
    ),
    "withdrawn": "select * from before.raw.withdrawn",
}
"""Table of raw → what it says of files whose sources are not kept."""


def rebuild_raw(settings: Settings) -> bool:
    """Puts a new raw in the place of the damaged one, which is set aside.

    The caller keeps loads and builds out.

    Returns:
        Whether it was done: not if a file the published build knows was not kept.
        Rows of a bundle are withheld until the bundle is taken again.

    Raises:
        DamagedError: A kept file is damaged too.
    """
    kept = [source for source in sources(settings) if not source.is_withdrawn]
    moments = _published_files(settings)
    known = {source.file_sha256 for source in kept}
    if takes_bundles_only(settings):
        known |= signed_files(settings)
    if not kept or moments.keys() - known:
        return False
    work = settings.home / "rebuilding"
    shutil.rmtree(work, ignore_errors=True)
    there = replace(settings, home=work)
    try:
        make_folder(work)
        if key_path(settings) != key_path(there) and key_path(settings).exists():
            copy(key_path(settings), key_path(there))
        carry_owners(settings, there)
        load_kept(settings, kept, there)
        carry_mended(settings, there)
        _carry_not_taken(settings, there)
        _give_moments(there, moments)
        _give_days(there, kept)
        for path in (settings.raw_path, log_path(settings)):
            if path.exists():
                os.replace(path, free_name(path, "damaged"))
        os.replace(there.raw_path, settings.raw_path)
        seal_raw(settings)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if audit.read_records(settings, action="retention", limit=1):
        apply_retention(settings, actor="doctor")
    return True


def load_kept(settings: Settings, kept: list[Source], there: Settings) -> None:
    """Loads kept files of one home into another, in the order of first loading.

    A file that waited for a unit list is read again after the last one.
    """
    files = there.home / "opened"
    refused = []
    for source in kept:
        path = open_source(settings, source, files)
        (result,) = _load(settings, source, path, there)
        if result.status == "refused" or result.n_refused:
            refused.append((source, path))
        else:
            path.unlink()
    for source, path in refused:
        _load(settings, source, path, there)


def _load(
    settings: Settings, source: Source, path: Path, there: Settings
) -> list[FileResult]:
    return load_files(
        [path],
        spec_path=spec_of(settings, source),
        stated_on=date.fromisoformat(source.stated_on) if source.stated_on else None,
        settings=there,
        is_simulated=source.is_simulated,
        keeps_sources=False,
    )


def _carry_not_taken(settings: Settings, there: Settings) -> None:
    """Carries over what is known of files that gave no rows, as far as it can be read.

    No source of them is kept: refused whole, passed over, or taken out again.
    """
    for table, text in NOT_TAKEN.items():
        with suppress(duckdb.Error), duckdb.connect() as connection:
            attach(connection, settings.raw_path, "before")
            attach(connection, there.raw_path, "store", is_read_only=False)
            run_sql(connection, f"insert into store.raw.{table} {text}")
            run_sql(connection, "checkpoint store")


def _published_files(settings: Settings) -> Moments:
    """Files the newest whole build was made of, and when each was loaded."""
    # a build of an early version does not list its files
    unknown = (DamagedError, NothingPublishedError, duckdb.CatalogException)
    with suppress(*unknown), duckdb.connect() as connection:
        pointer = newest_whole(settings)
        attach(connection, settings.builds_dir / pointer.file, "published")
        return dict(
            run_sql(
                connection,
                "select file_sha256, loaded_at from published.main.dq_loads"
                " where status = 'loaded'",
            ).fetchall()
        )
    return {}


def _give_days(there: Settings, kept: list[Source]) -> None:
    """Gives files the time they came: undated ballots and later statements go by it."""
    with duckdb.connect() as connection:
        attach(connection, there.raw_path, "store", is_read_only=False)
        for source in kept:
            if source.delivered_at:
                run_sql(
                    connection,
                    "update store.raw.delivery set delivered_at = $at::timestamp"
                    " where file_sha256 = $sha",
                    {"at": source.delivered_at, "sha": source.file_sha256},
                )
        run_sql(connection, "checkpoint store")


def _give_moments(there: Settings, moments: Moments) -> None:
    """Gives files the load times they had, so a daily build can go on."""
    with duckdb.connect() as connection:
        attach(connection, there.raw_path, "store", is_read_only=False)
        for sha256, moment in moments.items():
            for table, column in (("file", "loaded_at"), ("notice", "noticed_at")):
                run_sql(
                    connection,
                    f"update store.raw.{table} set {column} = $at"
                    " where file_sha256 = $sha",
                    {"at": moment, "sha": sha256},
                )
        run_sql(connection, "checkpoint store")
