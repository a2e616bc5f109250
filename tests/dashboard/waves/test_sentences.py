"""A change or a gap that rests on too little is told in words and never as points."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.waves import sentences
from dashboard.waves.facts import WaveFacts
from dashboard.words import words_of
from tests.dashboard.waves.test_report import facts as facts
from tests.dashboard.waves.test_report import settings as settings
from warehouse.waves.wave_result import Change, Gap, UnitResult, WaveResult

POINTS = re.compile(r"\d+[,.]\d")
CHANGE = Change(0.87, 0.74, 20.0, 0.13, 0.05, 0.2, "too_few")
GAP = Gap(0.9, 20.0, 0.85, 0.05, -0.1, 0.2, "too_few")
Said = Callable[[WaveResult, UnitResult], str]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_too_few_ballots_give_no_figure(facts: WaveFacts, lang: str) -> None:
    words = words_of(lang)
    result = replace(facts.main, since="W0", is_measured_alike=True, period="2026-Q3")
    unit = replace(result.units[0], change=CHANGE, gap=GAP)
    told = (
        sentences.change(words, result, unit, "đợt trước"),
        sentences.gap(words, result, unit),
        sentences.short_change(words, CHANGE),
        sentences.short_gap(words, GAP),
    )
    assert not [text for text in told if POINTS.search(text)]
    enough = replace(unit, change=replace(CHANGE, verdict="improved"))
    assert POINTS.search(sentences.change(words, result, enough, "đợt trước"))
    agrees = replace(unit, gap=replace(GAP, word="agrees"))
    assert POINTS.search(sentences.gap(words, result, agrees))


@pytest.mark.parametrize(
    ("kind", "by", "said"),
    [
        ("households", "frame", "2.000 hộ"),
        ("returned", "frame", "2.000 kết quả"),
        (None, "frame", "hộ hoặc hồ sơ"),
        (None, "served", "2.000 người"),
    ],
)
def test_what_a_unit_counts_by_is_said(
    facts: WaveFacts, kind: str | None, by: str, said: str
) -> None:
    words = words_of("vi")
    result = replace(facts.main, frame_kind=kind)
    unit = replace(
        result.units[0], n_strata=4, n_stands_for=2000.0, weighted_by=by, n_frame=None
    )
    lines = sentences.further(words, result, unit, "")
    assert [line for line in lines if said in line and "nặng theo" in line]
    alone = replace(unit, n_strata=1)
    lines = sentences.further(words, result, alone, "")
    assert not [line for line in lines if "nặng theo" in line]


def test_visits_are_named_as_visits(facts: WaveFacts) -> None:
    words = words_of("vi")
    unit = replace(
        facts.main.units[0],
        n_answers=120.0,
        n_worth=60.4,
        n_frame=None,
        cluster_kind="psu",
        n_clusters=12.0,
    )
    for kind, said in (("reception", "12 lượt đến"), (None, "12 điểm mẫu")):
        result = replace(facts.main, frame_kind=kind)
        lines = sentences.further(words, result, unit, "")
        assert [line for line in lines if said in line and "60 phiếu" in line]
