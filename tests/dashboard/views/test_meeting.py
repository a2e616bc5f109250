"""Meeting mode: the slides of the presentation, for whom may see them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import numbers
from dashboard.report.parts import Chart, Slide, SmallTable
from dashboard.report.slides import slides_of
from dashboard.rows.context import Wave
from dashboard.views import meeting
from dashboard.views.meeting_screen import Screen, screen_html
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of

WORDS = words_of("vi")
PERIOD = "2026-Q3"
SCREEN = Screen("Xã <A>", "đến 31/10/2026", True, "tong-quan?lang=vi")
SHOWN = re.compile(r'<section data-slide="(\d+)">')


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    return facts_of(reader, PEOPLE["committee"], "91", PERIOD)


def text_of(html: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", html)
    for escaped, sign in (("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(escaped, sign)
    return plain


def test_every_slide_says_and_draws_what_the_presentation_does(facts: Facts) -> None:
    slides = slides_of(facts, WORDS, None)
    html = screen_html(slides, 3, SCREEN, WORDS)
    sections = re.split("(?=<section)", html)[1:]
    assert SHOWN.findall(html) == ["3"]
    assert len(sections) == len(slides)
    for section, slide in zip(sections, slides, strict=True):
        said = text_of(section)
        assert slide.sentence in said
        assert all(line in said for line in slide.notes.splitlines())
        assert "MÔ PHỎNG" in said
        assert "Xã &lt;A&gt;" in section
        if isinstance(slide.picture, Chart):
            assert all(name in said for name in slide.picture.categories)
            values = [v for _, some in slide.picture.series for v in some]
            written = (
                [numbers.percent(v, "vi", digits=1) for v in values]
                if slide.picture.form == "share"
                else [numbers.count(v, "vi") for v in values]
            )
            assert all(text in said for text in written)
            _, targets = slide.picture.target or ("", ())
            n_lines = sum(target is not None for target in targets)
            assert section.count("style=") == len(values) + n_lines
        elif isinstance(slide.picture, SmallTable):
            cells = [c for row in slide.picture.rows for c in row]
            assert all(cell in said for cell in cells)


def test_a_hidden_figure_has_neither_number_nor_height() -> None:
    chart = Chart(("7/2026", "8/2026"), (("Đơn", (3.0, None)),), "count")
    html = screen_html([Slide("complaints", "Câu", chart, "")], 1, SCREEN, WORDS)
    assert html.count("style=") == 1
    assert f"<b>{WORDS('report.hidden')}</b></div>" in html


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", "2"), ("99", "11"), ("0", "1"), ("<b>", "1"), ("²", "1")]
)
def test_the_address_keeps_the_slide(
    open_page: OpenPage, asked: str, shown: str
) -> None:
    query = {"slide": asked, "meeting_unit": "91", "review_period": PERIOD}
    html = html_of(open_page("committee", "overview", **query))
    assert SHOWN.findall(html) == [shown]


def test_a_leader_meets_over_his_own_unit_alone(open_page: OpenPage) -> None:
    query = {"slide": "1", "review_period": "2026-10"}
    app = open_page("leader", "reviews", meeting_unit="91001", **query)
    assert "tt-meeting" in html_of(app)
    for code in ("91002", "91", "", "khong"):
        app = open_page("leader", "reviews", meeting_unit=code, **query)
        assert "tt-meeting" not in html_of(app)
        assert app.error
    assert not app.exception
    app = open_page("leader", "reviews", review_period="2026-10")
    assert "slide=1&amp;meeting_unit=91001&amp;review_period=2026-10" in html_of(app)
    app = open_page("leader", "reviews", slide="1", meeting_unit="91001",
                    review_period="hôm qua")  # fmt: skip
    assert app.error
    assert not app.exception


def test_a_wave_that_waits_is_shown_to_no_room(facts: Facts) -> None:
    assert facts.waves is not None
    code = facts.waves[1]
    row: dict[str, Any] = next(r for r in facts.rounds if r["wave_code"] == code)

    def page_of(owner: str, *released: str) -> Any:
        wave = Wave(code, row["stream"], owner, None, row["opened_on"], None)
        return SimpleNamespace(
            words=WORDS, waves={code: wave}, units={}, released=released
        )

    named = WORDS("waves.named", stream="đợt sau", month=f"{row['opened_on']:%-m/%Y}")
    assert meeting._waiting(page_of("front"), facts) == [named]
    assert meeting._waiting(page_of("front", code), facts) == []
    assert meeting._waiting(page_of("committee"), facts) == []
    assert meeting._waiting(page_of("front"), replace(facts, waves=None)) == []
