"""What a nation's home holds: each province, and whether readers have it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import duckdb

from warehouse.builds.pointer import Pointer, newest_whole, read_pointer
from warehouse.errors import DamagedError, NothingPublishedError, ThanThienError
from warehouse.nation.gathered_waves import MEMBERS
from warehouse.nation.provinces import (
    Gathered,
    known_provinces,
    province_settings,
    refuse_if_a_province,
)
from warehouse.raw.seal import check_raw
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

IN, NEWER, OUT, DAMAGED = "in", "newer", "out", "damaged"


@dataclass(frozen=True)
class ProvinceStatus:
    """One province of a nation's home.

    Attributes:
        code: Its code.
        state: `in` the national file; `newer` there is a newer build of it; `out`; or
            `damaged`.
        gathered: What was gathered last.
        build_id: Its newest file; None before the first.
        data_as_of: Last day that file speaks of.
        fault: What is damaged.
    """

    code: str
    state: str
    gathered: Gathered
    build_id: str | None
    data_as_of: str | None
    fault: ThanThienError | None = None


@dataclass(frozen=True)
class NationStatus:
    """The state of a nation's home.

    Attributes:
        build_id: The national file; None before the first.
        data_as_of: Last day any province in it speaks of.
        provinces: By code.
    """

    build_id: str | None
    data_as_of: str | None
    provinces: tuple[ProvinceStatus, ...]


def published_members(settings: Settings) -> dict[str, str]:
    """Of which builds the national file is made: province → build; none without one."""
    with suppress(NothingPublishedError, DamagedError):
        path = settings.builds_dir / newest_whole(settings).file
        # by a name of its own: a reader of this process may have it open otherwise
        with duckdb.connect() as connection:
            attach(connection, path, "nation")
            text = f"select province_code, build_id from nation.main.{MEMBERS}"
            return dict(run_sql(connection, text).fetchall())
    return {}


def nation_status(settings: Settings) -> NationStatus:
    """Reads what lies there; never waits for a lock.

    Raises:
        DamagedError: The pointer cannot be read.
        ThanThienError: It is a province's home.
    """
    refuse_if_a_province(settings)
    members = published_members(settings)
    provinces = tuple(
        _status_of(settings, code, gathered, members)
        for code, gathered in known_provinces(settings).items()
    )
    pointer = _pointer(settings)
    if pointer is None:
        return NationStatus(None, None, provinces)
    return NationStatus(pointer.build_id, pointer.data_as_of, provinces)


def _pointer(settings: Settings) -> Pointer | None:
    try:
        return read_pointer(settings)
    except NothingPublishedError:
        return None


def _status_of(
    settings: Settings, code: str, gathered: Gathered, members: dict[str, str]
) -> ProvinceStatus:
    province = province_settings(settings, code)
    pointer, fault = None, None
    state = OUT if code not in members else IN
    try:
        check_raw(province)
        pointer = _pointer(province)
        if pointer is not None and state == IN and members[code] != pointer.build_id:
            state = NEWER
    except ThanThienError as error:
        state, fault = DAMAGED, error
    return ProvinceStatus(
        code,
        state,
        gathered,
        pointer.build_id if pointer else None,
        pointer.data_as_of if pointer else None,
        fault,
    )
