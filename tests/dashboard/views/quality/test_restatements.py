"""Every kind of changed figure, one by one: who reads it, how exact, when hidden."""

from __future__ import annotations

import pytest

from dashboard.views.quality.restated_rows import LISTED
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from warehouse.builds.previous import restated_figures
from warehouse.queries import QUERIES
from warehouse.rights import RIGHTS
from warehouse.statistics.frames.officers.measures import MEASURES
from warehouse.statistics.frames.unit_effects import OUTCOMES
from warehouse.statistics.frames.unit_signals import LATE

WORDS = words_of("vi")
FILES = "có tệp mới: ho_so_thang_1.csv, phieu_thang_1.csv"


def rows_of(open_page: OpenPage, role: str, listed: str) -> str:
    """The rows of the table of changed figures, one by one."""
    text = html_of(open_page(role, "quality", checked="restated", figures=listed))
    return text.rpartition("<table")[2]


def test_every_figure_that_is_compared_is_listed_somewhere() -> None:
    listed = [figure for one in LISTED for figure in one.figures]
    assert sorted(listed) == sorted(one["figure"] for one in restated_figures())


def test_every_figure_names_the_kinds_of_file_it_is_made_of() -> None:
    assert all(one["files"] for one in restated_figures())


@pytest.mark.parametrize(
    ("figure", "measures"),
    [
        ("n_signals", {*LATE, "satisfied_share", "petitions_per_1000"}),
        ("n_tiers_evidence", {*MEASURES}),
        ("n_tiers_look", {*MEASURES}),
        ("model_effect", {*OUTCOMES}),
    ],
)
def test_each_measure_names_its_own_kinds(figure: str, measures: set[str]) -> None:
    [one] = [one for one in restated_figures() if one["figure"] == figure]
    assert {*one["files"]} == measures


@pytest.mark.parametrize(
    ("listed", "old", "new"),
    [
        ("restatements", "21", "24"),
        ("restated_petitions", "6", "7"),
        # ballots in tens, shares in whole per cent, effects as on their page
        ("restated_months", "khoảng 30", "khoảng 40"),
        ("restated_shares", "81%", "83%"),
        ("restated_groups", "80%", "70%"),
        ("restated_effects", "+3,1", "+2,7"),
        ("restated_gaps", "+5,0", "+6,0"),
        ("restated_signals", "0", "1"),
        ("restated_tiers", "3", "2"),
        ("restated_scores", "81,2", "82"),
        ("restated_sipas", "80%", "81%"),
        ("restated_letters", "khoảng 10", "khoảng 30"),
        ("restated_acts", "8", "8,5"),
    ],
)
def test_it_tells_old_new_and_the_files(
    open_page: OpenPage, listed: str, old: str, new: str
) -> None:
    rows = rows_of(open_page, "committee", listed).split("<tr")
    [row] = [row for row in rows if FILES in row and f">{old}<" in row]
    assert f">{new}<" in row


def test_what_was_about_few_people_is_hidden(open_page: OpenPage) -> None:
    rows = rows_of(open_page, "committee", "restated_months").split("<tr")
    [row] = [row for row in rows if "Phiếu<" in row]
    assert row.count(WORDS("verdicts.suppressed")) == 2


def test_nobody_reads_changes_of_figures_that_are_not_theirs(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("steward", "quality", checked="restated"))
    assert "khoảng" not in text
    page = open_page("steward", "quality", checked="restated")
    [offered] = [box.options for box in page.selectbox if box.key == "choose_figures"]
    assert len(offered) == 1
    kept = {
        one.query for one in LISTED if ("steward", QUERIES[one.query].subject) in RIGHTS
    }
    assert kept == {"restatements"}
