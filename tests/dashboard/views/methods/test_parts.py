"""The page of methods: questions that open, and parts of their own."""

from __future__ import annotations

import re

import pytest

from dashboard.views.methods.text import sections
from dashboard.words import words_of
from dashboard.words.terms import terms_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_every_question_opens_and_only_the_first_stands_open(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "methods"))
    opened = re.findall(
        r'<details class="tt-text tt-question" id="(\w+)"( open)?>', text
    )
    assert [name for name, _ in opened] == [one.name for one in sections("vi")]
    assert [bool(is_open) for _, is_open in opened] == [True] + [False] * (
        len(opened) - 1
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_glossary_says_each_word_once_in_order(
    open_page: OpenPage, lang: str
) -> None:
    text = html_of(open_page("leader", "methods", lang=lang, aspect="glossary"))
    shown = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    assert len(shown) == len({term for term, _ in shown}) == len(terms_of(lang))
    words = words_of(lang)("glossary.terms.interval.means")
    assert any(means.startswith(words[:40]) for _, means in shown)


def test_a_part_stands_in_the_address(open_page: OpenPage) -> None:
    metrics = html_of(open_page("front", "methods", aspect="metrics"))
    assert "<details" not in metrics
    assert words_of("vi")("methods.metrics_title") in metrics
