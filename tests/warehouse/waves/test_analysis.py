"""What a wave says, from the rows that a reader may see."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from warehouse.rules.frames import shipped_frame
from warehouse.statistics.agreement.equivalence import tost_two_proportions
from warehouse.statistics.change.share_differences import newcombe_diff
from warehouse.statistics.probability.share_intervals import wilson_ci
from warehouse.waves.analysis import analyse_wave, wave_before
from warehouse.waves.wave_result import UnitResult, WaveOf, WaveResult

NOW = WaveOf("DL-2", "independent", date(2026, 9, 1), ("paper", "q"))
THEN = WaveOf("DL-1", "independent", date(2026, 3, 1), ("paper", "q"))
BY_PHONE = WaveOf("DL-0", "independent", date(2026, 6, 1), ("phone", "q"))


def row(key: str, n: int, x: int, **more: Any) -> dict[str, Any]:
    found = wilson_ci(x, n)
    return {
        "unit_key": key,
        "unit_level": "province" if key == "top" else "commune",
        "state": "shown",
        "n_strata": 2 if key == "top" else 1,
        "n_answers": float(n),
        "sum_weight": float(n),
        "share": x / n,
        "share_low": found.lo,
        "share_high": found.hi,
        "n_effective": float(n),
        "weighted_by": "served",
        "cluster_kind": None,
        "n_clusters": None,
        "n_returned": None,
        "share_returned": None,
        "share_low_returned": None,
        "share_high_returned": None,
        "returned_by": None,
        "n_offered": 2 * n,
        "is_complete": True,
    } | more


ROWS = {
    "DL-2": [row("a", 300, 270), row("b", 100, 60), row("top", 400, 330)],
    "DL-1": [row("a", 300, 210), row("b", 100, 62), row("top", 400, 272)],
}
GAPS = [
    {
        "unit_key": "a",
        "state": "shown",
        "share_service": 0.91,
        "share_independent": 0.9,
        "n_service": 900.0,
        "gap": 0.01,
        "gap_low": -0.03,
        "gap_high": 0.04,
        "verdict": "unchanged",
    }
]


def ask(name: str, **params: Any) -> Any:
    rows: list[dict[str, Any]] = GAPS
    if name == "wave_shares":
        rows = ROWS[params["wave_code"]]
    elif name == "thresholds":
        found = shipped_frame("thresholds").to_dict("records")
        rows = [{str(name): value for name, value in one.items()} for one in found]
    return SimpleNamespace(rows=rows)


def analysed(**more: Any) -> tuple[WaveResult, dict[str, UnitResult]]:
    values: dict[str, Any] = {"since": THEN, "frames": {}} | more
    result = analyse_wave(ask, NOW, "overall", **values)
    return result, {unit.unit_key: unit for unit in result.units}


def test_the_silent_bound_the_share() -> None:
    """The reference pack's forty percent: 400 of 1,000 answered, 352 satisfied."""
    rows = ROWS | {"DL-2": [row("a", 400, 352, n_offered=1000)]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROWS, "DL-2", rows["DL-2"])
        _, units = analysed()
    silent = units["a"].silent
    assert silent is not None
    assert (silent.response_rate, silent.lower, silent.upper) == pytest.approx(
        (0.4, 0.352, 0.952)
    )


def test_forms_that_were_not_all_counted_give_no_bounds() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROWS, "DL-2", [row("a", 300, 270, is_complete=False)])
        _, units = analysed()
    assert units["a"].silent is None


def test_a_change_of_one_unit_has_the_limits_of_newcombe() -> None:
    result, units = analysed()
    change = units["top"].change
    known = newcombe_diff(330, 400, 272, 400)
    assert change is not None
    assert (change.diff, change.low, change.high) == pytest.approx(
        (known.diff, known.lo, known.hi)
    )
    assert change.verdict == "improved"
    assert (result.since, result.period) == ("DL-1", "2026-Q3")


def test_units_looked_at_together_have_wider_limits_where_picked() -> None:
    _, units = analysed()
    alone = newcombe_diff(270, 300, 210, 300)
    picked, calm = units["a"].change, units["b"].change
    assert picked is not None
    assert calm is not None
    assert picked.verdict == "improved"
    assert picked.low < alone.lo
    assert calm.verdict == "inconclusive"


def test_a_frame_takes_away_what_was_asked() -> None:
    _, plain = analysed()
    _, drawn = analysed(frames={"a": 400, "b": 1000})
    whole, part = plain["a"].asked, drawn["a"].asked
    assert whole is not None
    assert part is not None
    # a quarter of the variance is left: half of the width, nearly
    assert drawn["a"].n_worth == pytest.approx(300 / 0.25)
    known = wilson_ci(0.9 * 1200, 1200)
    assert (part.low, part.high) == pytest.approx((known.lo, known.hi))
    top, before = drawn["top"].n_worth, plain["top"].n_worth
    spread = 0.75**2 * 0.9 * 0.1 / 300, 0.25**2 * 0.6 * 0.4 / 100
    left = (0.25 * spread[0] + 0.9 * spread[1]) / sum(spread)
    assert top == pytest.approx(before / left)


def test_a_frame_of_some_units_leaves_the_whole_as_it_is() -> None:
    _, plain = analysed()
    _, drawn = analysed(frames={"a": 400})
    assert drawn["top"].n_worth == plain["top"].n_worth


def test_agreement_is_a_word() -> None:
    _, units = analysed()
    assert units["a"].gap is not None
    assert units["a"].gap.word == "agrees"
    assert units["b"].gap is None
    # the reference pack's equivalence test is what the word rests on
    assert tost_two_proportions(900, 1000, 890, 1000, 0.05).equivalent_newcombe


def test_the_wave_before_is_the_last_that_asked_alike() -> None:
    assert wave_before(NOW, [NOW, THEN, BY_PHONE]) == THEN
    assert wave_before(NOW, [NOW, BY_PHONE]) == BY_PHONE
    assert wave_before(THEN, [NOW, THEN, BY_PHONE]) is None


def test_waves_that_asked_in_another_way_are_not_compared() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROWS, "DL-0", ROWS["DL-1"])
        result, units = analysed(since=BY_PHONE)
    change = units["top"].change
    assert not result.is_measured_alike
    assert change is not None
    assert change.verdict == "not_comparable"


def test_what_is_hidden_says_nothing() -> None:
    hidden = row("a", 300, 270) | {"state": "suppressed", "n_answers": None}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROWS, "DL-2", [hidden, ROWS["DL-2"][2]])
        _, units = analysed(frames={"a": 400})
    one = units["a"]
    assert (one.asked, one.mixed, one.silent, one.change, one.gap) == (None,) * 5


def test_a_list_that_ballots_tell_of_is_a_frame_too() -> None:
    """In a home that took the wave by bundle no draw is kept."""
    _, drawn = analysed(frames={"a": 400, "b": 1000})
    listed = {"weighted_by": "frame", "n_strata": 1}
    told = [
        row("a", 300, 270, sum_weight=400.0, **listed),
        row("b", 100, 60, sum_weight=1000.0, **listed),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROWS, "DL-2", told)
        result, units = analysed()
    assert units["a"].asked == drawn["a"].asked
    assert (units["b"].n_frame, result.frame_kind) == (1000, None)
