"""One line per satisfaction factor and commitment: its verdict, or that nobody asks it.

A commitment without a question is no good news and no bad news: the line says so, and
the note below says how the next form can ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import blocks, change_blocks, numbers
from dashboard.figures.dumbbell import change_text
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Criterion, Page
from dashboard.theme import chip
from dashboard.words import words_of

Row = Mapping[str, Any]

# What else the data hold on a commitment no question asks about.
ELSEWHERE = {"no_harassment": "petitions", "no_evasion": "petitions"}


def show_answers(page: Page, answers: Sequence[tuple[Criterion, Row | None]]) -> None:
    """Draws the lines, those with a verdict first.

    Args:
        page: The frame of this run.
        answers: Each criterion with its row of `stat_before_after`; None where no
            question of the form shows it.
    """
    asked = [_asked(page, criterion, row) for criterion, row in answers if row]
    silent = [criterion for criterion, row in answers if not row]
    lines = [*asked, *(_silent(page, criterion) for criterion in silent)]
    st.html(f'<ul class="tt-answers">{"".join(lines)}</ul>')
    if silent:
        blocks.note(page.words("overview.not_asked.next"))


def _asked(page: Page, criterion: Criterion, row: Row) -> str:
    words, lang = page.words, page.lang
    verdict = verdict_of(row)
    text = words(
        f"overview.answer.{'known' if change_blocks.is_judged(row) else 'unknown'}",
        before=numbers.percent(row["share_before"], lang),
        after=numbers.percent(row["share_after"], lang),
        change=change_text(row, words),
    )
    n = words(
        "badge.ballots",
        n_before=numbers.count(row["n_before"], lang),
        n_after=numbers.count(row["n_after"], lang),
    )
    question = page.item_texts.get(row["item_code"])
    asked = words("overview.by_question", question=question) if question else ""
    return (
        f"<li><b>{escape(criterion.name(lang))}</b>"
        f"{chip(verdict, words(f'verdicts_short.{verdict}'))}"
        f"<span>{escape(text)}</span><small>{escape(n)}</small>"
        f"{f'<small>{escape(asked)}</small>' if asked else ''}</li>"
    )


def _silent(page: Page, criterion: Criterion) -> str:
    words = page.words
    view = ELSEWHERE.get(criterion.code)
    more = ""
    if view:
        path = f"{words_of('vi')(f'paths.{view}')}?lang={page.lang}"
        text = escape(
            words("overview.not_asked.elsewhere", page=words(f"pages.{view}"))
        )
        more = f'<small><a href="{path}" target="_self">{text}</a></small>'
    return (
        f"<li><b>{escape(criterion.name(page.lang))}</b>"
        f"{chip('missing', words('overview.not_asked.short'))}"
        f"<span>{escape(words('overview.not_asked.line'))}</span>{more}</li>"
    )
