"""What a wave says, of each unit and of all: share, change, gap, and the silent.

Everything is made from the rows the reader may see, so a figure that is hidden there
enters no figure here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from warehouse.hiding.hidden_waves import quarter_of
from warehouse.read import Answer
from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.change.nonresponse import (
    NonresponseBounds,
    nonresponse_bounds,
)
from warehouse.statistics.sampling.share_limits import shown_limits
from warehouse.waves.change_since_last import changes_since
from warehouse.waves.wave_result import (
    Change,
    Estimate,
    Gap,
    UnitResult,
    WaveOf,
    WaveResult,
)

Row = Mapping[str, Any]
Ask = Callable[..., Answer]
GAP_WORDS = {
    "unchanged": "agrees",
    "improved": "differs",
    "slightly_improved": "differs",
    "worse": "differs",
    "slightly_worse": "differs",
    "inconclusive": "unknown",
    "uncertain_among_many": "unknown",
    "too_few": "too_few",
}
"""Verdict of a gap (see `gap_verdicts`) → whether the two sources agree."""


def wave_before(wave: WaveOf, waves: Sequence[WaveOf]) -> WaveOf | None:
    """The last wave of the same stream that opened before it."""
    earlier = [
        other
        for other in waves
        if other.stream == wave.stream
        and other.opened_on is not None
        and wave.opened_on is not None
        and other.opened_on < wave.opened_on
    ]
    alike = [one for one in earlier if one.measured_by == wave.measured_by]
    return max(alike or earlier, key=lambda one: str(one.opened_on), default=None)


def analyse_wave(
    ask: Ask,
    wave: WaveOf,
    item_code: str,
    *,
    since: WaveOf | None,
    frames: Mapping[str, int],
    frame_kind: str | None = None,
) -> WaveResult:
    """What a wave says of one question.

    Args:
        ask: Answers a registered query for the reader.
        wave: The wave.
        item_code: The question.
        since: The wave before it, see `wave_before`.
        frames: Unit key → households or dossiers in the frame of its kept draw.
        frame_kind: Kind of that frame.
    """
    rows = ask("wave_shares", wave_code=wave.code, item_code=item_code).rows
    before: list[dict[str, Any]] = []
    if since is not None:
        before = ask("wave_shares", wave_code=since.code, item_code=item_code).rows
    period = None
    gaps: dict[str, Row] = {}
    if wave.stream == "independent" and wave.opened_on is not None:
        period = quarter_of(wave.opened_on)
        found = ask("gaps_by_unit", map="today", item_code=item_code, period=period)
        gaps = {row["unit_key"]: row for row in found.rows}
    rules = thresholds_on(
        pd.DataFrame(ask("thresholds").rows),
        pd.Timestamp(wave.opened_on or date.today()),
    )
    is_alike = since is not None and since.measured_by == wave.measured_by
    changes = changes_since(rows, before, is_alike, rules)
    frames = _with_listed(rows, frames)
    shares = estimates_of(rows, frames)
    units = (
        _unit(row, shares.get(row["unit_key"]), frames, changes, gaps) for row in rows
    )
    code = since.code if since else None
    return WaveResult(
        wave.code, item_code, code, is_alike, period, frame_kind, tuple(units)
    )


def estimates_of(
    rows: Sequence[Row], frames: Mapping[str, int]
) -> dict[str, tuple[Estimate, float]]:
    """Unit key → share by the design with its limits, and the ballots it is worth.

    Where the wave was drawn, limits are those of a draw from so many; elsewhere of
    as many as one likes.

    Args:
        rows: Rows of one question of `wave_shares` or `supervision_answers`.
        frames: Unit key → rows in the frame of its kept draw, where one is kept here.
    """
    left = _unasked(rows, _with_listed(rows, frames))
    return {
        row["unit_key"]: _estimate(row, left.get(row["unit_key"]))
        for row in rows
        if row["state"] == "shown"
    }


def _with_listed(rows: Sequence[Row], frames: Mapping[str, int]) -> dict[str, int]:
    """Frames of the kept draw, and those that ballots themselves tell of: in a home
    that took the wave by bundle no draw is kept."""
    told = {
        row["unit_key"]: round(row["sum_weight"])
        for row in rows
        if row["state"] == "shown"
        and row["n_strata"] == 1
        and row["weighted_by"] == "frame"
    }
    return told | dict(frames)


def _estimate(row: Row, left: float | None) -> tuple[Estimate, float]:
    worth = float(row["n_effective"])
    if left is None:
        return Estimate(row["share"], row["share_low"], row["share_high"]), worth
    worth = worth / left if left > 0 else float("inf")
    return Estimate(row["share"], *shown_limits(row["share"], worth, 0.95)), worth


def _unit(
    row: Row,
    found: tuple[Estimate, float] | None,
    frames: Mapping[str, int],
    changes: Mapping[str, Change],
    gaps: Mapping[str, Row],
) -> UnitResult:
    key, is_shown = row["unit_key"], row["state"] == "shown"
    asked, worth = found or (None, float("nan"))
    mixed = silent = None
    if is_shown:
        silent = _silent(row)
        if _is_known(row["share_returned"]):
            mixed = Estimate(
                row["share_returned"],
                row["share_low_returned"],
                row["share_high_returned"],
            )
    return UnitResult(
        key,
        row["unit_level"],
        row["state"],
        row["n_answers"],
        worth,
        asked,
        frames.get(key),
        row["n_strata"],
        row["sum_weight"],
        row["weighted_by"],
        row["cluster_kind"],
        row["n_clusters"] if row["cluster_kind"] else None,
        mixed,
        row["returned_by"] if mixed else None,
        row["n_returned"],
        silent,
        changes.get(key) if is_shown else None,
        _gap(gaps.get(key)) if is_shown else None,
    )


def _unasked(rows: Sequence[Row], frames: Mapping[str, int]) -> dict[str, float]:
    """1 − n/N of each unit of a kept draw, and of those above if all are known."""
    shown = [row for row in rows if row["state"] == "shown"]
    single = [row for row in shown if row["n_strata"] == 1]
    left = {
        row["unit_key"]: 1 - row["n_answers"] / frames[row["unit_key"]]
        for row in single
        if frames.get(row["unit_key"], 0) >= row["n_answers"]
    }
    lowest = [row for row in single if row["unit_level"] in ("commune", "centre")]
    above: dict[str, float] = {}
    for row in shown:
        is_whole = row["n_strata"] == len(lowest) == len(left)
        if row["n_strata"] > 1 and is_whole:
            whole = sum(part["sum_weight"] for part in lowest)
            spread = [
                (part["sum_weight"] / whole) ** 2
                * part["share"]
                * (1 - part["share"])
                / part["n_effective"]
                for part in lowest
            ]
            rest = [
                v * left[p["unit_key"]] for v, p in zip(spread, lowest, strict=True)
            ]
            if sum(spread) > 0:
                above[row["unit_key"]] = sum(rest) / sum(spread)
    return left | above


def _silent(row: Row) -> NonresponseBounds | None:
    n, forms = row["n_answers"], row["n_offered"]
    if not row["is_complete"] or not forms or n > forms:
        return None
    return nonresponse_bounds(float(forms), float(n), float(row["share"] * n))


def _gap(row: Row | None) -> Gap | None:
    if row is None or row["state"] != "shown" or not row["n_service"]:
        return None
    gap, low, high = (
        row[name] if _is_known(row[name]) else float("nan")
        for name in ("gap", "gap_low", "gap_high")
    )
    word = GAP_WORDS[row["verdict"]]
    shares = row["share_service"], row["n_service"], row["share_independent"]
    return Gap(*shares, gap, low, high, word)


def _is_known(value: float | None) -> bool:
    return value is not None and not isnan(value)
