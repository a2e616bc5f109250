"""Each registered query alone, as each role asks it of the published build.

    python -m benchmarks.page_query --home DIR [--roles leader] [--limit-ms 50]

Through `warehouse.read`, so with scope, rights and small numbers, but no page.
Parameters are chosen as pages choose them: the headline question, the widest pair
of waves, the longest latest period, the last twelve months; a unit or an officer's
code both as "all" and as one. Cold is the first time on a connection of its own
(the system may hold the file in memory), warm every further time.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse.builds.published import published_build
from warehouse.errors import NothingPublishedError
from warehouse.queries import QUERIES
from warehouse.queries.query import Query
from warehouse.read import Reader
from warehouse.rights import RIGHTS
from warehouse.scope import ROLES, Scope
from warehouse.settings import Settings

Values = Mapping[str, str | date | int]
KINDS_OF_CASES = ("overdue", "late_strict", "late_official", "late_hidden")


@dataclass(frozen=True)
class Times:
    """What one query took for one role with one choice of parameters.

    Attributes:
        role: Who asks.
        query: Its name.
        values: Its parameters.
        n_rows: Rows of the answer.
        cold_ms: First time on its connection, milliseconds.
        warm_ms: Further times.
    """

    role: str
    query: str
    values: Values
    n_rows: int
    cold_ms: float
    warm_ms: tuple[float, ...]

    @property
    def warm_middle_ms(self) -> float:
        """The median of the further times."""
        return statistics.median(self.warm_ms)


@dataclass(frozen=True)
class People:
    """Codes of accounts to ask for: those with most dossiers.

    Attributes:
        unit_code: A unit's code.
        officer_code: An officer's code.
    """

    unit_code: str
    officer_code: str

    @classmethod
    def of(cls, settings: Settings) -> People:
        """Reads them from the build itself."""
        path = published_build(settings).path
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.execute(
                "select (select unit_code from fct_cases c join dim_units u "
                "on u.unit_key = c.receiving_unit_key where u.is_current "
                "group by unit_code order by count(*) desc, 1 limit 1), "
                "(select officer_code from fct_cases where officer_code is not null "
                "group by officer_code order by count(*) desc, 1 limit 1)"
            ).fetchall()
        return cls(*found[0])


def scope_of(reader: Reader, role: str, people: People) -> Scope:
    """The scope of an account of a role."""
    return reader.scope_of_account(
        user_id="benchmark",
        role=role,
        unit_code=people.unit_code if role == "leader" else None,
        officer_code=people.officer_code if role == "officer" else None,
    )


class Choices:
    """Values of parameters, chosen as a page would."""

    def __init__(self, reader: Reader, people: People) -> None:
        # the Front sees every wave, released or not
        everything = scope_of(reader, "front", people)

        def rows(name: str) -> list[dict[str, Any]]:
            return reader.run(name, everything).rows

        pair = rows("change_waves")[0]
        longest = max(rows("officer_periods"), key=_reach)
        as_of = reader.build().data_as_of
        assert as_of is not None
        months = as_of.year * 12 + as_of.month - 1 - 11
        self._units = {
            str(row["unit_code"]): str(row["unit_key"])
            for row in rows("units")
            if row["is_current"]
        }
        self._top = next(
            str(row["unit_key"])
            for row in rows("units")
            if row["is_current"] and row["unit_level"] == "province"
        )
        self._people = people
        self._gap_period = str(rows("gap_periods")[0]["period"])
        self._fixed: dict[str, list[str | date]] = {
            "map": ["today"],
            "item_code": ["overall"],
            "before_wave": [pair["before_wave"]],
            "after_wave": [pair["after_wave"]],
            "wave_code": [pair["after_wave"]],
            "since": [date(months // 12, months % 12 + 1, 1)],
            "as_of": [as_of],
            "which": [*KINDS_OF_CASES],
            "period_type": [longest["period_type"]],
            "period": [longest["period"]],
            "measure": [longest["measure"]],
            "year": [str(rows("petition_years")[0]["year"])],
        }

    def of(self, query: Query, role: str) -> Iterator[Values]:
        """Every choice for a query."""
        own = self._units[self._people.unit_code]
        unit = own if role in ("leader", "officer") else self._top
        offered: dict[str, list[str | date]] = {
            **self._fixed,
            "unit_key": [unit],
            "reader_unit_key": ["all", unit],
            "reader_officer_code": [self._people.officer_code],
        }
        if query.name == "case_list":
            offered["reader_officer_code"].append("all")
        if query.subject == "independent":
            offered["period"] = [self._gap_period]
        names = [*query.params]
        for chosen in itertools.product(*(offered[name] for name in names)):
            yield dict(zip(names, chosen, strict=True))


def _reach(row: Mapping[str, Any]) -> tuple[int, str]:
    """Longer periods first, later ones first among them."""
    lengths = ("month", "quarter", "half_year", "half", "year")
    kind = str(row["period_type"])
    return (lengths.index(kind) if kind in lengths else -1), str(row["period"])


def measured(
    settings: Settings, rounds: int, roles: Sequence[str] = ROLES
) -> Iterator[Times]:
    """Times of every query that a role may ask."""
    people = People.of(settings)
    choices = Choices(Reader(settings), people)
    for role in roles:
        for query in QUERIES.values():
            if (role, query.subject) not in RIGHTS:
                continue
            for values in choices.of(query, role):
                reader = Reader(settings)
                scope = scope_of(reader, role, people)
                try:
                    n_rows, cold = _timed(reader, query.name, scope, values)
                except NothingPublishedError as error:
                    print(f"not in this build: {query.name}: {error}")
                    continue
                again = [
                    _timed(reader, query.name, scope, values)[1] for _ in range(rounds)
                ]
                yield Times(role, query.name, values, n_rows, cold, tuple(again))


def _timed(
    reader: Reader, name: str, scope: Scope, values: Values
) -> tuple[int, float]:
    started = time.perf_counter()
    rows = reader.run(name, scope, **values).rows
    return len(rows), (time.perf_counter() - started) * 1000


def main() -> None:
    """Prints Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--roles", nargs="+", choices=ROLES, default=ROLES)
    parser.add_argument("--limit-ms", type=float, default=50)
    asked = parser.parse_args()
    settings = Settings(home=asked.home.absolute())
    found = list(measured(settings, asked.rounds, asked.roles))
    print("| role | queries | cold median, max, ms | warm median, max, ms |")
    print("|---|---|---|---|")
    for role in (*asked.roles, "all"):
        mine = [times for times in found if role in (times.role, "all")]
        print(_summary(role, mine))
    print(f"\n| above {asked.limit_ms:g} ms | role | parameters | rows | cold | warm |")
    print("|---|---|---|---|---|---|")
    for times in sorted(found, key=lambda times: -times.warm_middle_ms):
        if max(times.cold_ms, times.warm_middle_ms) > asked.limit_ms:
            print(_row(times))


def _summary(role: str, found: list[Times]) -> str:
    cold = [times.cold_ms for times in found]
    warm = [ms for times in found for ms in times.warm_ms]
    parts = [f"{statistics.median(ms):.1f}, {max(ms):.1f}" for ms in (cold, warm)]
    return f"| {role} | {len(found)} | {parts[0]} | {parts[1]} |"


def _row(times: Times) -> str:
    chosen = ", ".join(f"{name} {value}" for name, value in times.values.items())
    return (
        f"| {times.query} | {times.role} | {chosen} | {times.n_rows} "
        f"| {times.cold_ms:.1f} | {times.warm_middle_ms:.1f} |"
    )


if __name__ == "__main__":
    main()
