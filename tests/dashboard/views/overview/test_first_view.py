"""The first view of the overview: short, and nothing of the rest is lost."""

from __future__ import annotations

import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from dashboard import change_blocks
from dashboard.theme import VERDICTS
from dashboard.views.overview.page import PARTS as OVERVIEW_PARTS
from dashboard.views.overview.verdict import _by_start
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


@pytest.mark.parametrize("role", ["committee", "front"])
def test_the_verdict_is_one_sentence_with_one_number_and_a_picture(
    open_page: OpenPage, role: str
) -> None:
    card = html_of(open_page(role, "overview")).split('class="tt-verdict"')[1]
    sentence = re.sub(r"<[^>]+>", "", card[card.index("<p>") : card.index("</p>")])
    assert len(sentence.split()) <= 25
    assert len(re.findall(r"\d+(?:,\d+)?", sentence)) == 1
    picture = card[card.index("tt-shift") :]
    assert "trước" in picture
    assert "sau" in picture
    lines = card[card.index("<ul>") : card.index("</ul>")]
    assert lines.count("<li>") == 3
    assert "khoảng tin cậy 95" in lines
    assert "Tác động riêng của mô hình" in lines or "chưa phải tác động" in lines


def test_every_verdict_is_short_in_both_languages() -> None:
    for lang in ("vi", "en"):
        words = words_of(lang)
        for verdict in VERDICTS:
            text = words(
                f"overview.answer_in_brief.{verdict}",
                unit="Thành phố Hoà Bình",
                change="+2,27",
            )
            assert len(re.sub(r"<[^>]+>", "", text).split()) <= 25, verdict


def test_nothing_of_the_long_page_is_lost(open_page: OpenPage) -> None:
    """Each part it had stands one click away, on the part named for it."""
    found = {
        part: html_of(open_page("committee", "overview", aspect=part))
        for part in OVERVIEW_PARTS
    }
    titles = {
        "verdict": ("grid_title",),
        "factors": ("factors_title",),
        "units": ("counts_title", "grid_title", "units_title", "blocked_title"),
    }
    words = words_of("vi")
    for part, names in titles.items():
        for name in names:
            assert words(f"overview.{name}") in found[part], (part, name)
    assert words("groups.title") in found["groups"]
    assert words("wave_effects.title") in found["effects"]
    assert words("wave_effects.all_title", n="3") in found["effects"]
    assert words("effects.title") in found["effects"]
    assert words("rollout.title") in found["rollout"]
    # why the verdict is what it is stays with the verdict
    assert "vượt qua hiệu chỉnh" in found["units"]


def test_shares_on_the_mix_of_work_stand_among_the_grounds(
    open_page: OpenPage,
) -> None:
    """Both where ballots name their dossiers; a word where they do not."""
    of_all = html_of(open_page("committee", "overview"))
    told = "cơ cấu hồ sơ như đã trả kết quả"
    assert told in of_all
    sentence = re.search(rf"{told}[^<]*", of_all)
    assert sentence is not None
    assert len(re.findall(r"\d+,\d%", sentence.group())) == 2
    of_unit = html_of(open_page("leader", "unit", part="change"))
    assert told not in of_unit
    assert "phiếu không ghi hồ sơ hay thủ tục" in of_unit


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"improved": 2, "inconclusive": 47}, ["2", "0", "47"]),
        ({"improved": 2, "worse": 1}, ["2", "1"]),
        # a hidden unit could be one of them, and too few ballots tell of none
        ({"improved": 2, "suppressed": 3}, ["2", "3"]),
        ({"too_few": 5}, ["5"]),
    ],
)
def test_that_no_commune_got_worse_is_a_tile(
    monkeypatch: pytest.MonkeyPatch, counts: dict[str, int], told: list[str]
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", drawn.append)
    change_blocks.verdict_counts(words_of("vi"), Counter(counts))
    assert re.findall(r"<b>(\d+)</b>", drawn[0]) == told
    if "0" in told:
        assert "giảm rõ" in drawn[0].split("<b>0</b>")[1].split("</li>")[0]


def test_the_first_card_says_how_many_of_them_had_started(open_page: OpenPage) -> None:
    """Those that had and those that had not add up to those compared."""
    text = html_of(open_page("committee", "overview"))
    found = re.search(
        r"so sánh được (\d+)/(\d+) xã, phường: (\d+) đã bắt đầu mô hình, (\d+) chưa"
        r"(?:, (\d+) bắt đầu ngay trong đợt hỏi sau)?;",
        text,
    )
    assert found is not None
    n, _, *parts = (int(one or 0) for one in found.groups())
    assert sum(parts) == n > 0


def test_who_had_started_and_who_had_not_add_up() -> None:
    page: Any = SimpleNamespace(words=words_of("vi"), lang="vi")
    judged = [{"model_status": one} for one in ["started"] * 41 + ["not_started"] * 15]
    assert _by_start(page, judged) == ": 41 đã bắt đầu mô hình, 15 chưa"
    in_between = [*judged, {"model_status": "starting"}]
    said = ": 41 đã bắt đầu mô hình, 15 chưa, 1 bắt đầu ngay trong đợt hỏi sau"
    assert _by_start(page, in_between) == said
    assert _by_start(page, []) == ""
