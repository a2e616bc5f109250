"""Which files speak of a wave of the Front that waits: nobody else hears of them.

What came, under which name, how much and when, is of the wave too. Each file is noted
when it is loaded or refused, whether the Front had a key then or not, so that pages and
commands ask one question: is the file held?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb

from warehouse.custody.batches import files_of_unreleased
from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import released_waves
from warehouse.custody.signed_rows import KINDS_OF_A_WAVE
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


def note_files(settings: Settings, named: Iterable[tuple[str, str]]) -> None:
    """Notes which files hold, or were to bring, ballots or forms of which wave.

    Args:
        settings: Names the store.
        named: Digest of the file, wave code.
    """
    rows = sorted({*named})
    if not rows:
        return
    with writing(settings) as connection:
        for row in rows:
            text = "insert or ignore into wave_file values (?, ?)"
            run_sql(connection, text, row)


def note_files_in_raw(
    settings: Settings, connection: duckdb.DuckDBPyConnection
) -> None:
    """Notes the files of a home that an earlier version loaded.

    Args:
        settings: Names the store.
        connection: With raw in use.
    """
    for kind in KINDS_OF_A_WAVE:
        found = run_sql(
            connection,
            f'select distinct _file_sha256, wave_code from raw."{kind}"'
            " where wave_code is not null",
        ).fetchall()
        note_files(settings, ((str(sha), str(code)) for sha, code in found))


def waiting_waves(
    settings: Settings, released: Collection[str] | None = None
) -> frozenset[str]:
    """Codes of the Front's waves that are not released.

    Args:
        settings: Names the store.
        released: Waves that all who may, read; those released if left out.
    """
    known = released_waves(settings) if released is None else released
    return frozenset({*kept_waves(settings)} - {*known})


def held_files(
    settings: Settings, released: Collection[str] | None = None
) -> frozenset[str]:
    """Digests of the files that only the Front may hear of.

    Args:
        settings: Names the store.
        released: Waves that all who may, read; those released if left out.
    """
    if not settings.state_path.exists():
        return frozenset()
    known = released_waves(settings) if released is None else released
    waiting = waiting_waves(settings, known)
    with reading(settings) as connection:
        found = run_sql(connection, "select file_sha256, wave_code from wave_file")
        noted = {str(sha) for sha, code in found if code in waiting}
    return frozenset({*noted, *files_of_unreleased(settings, known)})
