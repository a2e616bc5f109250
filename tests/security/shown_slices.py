"""Counts of one question or month by group: what is true, and what can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.security.attacked_province import Group, Province


@dataclass
class Slice:
    """People of one question in one wave, or of one month, by group."""

    true: dict[Group, float] = field(default_factory=dict)
    shown: dict[Group, float] = field(default_factory=dict)


def slices_of(province: Province) -> dict[Any, Slice]:
    """All slices of all lattices: what is true and what the attacker reads."""
    found: dict[Any, Slice] = defaultdict(Slice)
    _pairs(province, found)
    _gaps(province, found)
    _months(province, found)
    _responses(province, found)
    _surveys(province, found)
    return dict(found)


def _pairs(province: Province, found: dict[Any, Slice]) -> None:
    sides = (("before_wave", "n_before"), ("after_wave", "n_after"))
    asked = set()
    for row in province.tables["stat_before_after"]:
        if row["item_kind"] == "item":
            waves = {name: row[name] for name, _ in sides}
            asked.add((row["map"], row["item_code"], *waves.values()))
            for wave, n in sides:
                slice_ = found[row[wave], row["item_code"]]
                slice_.true[row["map"], row["unit_key"]] = float(row[n] or 0)
    for map_, item, before, after in asked:
        params = {"before_wave": before, "after_wave": after, "item_code": item}
        answer = province.reader.run(
            "change_by_unit", province.scope, map=map_, **params
        )
        for row in answer.rows:
            for wave, n in sides:
                _note(found[row[wave], item], row, row[n])


def _gaps(province: Province, found: dict[Any, Slice]) -> None:
    sides = ("service", "independent")
    asked = set()
    for row in province.tables["stat_independent_gaps"]:
        asked.add((row["map"], row["item_code"], row["period"]))
        for side in sides:
            slice_ = found[side, row["period"], row["item_code"]]
            slice_.true[row["map"], row["unit_key"]] = float(row[f"n_{side}"] or 0)
    for map_, item, period in asked:
        answer = province.reader.run(
            "gaps_by_unit", province.scope, map=map_, item_code=item, period=period
        )
        for row in answer.rows:
            for side in sides:
                _note(found[side, period, item], row, row[f"n_{side}"])


def _months(province: Province, found: dict[Any, Slice]) -> None:
    groups = set()
    for row in province.tables["agg_unit_months"]:
        groups.add((row["map"], row["unit_key"]))
        slice_ = found["n_ballots", row["month"]]
        slice_.true[row["map"], row["unit_key"]] = float(row["n_ballots"] or 0)
    for map_, unit in groups:
        answer = province.reader.run(
            "unit_months", province.scope, map=map_, unit_key=unit
        )
        for row in answer.rows:
            _note(found["n_ballots", row["month"]], row, row["n_ballots"])


def _responses(province: Province, found: dict[Any, Slice]) -> None:
    for row in province.tables["agg_response"]:
        if row["channel"] == "all":
            slice_, group = found["response", row["wave_code"]], group_of(row)
            slice_.true[group] = slice_.true.get(group, 0.0) + float(row["n_ballots"])
    for wave in {row["wave_code"] for row in province.tables["agg_response"]}:
        for map_ in ("then", "today"):
            answer = province.reader.run(
                "response_by_unit", province.scope, map=map_, wave_code=wave
            )
            for row in answer.rows:
                _note(found["response", wave], row, row["n_ballots"])


def _surveys(province: Province, found: dict[Any, Slice]) -> None:
    """Answers to each question of a survey, of which today's units are shown."""
    for row in province.tables["stat_wave_units"]:
        slice_ = found["survey", row["wave_code"], row["item_code"]]
        slice_.true[group_of(row)] = float(row["n_answers"] or 0)
    for _, wave, item in [name for name in found if name[0] == "survey"]:
        for row in province.reader.run(
            "wave_shares", province.scope, wave_code=wave, item_code=item
        ).rows:
            _note(found["survey", wave, item], row, row["n_answers"])


def group_of(row: Mapping[str, Any]) -> Group:
    """Map and unit of a row."""
    return row["map"], row["unit_key"]


def _note(slice_: Slice, row: Mapping[str, Any], n: float | None) -> None:
    group = group_of(row)
    if n is not None:
        assert n == pytest.approx(slice_.true[group])
        slice_.shown[group] = float(n)
