"""Rows for the pages: registered queries, remembered per rights and build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.rows import access, asked_queries
from dashboard.rows.cache import cached_data
from dashboard.rows.context import Criterion, Page, Wave, wave_of
from dashboard.rows.recorded_views import note_view
from dashboard.rows.units import Unit, ordered, unit_of
from warehouse.errors import NothingPublishedError
from warehouse.read import Answer
from warehouse.scope import Scope

Value = str | date | int
CRITERION_KINDS = ("overall", "factor", "know", "never", "show", "ask")


@dataclass(frozen=True)
class Names:
    """What units, items, criteria and waves are called, and how new records are."""

    units: dict[str, Unit]
    items: tuple[dict[str, Any], ...]
    criteria: dict[str, Criterion]
    waves: dict[str, Wave]
    newest_on: dict[str, date]
    calendar_source: str


def ask(page: Page, name: str, **params: Value) -> Answer:
    """Answers a registered query for the page's reader.

    Raises:
        ScopeError: The reader may not ask this.
        NothingPublishedError: There is nothing to read.
        AuditError: The view of an officer could not be recorded.
    """
    note_view(page, name, params)
    if not access.is_elsewhere():
        # the export of the page is one of the home that all see
        asked_queries.remember(page, name, params)
    version = (page.build.build_id, *page.released)
    return _ask(page.scope, version, name, tuple(sorted(params.items())))


def ask_aside(page: Page, name: str, **params: Value) -> Answer:
    """Answers a query about nobody in particular, which the page's export leaves out.

    Raises:
        ScopeError: The reader may not ask this.
        NothingPublishedError: There is nothing to read, or the build is older.
    """
    version = (page.build.build_id, *page.released)
    return _ask(page.scope, version, name, tuple(sorted(params.items())))


@cached_data
def _ask(
    scope: Scope,
    version: tuple[str, ...],
    name: str,
    params: tuple[tuple[str, Value], ...],
) -> Answer:
    return access.reader().run(name, scope, **dict(params))


@cached_data
def names(scope: Scope, build_id: str) -> Names:
    """Units of the scope, items and waves of a build."""
    reader = access.reader()
    units = ordered(unit_of(row) for row in reader.run("units", scope).rows)
    people = _people(scope)
    waves = [
        wave_of({**row, **people.get(row["wave_code"], {})})
        for row in reader.run("waves", scope).rows
    ]
    criteria = _criteria(reader.run("criteria", scope).rows)
    return Names(
        units={unit.key: unit for unit in units},
        items=tuple(reader.run("items", scope).rows),
        criteria=criteria,
        waves={wave.code: wave for wave in waves},
        newest_on=_newest_on(scope),
        calendar_source=_calendar_source(scope),
    )


def _criteria(rows: Iterable[Mapping[str, Any]]) -> dict[str, Criterion]:
    """Criteria by code, as named last, by kind and then in the order of the rows."""
    found: dict[str, Criterion] = {}
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        code = row["criterion_code"]
        earlier = found[code].days if code in found else ()
        # put in anew: the newest edition also says the order
        found.pop(code, None)
        found[code] = Criterion(
            code=code,
            kind=row["criterion_kind"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            days=(*earlier, (row["valid_from"], row["valid_to"])),
        )
    order = sorted(found.values(), key=lambda c: CRITERION_KINDS.index(c.kind))
    return {criterion.code: criterion for criterion in order}


def _people(scope: Scope) -> dict[str, Mapping[str, Any]]:
    """Ballots and people of waves in which some people gave several ballots."""
    try:
        rows = access.reader().run("wave_people", scope).rows
    except NothingPublishedError:
        return {}
    return {row["wave_code"]: row for row in rows}


def _newest_on(scope: Scope) -> dict[str, date]:
    try:
        rows = access.reader().run("sources", scope).rows
    except NothingPublishedError:
        # A build from before there was such a list.
        return {}
    return {row["source"]: row["newest_on"] for row in rows}


def _calendar_source(scope: Scope) -> str:
    try:
        rows = access.reader().run("calendar_source", scope).rows
    except NothingPublishedError:
        return "none"
    return str(rows[0]["calendar_source"]) if rows else "none"
