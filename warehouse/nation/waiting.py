"""What of a province's raw must not leave it: the Front's waves that wait.

As with a bundle, only what the Front released goes out, as it was signed: the released
edition, with the ballots and the published figures that its statement names.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import duckdb

from warehouse.builds.pointer import newest_whole
from warehouse.custody.changed_rows import waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.figures_digest import NO_FIGURES, figure_digests
from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import (
    ballots_digest,
    forged_statements,
    releases,
)
from warehouse.custody.signed_rows import KINDS_OF_A_WAVE
from warehouse.errors import CustodyError, DamagedError, NothingPublishedError
from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql


def waiting_in(
    settings: Settings, connection: duckdb.DuckDBPyConnection, raw: str
) -> frozenset[str]:
    """Codes of waves whose rows stay in the province.

    Of the Front's own waves all but those released, and as released; a wave that is
    not as the Front signed it; and one that no list names, which may be the Front's.

    Args:
        settings: The province's home.
        connection: Has its raw attached.
        raw: Name of the schema with it.

    Raises:
        CustodyError: A statement of release is not signed, or not on record.
    """
    if forged_statements(settings):
        rule = "every statement of release is signed and on record"
        step = "thanthien wave verify"
        raise CustodyError("home", settings.home.name, rule, step)
    listed = run_sql(
        connection, f"select wave_code, owner, stream from {raw}.wave"
    ).fetchall()
    fronts = {
        str(code)
        for code, owner, stream in listed
        if owner == FRONT and stream in HELD_STREAMS
    }
    checked = check_waves(settings)
    wrong = {*waves_with(checked.faults, checked.waves)}
    waits = {*fronts, *kept_waves(settings)} - _released(settings)
    return frozenset(waits | wrong | _unlisted(connection, raw, listed))


def _released(settings: Settings) -> set[str]:
    """Released waves that still say what their last edition says."""
    published = _published_figures(settings)
    return {
        release.wave_code
        for release in releases(settings)
        if published.get(release.wave_code, NO_FIGURES) == release.figures
        and ballots_digest(settings, release.wave_code) == release.ballots
    }


def _published_figures(settings: Settings) -> Mapping[str, str]:
    with suppress(NothingPublishedError, DamagedError):
        path = settings.builds_dir / newest_whole(settings).file
        with duckdb.connect() as connection:
            attach(connection, path, "published")
            run_sql(connection, "use published")
            return figure_digests(connection)
    return {}


def _unlisted(
    connection: duckdb.DuckDBPyConnection, raw: str, listed: list[tuple[str, str, str]]
) -> set[str]:
    named: set[str] = set()
    for kind in KINDS_OF_A_WAVE:
        found = run_sql(
            connection,
            f'select distinct wave_code from {raw}."{kind}"'
            " where wave_code is not null",
        ).fetchall()
        named |= {str(code) for (code,) in found}
    return named - {str(code) for code, *_ in listed}
