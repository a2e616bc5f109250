"""What stands beside a verdict that leaves the question open."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.inconclusive import beyond_the_verdict, of_clusters, of_the_silent
from dashboard.words import words_of

ROW: dict[str, Any] = {
    "state": "shown",
    "verdict": "inconclusive",
    "n_before": 200,
    "n_after": 200,
    "share_before": 0.80,
    "share_after": 0.80,
    "share_diff": 0.0,
    "share_diff_alone_low": -0.0784,
    "share_diff_alone_high": 0.0784,
}


def said(**changed: Any) -> list[str]:
    return beyond_the_verdict(words_of("vi"), {**ROW, **changed}, "Xã A")


def test_an_open_verdict_says_the_worst_and_what_the_next_wave_needs() -> None:
    no_worse, next_wave = said()
    assert "không quá 6,58 điểm %" in no_worse
    assert "1.094 phiếu" in next_wave
    assert "200 phiếu" in next_wave
    assert "11,2 điểm %" in next_wave


def test_too_few_ballots_only_say_what_is_needed() -> None:
    few = said(
        verdict="too_few",
        n_after=12,
        share_diff=None,
        share_diff_alone_low=None,
        share_diff_alone_high=None,
    )
    assert len(few) == 1
    assert "12 phiếu" in few[0]


@pytest.mark.parametrize("verdict", ["improved", "worse", "not_comparable"])
def test_a_clear_verdict_needs_nothing_more(verdict: str) -> None:
    assert said(verdict=verdict) == []


def test_hidden_figures_are_not_worked_with() -> None:
    assert said(state="suppressed", n_after=None, share_after=None) == []


def silent(rate: float | None, **changed: Any) -> list[str]:
    return of_the_silent(words_of("vi"), {**ROW, **changed}, rate)


def test_a_low_response_says_what_the_silent_could_change() -> None:
    bounds, turning = silent(0.4, verdict="improved", share_before=0.7)
    assert "32,0%" in bounds
    assert "92,0%" in bounds
    assert "dưới 63,3%" in turning


def test_an_open_verdict_cannot_turn() -> None:
    assert len(silent(0.4)) == 1


def test_enough_or_unknown_response_says_nothing() -> None:
    assert silent(0.6) == silent(None) == []
    assert silent(0.4, state="suppressed", n_after=None, share_after=None) == []


def test_ballots_of_the_same_people_say_of_how_many() -> None:
    row = {**ROW, "cluster_kind_before": None, "cluster_kind_after": "respondent"}
    row |= {"n_clusters_before": None, "n_clusters_after": 66.7}
    row |= {"n_effective_before": 200.0, "n_effective_after": 81.2}
    (vi,) = of_clusters(words_of("vi"), row)
    assert "200 phiếu của 67 người" in vi
    assert "khoảng 81 phiếu" in vi
    for kind, word in (("psu", "sample points"), ("day", "days")):
        (en,) = of_clusters(words_of("en"), {**row, "cluster_kind_after": kind})
        assert f"67 {word}" in en
    assert of_clusters(words_of("vi"), {**row, "state": "suppressed"}) == []
    assert of_clusters(words_of("vi"), {**row, "cluster_kind_after": None}) == []


@pytest.mark.parametrize(
    ("clusters", "worth"), [(200.0, 200.0), (199.7, 150.0), (50.0, 200.2)]
)
def test_ballots_that_are_worth_what_they_are_say_nothing_of_clusters(
    clusters: float, worth: float
) -> None:
    row = {**ROW, "cluster_kind_before": None, "cluster_kind_after": "psu"}
    row |= {"n_clusters_before": None, "n_clusters_after": clusters}
    row |= {"n_effective_before": 200.0, "n_effective_after": worth}
    assert of_clusters(words_of("vi"), row) == []


@pytest.mark.parametrize("kind", [None, "psu"])
def test_a_part_of_a_split_unit_rests_on_the_whole_of_it(kind: str | None) -> None:
    row = {**ROW, "cluster_kind_before": None, "cluster_kind_after": kind}
    row |= {"n_clusters_before": None, "n_clusters_after": 56.0}
    row |= {"n_effective_before": 200.0, "n_effective_after": 388.0}
    (vi,) = of_clusters(words_of("vi"), row)
    assert "200 phiếu là phần của đơn vị này" in vi
    assert "khoảng 388 phiếu" in vi
    assert "điểm mẫu" not in vi
