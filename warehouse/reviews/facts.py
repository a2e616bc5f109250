"""The figures a review and a report rest on, as the account that asks may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.errors import NothingPublishedError, ReviewError
from warehouse.people.account_rows import Identity
from warehouse.reviews.breakdowns import groups_of, units_below
from warehouse.reviews.registers import handed_in_of, spans_of
from warehouse.reviews.required import required_of
from warehouse.reviews.shared_answers import Asked
from warehouse.rules.periods import span_of
from warehouse.scope import Scope
from warehouse.unit_of_today import unit_of_today

Row = dict[str, Any]
OVERALL = "overall"
ROUND = ("wave_code", "stream", "owner", "mode", "opened_on", "closed_on")
TARGET = ("measure", "indicator", "direction", "target_period", "planned")


@dataclass(frozen=True)
class Source:
    """The build that figures come from.

    Attributes:
        build_id: Names it.
        data_as_of: Last day the data speak of.
        is_simulated: The data are invented and must be labelled so.
    """

    build_id: str
    data_as_of: date | None
    is_simulated: bool


@dataclass(frozen=True)
class Facts:
    """Rows of one unit and one period.

    Attributes:
        unit: Row of `units`.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        build: The build they come from.
        months: Rows of `unit_months` in the period.
        duties: Rows of `unit_duties` in the period.
        changes: Rows of `change_by_item`; empty where nothing is compared yet.
        waves: The two waves compared; None where there are none yet.
        items: Code of an item or factor of the changes → question or name.
        spans: From when to when the unit has rows in each register, as of
            `spans_of`; None in figures frozen before that was kept.
        below: Rows of `unit_table`: the units right below, each with `unit_name`.
        groups: Rows of `group_changes`, of satisfaction as a whole.
        rounds: Rows of `waves` by which the two are named: they themselves, and those
            of their kind and month; with `n_ballots` and `n_respondents` where some
            people gave several ballots.
        required: Meetings asked for and held, as of `required_of`; None in figures
            frozen before that was kept.
        scorecard: The province's own scorecards in force on the last day of the
            period, as of `scorecard_on`; empty where it sets none.
        handed_in: What was loaded of each month, as of `handed_in_of`: what a steward
            confirms; None in figures frozen before that was kept.
        targets: Targets of the unit for shares that are counted by month, of periods
            that reach into this one; None in figures frozen before that was kept.

        Of units, groups and rounds only the columns that a report shows.
    """

    unit: Row
    period: str
    build: Source
    months: tuple[Row, ...]
    duties: tuple[Row, ...]
    changes: tuple[Row, ...]
    waves: tuple[str, str] | None
    items: dict[str, str]
    spans: tuple[Row, ...] | None = None
    below: tuple[Row, ...] = ()
    groups: tuple[Row, ...] = ()
    rounds: tuple[Row, ...] = ()
    required: tuple[Row, ...] | None = None
    scorecard: tuple[Row, ...] = ()
    handed_in: tuple[Row, ...] | None = None
    targets: tuple[Row, ...] | None = None


def facts_of(
    reader: Asked,
    by: Identity,
    unit_code: str,
    period: str,
    scorecard: tuple[Row, ...] = (),
) -> Facts:
    """Reads everything a report needs.

    Args:
        reader: The reader of the published build, or one that remembers.
        by: The account that asks.
        unit_code: Code of the unit, as it is today.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        scorecard: As of `scorecard_on`, of the last day of the period.

    Raises:
        ReviewError: The unit is not the account's, or the build does not speak of
            the unit in that period.
        ScopeError: The role may not read figures of units.
    """
    scope = reader.scope_of(by)
    unit = unit_of_today(reader, scope, unit_code)
    if unit is None:
        rule = "the code of a unit of today that this account covers"
        raise ReviewError("unit", unit_code, rule, "correct the code")
    return _facts(reader, scope, unit, "today", period, scorecard)


def facts_of_key(
    reader: Asked,
    by: Identity,
    unit_key: str,
    period: str,
    scorecard: tuple[Row, ...] = (),
) -> Facts:
    """As `facts_of`, of a unit by its key; one that has ended is read as it was.

    Args:
        reader: The reader of the published build, or one that remembers.
        by: The account that asks.
        unit_key: The unit.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        scorecard: As of `scorecard_on`, of the last day of the period.

    Raises:
        ReviewError: The unit is not the account's, or the build does not speak of
            the unit in that period.
        ScopeError: The role may not read figures of units.
    """
    scope = reader.scope_of(by)
    rows = reader.run("units", scope).rows
    unit = next((row for row in rows if row["unit_key"] == unit_key), None)
    if unit is None:
        rule = "a unit that this account covers"
        raise ReviewError("unit", unit_key, rule, "thanthien review list")
    names = "today" if unit["is_current"] else "then"
    return _facts(reader, scope, unit, names, period, scorecard)


def _facts(
    reader: Asked,
    scope: Scope,
    unit: Row,
    map_name: str,
    period: str,
    scorecard: tuple[Row, ...],
) -> Facts:
    first, last = span_of(period)
    of_unit = {"map": map_name, "unit_key": unit["unit_key"]}
    all_months = reader.run("unit_months", scope, **of_unit).rows
    all_duties = reader.run("unit_duties", scope, **of_unit).rows
    months, duties = (_within(r, first, last) for r in (all_months, all_duties))
    build = reader.build()
    as_of = build.data_as_of
    has_begun = bool(months or duties) or unit["unit_valid_from"] < last
    if not has_begun or (as_of is not None and as_of < first):
        rule = "a period that the unit and the data of the build reach"
        raise ReviewError("period", period, rule, "load newer files, or choose another")
    waves = _waves_until(reader, scope, last)
    before, after = waves or ("", "")
    pair = {"before_wave": before, "after_wave": after}
    changes: list[Row] = []
    groups: tuple[Row, ...] = ()
    if waves:
        changes = reader.run("change_by_item", scope, **of_unit, **pair).rows
        groups = groups_of(reader, scope, {**of_unit, **pair, "item_code": OVERALL})
    return Facts(
        unit,
        period,
        Source(build.build_id, build.data_as_of, build.is_simulated),
        tuple(months),
        tuple(duties),
        tuple(changes),
        waves,
        _names(reader, scope, {str(row["item_code"]) for row in changes}),
        spans_of(all_months, all_duties),
        units_below(reader, scope, {**of_unit, **pair, "period": period}),
        groups,
        _rounds(reader, scope, waves or ()),
        required_of(reader, scope, unit, map_name, period, (first, last)),
        scorecard,
        handed_in_of(reader, scope, unit["unit_key"], (first, last)),
        _targets(reader, scope, unit["unit_key"], (first, last)),
    )


def _targets(
    reader: Asked, scope: Scope, unit_key: str, span: tuple[date, date]
) -> tuple[Row, ...]:
    found = []
    for row in reader.run("measure_targets", scope, unit_key=unit_key).rows:
        first, last = span_of(row["target_period"])
        if first < span[1] and last > span[0]:
            found.append({name: row[name] for name in TARGET})
    return tuple(found)


def months_until(period: str, last_day: date) -> list[date]:
    """First days of the months of a period that the build speaks of.

    >>> months_until("2026-Q4", date(2026, 11, 3))
    [datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)]
    """
    month, end = span_of(period)
    found = []
    while month < end and month <= last_day:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def each_month(period: str, rows: Iterable[Row]) -> list[Row]:
    """Rows of all months of a period in order; of an unknown one only its first day."""
    _, end = span_of(period)
    known = {row["month"]: row for row in rows}
    return [known.get(month, {"month": month}) for month in months_until(period, end)]


def _within(rows: list[Row], first: date, last: date) -> list[Row]:
    kept = [row for row in rows if first <= row["month"] < last]
    return sorted(kept, key=lambda row: row["month"])


def _names(reader: Asked, scope: Scope, codes: set[str]) -> dict[str, str]:
    """A factor stands beside its questions, by its newest name."""
    found = {
        r["criterion_code"]: r["name_vi"] for r in reader.run("criteria", scope).rows
    }
    found |= {r["item_code"]: r["text_vi"] for r in reader.run("items", scope).rows}
    return {code: found[code] for code in sorted(codes & found.keys())}


def _rounds(reader: Asked, scope: Scope, waves: tuple[str, ...]) -> tuple[Row, ...]:
    """The waves of a pair, and those that a name by kind and month would also fit."""
    rows = reader.run("waves", scope).rows
    pair = [row for row in rows if row["wave_code"] in waves]
    alike = {_kind_and_month(row) for row in pair}
    people = _people(reader, scope)
    return tuple(
        {name: row[name] for name in ROUND} | people.get(row["wave_code"], {})
        for row in rows
        if _kind_and_month(row) in alike
    )


def _people(reader: Asked, scope: Scope) -> dict[str, Row]:
    """How many people gave the ballots of a wave, where some gave several."""
    try:
        rows = reader.run("wave_people", scope).rows
    except NothingPublishedError:  # a build from before people were counted
        return {}
    names = ("n_ballots", "n_respondents")
    return {
        row["wave_code"]: {name: row[name] for name in names}
        for row in rows
        if row["n_respondents"] is not None
    }


def _kind_and_month(row: Row) -> tuple[str, str]:
    return str(row["stream"]), str(row["opened_on"])[:7]


def _waves_until(reader: Asked, scope: Scope, last: date) -> tuple[str, str] | None:
    """The most widely asked pair whose later wave was over when the period was."""
    closed = {
        row["wave_code"]: row["closed_on"] or row["opened_on"]
        for row in reader.run("waves", scope).rows
    }
    for row in reader.run("change_waves", scope).rows:
        day = closed.get(row["after_wave"])
        if day is not None and day < last:
            return str(row["before_wave"]), str(row["after_wave"])
    return None
