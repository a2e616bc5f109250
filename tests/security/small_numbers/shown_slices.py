"""Counts of one question or month by group: what is true, and what can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.security.small_numbers.attacked_province import Group, Province
from tests.security.small_numbers.attacked_queries import ATTACKED, Reading
from warehouse.hiding.hidden_waves import half_of, quarter_of

# It has rows only where somebody gave several ballots of a round.
MAY_BE_SILENT = ("wave_people",)


@dataclass
class Slice:
    """People of one question in one wave, or of one month, by group.

    Attributes:
        true: How many there are.
        read: At least and at most how many there are by what is read.
    """

    true: dict[Group, float] = field(default_factory=dict)
    read: dict[Group, tuple[float, float]] = field(default_factory=dict)

    @property
    def shown(self) -> dict[Group, float]:
        """Groups whose count is read exactly."""
        return {group: low for group, (low, high) in self.read.items() if low == high}


def slices_of(province: Province) -> dict[Any, Slice]:
    """All slices of all lattices: what is true and what the attacker reads."""
    found = true_slices(province)
    for name, read in ATTACKED.items():
        note(found, read(province), name)
    return found


def note(found: Mapping[Any, Slice], readings: Iterable[Reading], query: str) -> None:
    """Puts what a query says beside what others said of the same people."""
    n_read = 0
    for reading in readings:
        slice_ = found[reading.slice]
        true = slice_.true.get(reading.group, 0.0)
        assert reading.low - 1e-6 <= true + 1e-6, (query, reading, true)
        assert true - 1e-6 <= reading.high + 1e-6, (query, reading, true)
        low, high = slice_.read.get(reading.group, (0.0, float("inf")))
        low, high = max(low, reading.low), min(high, reading.high)
        if reading.low == reading.high:
            low = high = reading.low
        slice_.read[reading.group] = (low, high)
        n_read += 1
    # a query that says nothing was not attacked
    assert n_read or query in MAY_BE_SILENT, query


def true_slices(province: Province) -> dict[Any, Slice]:
    """What the build counts, whoever may read it."""
    found: dict[Any, Slice] = defaultdict(Slice)
    tables = province.tables
    name: tuple[Any, ...]
    for row in tables["stat_before_after"]:
        if row["item_kind"] == "item":
            for side in ("before", "after"):
                name = (row[f"{side}_wave"], row["item_code"])
                _count(found[name], row, row[f"n_{side}"])
    for row in tables["stat_independent_gaps"]:
        for side in ("service", "independent"):
            _count(found[side, row["period"], row["item_code"]], row, row[f"n_{side}"])
    for row in tables["agg_unit_months"]:
        _count(found["n_ballots", row["month"]], row, row["n_ballots"])
    for row in tables["agg_ballot_months"]:
        quarter = quarter_of(row["month"])
        for period in (quarter, half_of(quarter)):
            name = ("period", row["tool"], period)
            _add(found[name], row, row["n_ballots"])
    for row in tables["stat_unit_signals"]:
        if row["measure"] == "satisfied_share":
            _count(found["tool", row["tool"], row["month"]], row, row["n"])
    for row in tables["agg_response"]:
        if row["channel"] == "all":
            _add(found["response", row["wave_code"]], row, row["n_ballots"])
    for row in tables["stat_wave_units"]:
        name = ("survey", row["wave_code"], row["item_code"])
        _count(found[name], row, row["n_answers"])
    for row in tables["idx_sipas"]:
        name = ("criterion", row["wave_code"], row["criterion_code"])
        _count(found[name], row, row["n_people"])
    for row in tables["idx_decision_766"]:
        if row["period_type"] != "month":
            n = row["n_finished"] - row["n_silent"]
            _count(found["voice", row["period"]], row, n)
    for row in tables["agg_signatures"]:
        _count(found["signed", row["month"]], row, row["n_in_scope"])
    return found


def group_of(row: Mapping[str, Any]) -> Group:
    """Map and unit of a row."""
    return row["map"], row["unit_key"]


def _count(slice_: Slice, row: Mapping[str, Any], n: Any) -> None:
    slice_.true[group_of(row)] = float(n or 0)


def _add(slice_: Slice, row: Mapping[str, Any], n: Any) -> None:
    group = group_of(row)
    slice_.true[group] = slice_.true.get(group, 0.0) + float(n or 0)
