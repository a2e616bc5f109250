"""The words that pages name by data: kinds, pages, designs of an effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.english_words import METHOD
from warehouse.builds.previous import restated_figures
from warehouse.raw.kinds import KINDS
from warehouse.statistics.effect.design import choose_design

WORDS = Path(__file__).parents[2] / "dashboard" / "words"
YEAR = list(range(1, 13))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_raw_has_a_name(lang: str) -> None:
    words = words_of(lang)
    assert [kind for kind in KINDS if f"kinds.{kind}" not in words.entries] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_column_a_clerk_may_map_has_a_name(lang: str) -> None:
    """One without a name would end the page of mapping in an error."""
    known = words_of(lang).entries
    columns = [column for kind in KINDS.values() for column in kind.columns]
    names = {f"raw_columns.{column.name}" for column in columns}
    words = {f"raw_words.{word}" for column in columns for word in column.words}
    assert sorted((names | words) - known.keys()) == []


def test_an_unknown_language_is_vietnamese() -> None:
    assert words_of("xx").lang == "vi"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("starts", "times"),
    [
        ([5] * 6 + [0] * 6, YEAR),
        ([2] * 6 + [0] * 6, [1, 2]),
        ([5] * 3 + [0] * 9, YEAR),
        ([13] * 8, list(range(1, 31))),
        ([5] * 8, YEAR),
    ],
)
def test_every_design_is_said_with_its_threats(
    starts: list[int], times: list[int], lang: str
) -> None:
    words, choice = words_of(lang), choose_design(starts, times)
    said = words(
        f"effects.designs.{choice.design}",
        n_started=choice.n_started,
        n_waiting=choice.n_waiting,
        n_cohorts=choice.n_cohorts,
        n_pre=choice.n_pre,
        n_post=choice.n_post,
    )
    assert str(choice.n_pre) in said
    threats = (*choice.threats, "not_parallel")
    assert all(words(f"effects.threats.{name}") for name in threats)


def test_each_page_has_a_title_and_a_path() -> None:
    for view in VIEWS:
        for lang in ("vi", "en"):
            assert words_of(lang).has(f"pages.{view.name}")
        assert re.fullmatch("[a-z-]+", words_of("vi")(f"paths.{view.name}"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_figure_that_may_be_restated_has_a_name(lang: str) -> None:
    names = [figure["figure"] for figure in restated_figures()]
    assert len(set(names)) == len(names)
    words = words_of(lang)
    missing = [n for n in names if f"quality.figures.{n}" not in words.entries]
    assert missing == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_methods_are_named_on_their_own_page_alone(lang: str) -> None:
    """What other pages say of a method is in words a clerk reads."""
    named = [
        f"{path.name}: {line.strip()}"
        for path in sorted(WORDS.glob(f"*.{lang}.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if METHOD.search(line) or "(wave_rules)" in line
    ]
    assert named == []
