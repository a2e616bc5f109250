"""The one way from a published build to a reader.

A registered query, a sealed scope and plain parameters go in; rows the reader may
see come out, officers named as the rights table says and small numbers hidden.
Each query runs on a cursor of its own with a time limit, and follows the pointer
to a newer build; an unreadable new build leaves the old one in use.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any, cast

import duckdb

from warehouse.builds.pointer import compare_again, read_pointer
from warehouse.builds.published import Build, published_build
from warehouse.custody.bound_waves import Custody, bound
from warehouse.custody.figures_digest import NO_FIGURES, figure_texts
from warehouse.custody.held_files import held_files
from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import releases
from warehouse.errors import (
    DamagedError,
    DiskError,
    NothingPublishedError,
    ScopeError,
)
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hide_rows import Row, suppress_rows
from warehouse.hiding.kept_from_reader import CellsRead
from warehouse.hiding.pooled_units import pooled_rows
from warehouse.open_build import OpenBuild, open_build
from warehouse.people.account_rows import Identity
from warehouse.people.own_units import NO_UNITS, UNITS_OF_ROLE
from warehouse.queries import QUERIES
from warehouse.queries.query import Query, check_values
from warehouse.queries.relations import scoped_relation, waves_kept_from
from warehouse.queries.side_by_side.group import with_group
from warehouse.queries.sql_check import relations_in
from warehouse.rights import FRONT, name_officer, right_of
from warehouse.scope import Scope, check_scope, scope_for
from warehouse.settings import Settings
from warehouse.stores.run_query import rows_of

MAX_KNOWN_UNITS = 512


@dataclass(frozen=True)
class Answer:
    """Rows of one query and the build they come from.

    Attributes:
        rows: Column name → value, in the query's order.
        build: The build that was read.
        is_cut: More rows exist than the query's cap let through.
    """

    rows: list[Row]
    build: Build
    is_cut: bool = False


class Reader:
    """Serves registered queries from the published build.

    Args:
        settings: Names the pointer to follow.
        queries: The registered queries; tests pass their own.
    """

    def __init__(
        self, settings: Settings, queries: Mapping[str, Query] = QUERIES
    ) -> None:
        self._settings = settings
        self._queries = queries
        self._lock = threading.Lock()
        self._open: OpenBuild | None = None
        self._units: dict[tuple[str | None, ...], tuple[str, ...]] = {}
        self._cells = CellsRead()

    def build(self) -> Build:
        """Returns the build that the next query would read.

        Raises:
            NothingPublishedError: There is none.
            DamagedError: None can be opened.
        """
        return self._follow().build

    def run(self, name: str, scope: Scope, **params: str | date | int) -> Answer:
        """Answers one registered query for one reader.

        Args:
            name: A registered name.
            scope: Who asks.
            **params: Exactly the parameters the query declares.

        Raises:
            ScopeError: The scope, the query or a parameter is refused.
            NothingPublishedError: There is nothing to read.
        """
        scope = check_scope(scope)
        query = self._queries.get(name)
        if query is None:
            raise ScopeError("query", name, "it is not registered", "use another")
        right = right_of(scope.role, query.subject)
        check_values(query, params)
        found = self._follow()
        if query.pool is not None:
            scope = with_group(found.connection, found.build.data_as_of, scope, params)
        # Asked anew each time: a release counts at the next question.
        custody = self._custody(found)
        try:
            rows = _fetch(found, query, scope, params, custody)
        except duckdb.Error:
            # A block that went bad: the build before answers, if there is one.
            compare_again()
            found = self._follow(waits=True)
            custody = self._custody(found)
            rows = _fetch(found, query, scope, params, custody)
        is_cut = len(rows) > query.row_cap
        named = [name_officer(row, right) for row in rows[: query.row_cap]]
        if query.small is not None:
            hidden = self._hidden_from(found, scope.role, custody)
            named = suppress_rows(
                named,
                query.small,
                right.min_n,
                hidden,
                sees_acts=right.sees_acts,
                looks=found.looks,
            )
        if query.pool is not None:
            named = pooled_rows(named, query.pool)
        return Answer(named, found.build, is_cut)

    def released(self) -> tuple[str, ...]:
        """Codes of the waves that all who may read: as released, and as signed.

        Raises:
            NothingPublishedError: There is nothing to read.
        """
        return tuple(self._custody(self._follow()).released)

    def figures(self, wave_code: str) -> str:
        """Digest of what the build says of a wave.

        Raises:
            NothingPublishedError: There is nothing to read.
        """
        return self._follow().figures.get(wave_code, NO_FIGURES)

    def figure_text(self, wave_code: str, scope: Scope) -> str:
        """What the build says of a wave, as its digest is made of it.

        Raises:
            ScopeError: The wave waits for its release, or is withheld.
            NothingPublishedError: There is nothing to read.
        """
        found = self._follow()
        is_front = check_scope(scope).role == FRONT
        may = is_front or wave_code in self.released()
        if not may or wave_code in found.build.withheld:
            rule = "a wave is read after its release, by the Front before"
            raise ScopeError("wave", wave_code, rule, "thanthien wave list")
        texts = figure_texts(found.connection.cursor(), wave_code=wave_code)
        return texts.get(wave_code, "")

    def _custody(self, found: OpenBuild) -> Custody:
        if found.gathered is not None:
            return Custody((), found.gathered, found.build.withheld, lambda: ())
        settings = self._settings
        released = [
            release.wave_code
            for release in releases(settings)
            if found.figures.get(release.wave_code, NO_FIGURES) == release.figures
        ]
        held = partial(held_files, settings, released)
        return Custody(kept_waves(settings), released, found.build.withheld, held)

    def _hidden_from(
        self, found: OpenBuild, role: str, custody: Custody
    ) -> frozenset[Cell]:
        """Cells hidden from a role, of the waves that it reads."""
        text = waves_kept_from(role)
        values = bound(text, custody)
        read = partial(rows_of, found.connection, text, values, limit=100_000)
        kept = found.kept.rows_of(text, values, read)
        return self._cells.without(found.build.build_id, found.hidden, kept)

    def scope_of(self, by: Identity) -> Scope:
        """Seals the scope of a signed-in account, as `scope_of_account` does."""
        return self.scope_of_account(
            user_id=by.user_name,
            role=by.role,
            unit_code=by.unit_code,
            officer_code=by.officer_code,
        )

    def scope_of_account(
        self,
        *,
        user_id: str,
        role: str,
        unit_code: str | None = None,
        officer_code: str | None = None,
    ) -> Scope:
        """Seals the scope of a signed-in account, units of this build included.

        Committee, Front and steward cover all units; a leader the unit that has
        the code today, all units below it and the old units that went wholly into
        those; an officer the units of the own postings. A leader's account without
        a unit, or with an unknown one, covers nothing.

        Raises:
            ScopeError: Role and officer do not go together.
            NothingPublishedError: There is nothing to read.
        """
        build, connection, *_ = self._follow()
        values: dict[str, str | None] = {}
        if role == "leader":
            values = {"unit_code": unit_code}
        elif role == "officer":
            values = {"officer_code": officer_code}
        # Asked at every click, and the same for all who hold the same rights.
        key = (build.build_id, role, *values.values())
        units = self._units.get(key)
        if units is None:
            text = UNITS_OF_ROLE.get(role, NO_UNITS)
            rows = rows_of(connection, text, values, limit=100_000)
            if len(self._units) >= MAX_KNOWN_UNITS:
                self._units.clear()
            units = tuple(str(row["unit_key"]) for row in rows)
            self._units[key] = units
        return scope_for(
            user_id=user_id,
            role=role,
            unit_keys=units,
            officer_code=officer_code if role == "officer" else None,
        )

    def _follow(self, *, waits: bool = False) -> OpenBuild:
        """While one thread looks what is published, others read what is open."""
        if not self._lock.acquire(blocking=waits or self._open is None):
            return cast(OpenBuild, self._open)
        try:
            build = published_build(self._settings)
            if self._open is None or self._open.build != build:
                self._open = open_build(build)
        except (NothingPublishedError, DamagedError, DiskError):
            if self._open is None:
                raise
            own = self._open.build  # it stays in use, and pages say so
            wanted = _wanted(self._settings) or own.build_id
            stands_in = replace(own, instead_of=wanted)
            self._open = self._open._replace(build=stands_in)
        finally:
            self._lock.release()
        return self._open


@lru_cache(maxsize=4)
def reader_of(settings: Settings) -> Reader:
    """Returns the process's one reader of these settings."""
    return Reader(settings)


