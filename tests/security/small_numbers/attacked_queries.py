"""Every registered query that can hold counts of people, and how it is read.

A reading is what one row says of the people of one slice: at least so many, and at
most. Slices are named as in `shown_slices`, so that whatever two queries say of the
same people stands side by side in one system of equations. A query that is not read
says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from tests.security.small_numbers.attacked_province import Group, Province

ITEM = "overall"
STEP = 5.0  # a count in tens says the count to five


class Reading(NamedTuple):
    """What a row says of a slice of a group: from `low` to `high` people."""

    slice: tuple[Any, ...]
    group: Group
    low: float
    high: float


Read = Callable[[Province], Iterator[Reading]]


def _exact(name: tuple[Any, ...], row: Mapping[str, Any], n: Any) -> Iterator[Reading]:
    if n is not None:
        yield Reading(name, (row["map"], row["unit_key"]), float(n), float(n))


def _in_tens(
    name: tuple[Any, ...], row: Mapping[str, Any], n: Any
) -> Iterator[Reading]:
    if n is not None:
        low, high = max(float(n) - STEP, 0.0), float(n) + STEP
        yield Reading(name, (row["map"], row["unit_key"]), low, high)


def _groups(province: Province, table: str) -> list[Group]:
    return sorted({(r["map"], r["unit_key"]) for r in province.tables[table]})


def _pairs(province: Province) -> list[tuple[str, str]]:
    rows = province.tables["stat_before_after"]
    return sorted({(row["before_wave"], row["after_wave"]) for row in rows})


def _of_pair(row: Mapping[str, Any]) -> Iterator[Reading]:
    for side in ("before", "after"):
        name = (row[f"{side}_wave"], row["item_code"])
        yield from _exact(name, row, row[f"n_{side}"])


def _changes_by_unit(province: Province) -> Iterator[Reading]:
    rows = province.tables["stat_before_after"]
    items = sorted({r["item_code"] for r in rows if r["item_kind"] == "item"})
    for map_, item, (before, after) in product(
        ("then", "today"), items, _pairs(province)
    ):
        params = {"item_code": item, "before_wave": before, "after_wave": after}
        for row in province.ask("change_by_unit", map=map_, **params):
            yield from _of_pair(row)


def _changes_by_item(province: Province) -> Iterator[Reading]:
    of_item = {
        r["item_code"]
        for r in province.tables["stat_before_after"]
        if r["item_kind"] == "item"
    }
    for group, (before, after) in product(
        _groups(province, "stat_before_after"), _pairs(province)
    ):
        params = _of_unit(group) | {"before_wave": before, "after_wave": after}
        for row in province.ask("change_by_item", **params):
            if row["item_code"] in of_item:
                yield from _of_pair(row)


def _of_unit(group: Group) -> dict[str, str]:
    return {"map": group[0], "unit_key": group[1]}


def _levels(province: Province) -> Iterator[Reading]:
    for group, (before, after) in product(
        _groups(province, "stat_before_after"), _pairs(province)
    ):
        params = _of_unit(group) | {"before_wave": before, "after_wave": after}
        for row in province.ask("answer_levels", **params):
            name = (row["wave_code"], row["item_code"])
            yield from _exact(name, row, row["n_ballots"])


def _on_one_mix(province: Province) -> Iterator[Reading]:
    for group, (before, after) in product(
        _groups(province, "stat_before_after"), _pairs(province)
    ):
        params = _of_unit(group) | {"before_wave": before, "after_wave": after}
        for row in province.ask("change_on_one_mix", item_code=ITEM, **params):
            yield from _of_pair(row)


def _tables(province: Province) -> Iterator[Reading]:
    """The one table of every unit, with what it says of officers who must sign."""
    above = {r["parent_unit_key"] for r in province.tables["dim_units"]} - {None}
    months = {row["month"] for row in province.tables["agg_signatures"]}
    period = max(months, default=None)
    for map_, unit, (before, after) in product(
        ("then", "today"), sorted(above), _pairs(province)
    ):
        params = {"before_wave": before, "after_wave": after, "unit_key": unit}
        for row in province.ask(
            "unit_table", map=map_, period=f"{period:%Y-%m}", **params
        ):
            if row["item_code"] is not None and row["before_wave"] is not None:
                yield from _of_pair(row)
            yield from _exact(("signed", period), row, row["n_in_scope"])


def _signatures(province: Province) -> Iterator[Reading]:
    months = sorted({row["month"] for row in province.tables["agg_signatures"]})
    for group, month in product(_groups(province, "agg_signatures"), months[-3:]):
        for row in province.ask(
            "unit_signatures", period=f"{month:%Y-%m}", **_of_unit(group)
        ):
            yield from _exact(("signed", row["month"]), row, row["n_in_scope"])


def _gaps(name: str) -> Read:
    def read(province: Province) -> Iterator[Reading]:
        rows = province.tables["stat_independent_gaps"]
        asked = {(r["map"], r["item_code"], r["period"]) for r in rows}
        for map_, item, period in sorted(asked):
            for row in province.ask(name, map=map_, item_code=item, period=period):
                for side in ("service", "independent"):
                    n = row[f"n_{side}"]
                    yield from _exact((side, period, item), row, n)

    return read


def _months(province: Province) -> Iterator[Reading]:
    for group in _groups(province, "agg_unit_months"):
        for row in province.ask("unit_months", **_of_unit(group)):
            yield from _exact(("n_ballots", row["month"]), row, row["n_ballots"])


def _periods(province: Province) -> Iterator[Reading]:
    for group in _groups(province, "agg_ballot_months"):
        for row in province.ask("ballot_periods", **_of_unit(group)):
            name = ("period", row["tool"], row["period"])
            yield from _exact(name, row, row["n_ballots"])


def _signals(province: Province) -> Iterator[Reading]:
    for group in _groups(province, "stat_unit_signals"):
        for row in province.ask("unit_signals", **_of_unit(group)):
            if row["measure"] == "satisfied_share":
                yield from _exact(("tool", row["tool"], row["month"]), row, row["n"])


def _responses(province: Province) -> Iterator[Reading]:
    waves = sorted({row["wave_code"] for row in province.tables["agg_response"]})
    for map_, wave in product(("then", "today"), waves):
        for row in province.ask("response_by_unit", map=map_, wave_code=wave):
            yield from _exact(("response", wave), row, row["n_ballots"])


def _surveyed(province: Province) -> list[tuple[str, str]]:
    rows = province.tables["stat_wave_units"]
    return sorted({(row["wave_code"], row["item_code"]) for row in rows})


def _shares(province: Province) -> Iterator[Reading]:
    for wave, item in _surveyed(province):
        for row in province.ask("wave_shares", wave_code=wave, item_code=item):
            yield from _exact(("survey", wave, item), row, row["n_answers"])


def _supervision(province: Province) -> Iterator[Reading]:
    for wave in sorted({wave for wave, _ in _surveyed(province)}):
        for row in province.ask("supervision_answers", wave_code=wave):
            yield from _exact(("survey", wave, row["item_code"]), row, row["n_answers"])


def _plans(province: Province) -> Iterator[Reading]:
    """A plan says of a survey and, beside it, of the ballots of that quarter."""
    quarter = {
        wave["wave_code"]: f"{day.year}-Q{(day.month + 2) // 3}"
        for wave in province.tables["dim_waves"]
        if (day := wave["opened_on"]) is not None
    }
    gaps = {
        (r["period"], r["item_code"]) for r in province.tables["stat_independent_gaps"]
    }
    surveyed = set(_surveyed(province))
    asked = surveyed | {
        (wave, item)
        for wave, period in quarter.items()
        for of_gap, item in gaps
        if period == of_gap
    }
    for wave, item in sorted(asked):
        for row in province.ask("plan_units", wave_code=wave, item_code=item):
            if (wave, item) in surveyed:
                yield from _exact(("survey", wave, item), row, row["n_answers"])
            if (quarter[wave], item) in gaps:
                name = ("service", quarter[wave], item)
                yield from _exact(name, row, row["n_service"])


def _sipas(province: Province) -> Iterator[Reading]:
    for group in _groups(province, "idx_sipas"):
        for row in province.ask("index_sipas", **_of_unit(group)):
            name = ("criterion", row["wave_code"], row["criterion_code"])
            yield from _in_tens(name, row, row["n_people"])


def _voices(province: Province) -> Iterator[Reading]:
    for group, kind in product(
        _groups(province, "idx_decision_766"), ("quarter", "half", "year")
    ):
        for row in province.ask(
            "index_decision_766", period_type=kind, **_of_unit(group)
        ):
            yield from _in_tens(("voice", row["period"]), row, row["n_voiced"])


def _whole_waves(name: str, *counts: str) -> Read:
    """What is said of a whole wave is said of the province."""

    def read(province: Province) -> Iterator[Reading]:
        top = {"map": "then", "unit_key": province.top}
        paired = {wave for pair in _pairs(province) for wave in pair}
        surveyed = set(_surveyed(province))
        for row in province.ask(name):
            wave, item = row["wave_code"], row.get("item_code")
            for count in counts:
                if item is None:
                    yield from _exact(("response", wave), top, row[count])
                elif wave in paired:
                    yield from _exact((wave, item), top, row[count])
                if (wave, item) in surveyed:
                    yield from _exact(("survey", wave, item), top, row[count])

    return read


ATTACKED: dict[str, Read] = {
    "change_by_unit": _changes_by_unit,
    "change_by_item": _changes_by_item,
    "change_on_one_mix": _on_one_mix,
    "answer_levels": _levels,
    "unit_table": _tables,
    "unit_signatures": _signatures,
    "gaps_by_unit": _gaps("gaps_by_unit"),
    "gap_checks": _gaps("gap_checks"),
    "unit_months": _months,
    "ballot_periods": _periods,
    "unit_signals": _signals,
    "response_by_unit": _responses,
    "wave_shares": _shares,
    "supervision_answers": _supervision,
    "plan_units": _plans,
    "index_sipas": _sipas,
    "index_decision_766": _voices,
    "wave_people": _whole_waves("wave_people", "n_ballots"),
    "questionnaire_items": _whole_waves("questionnaire_items", "n_answers"),
}