def run(name: str, scope: Scope, **params: str | date | int) -> Answer:
    """Answers one registered query from the build the environment names.

    Raises:
        ScopeError: The scope, the query or a parameter is refused.
        NothingPublishedError: There is nothing to read.
    """
    return reader_of(Settings.from_environment()).run(name, scope, **params)


def _wanted(settings: Settings) -> str:
    """The build that the pointer names; empty where it names none."""
    with suppress(NothingPublishedError, DamagedError):
        return read_pointer(settings).build_id
    return ""


def _fetch(
    found: OpenBuild,
    query: Query,
    scope: Scope,
    params: Mapping[str, str | date | int],
    custody: Custody,
) -> Sequence[Row]:
    relations = sorted(relations_in(query))
    prefix = ", ".join(scoped_relation(r, role=scope.role) for r in relations)
    text = query.sql.strip()
    own = text[4:].lstrip() if text[:4].lower() == "with" else ""
    text = f"with {prefix}, {own}" if own else f"with {prefix} {text}"
    values: dict[str, Any] = dict(params)
    if "$unit_keys" in prefix:
        values["unit_keys"] = list(scope.unit_keys)
    if "$officer_code" in prefix:
        values["officer_code"] = scope.officer_code
    values |= bound(prefix, custody)
    if "$held_files" in prefix:
        is_front = scope.role == FRONT
        values["held_files"] = [] if is_front else list(custody.held_files())
    if "$data_as_of" in query.sql:
        values["data_as_of"] = found.build.data_as_of

    def read() -> list[Row]:
        return rows_of(found.connection, text, values, limit=query.row_cap + 1)

    # Files that are held may be thousands, and change with every load.
    is_kept = not values.get("held_files")
    return found.kept.rows_of(text, values, read) if is_kept else read()
