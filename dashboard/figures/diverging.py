"""Answers to each question as bars that lean left (low) and right (high).

The middle level straddles the line, so the length to the right of it can be
compared between questions at a glance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import INK, LEVEL_COLOURS, LEVEL_TEXTS, PAPER
from dashboard.words import Words

ROW_PX = 34
# Narrower segments hold no number.
LABEL_FROM = 0.07
MIDDLE = 3
_HATCHED = {
    "shape": "/",
    "size": 8,
    "solidity": 0.15,
    "fillmode": "overlay",
    "fgopacity": 0.4,
}


@dataclass(frozen=True)
class Answers:
    """The answers to one question.

    Attributes:
        name: The question.
        shares: Level 1 … 5 → share of valid answers.
        n: Valid answers.
    """

    name: str
    shares: Mapping[int, float]
    n: int


def diverging(answers: Sequence[Answers], words: Words, *, title: str) -> Figure:
    """Draws one bar per question, the first on top."""
    lang = words.lang
    figure = Drawing()
    for level in range(1, 6):
        figure.add_bar(
            orientation="h",
            y=list(range(len(answers))),
            x=[100 * a.shares.get(level, 0.0) for a in answers],
            base=[100 * _start(a, level) for a in answers],
            # In grey print neighbours look alike: the gap says where one ends, and
            # the level that is neither low nor high is hatched.
            marker={
                "color": LEVEL_COLOURS[level - 1],
                "line": {"width": 1.5, "color": PAPER},
                "pattern": _HATCHED if level == MIDDLE else {},
            },
            text=[_segment(a.shares.get(level, 0.0), lang) for a in answers],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 12, "color": LEVEL_TEXTS[level - 1]},
            hovertext=[_hover(a, level, words) for a in answers],
            hoverinfo="text",
        )
    lay_out(figure, lang, height=ROW_PX * max(len(answers), 1) + 60, barmode="overlay")
    figure.update_layout(bargap=0.25, uniformtext={"minsize": 10, "mode": "hide"})
    figure.update_yaxes(
        tickvals=list(range(len(answers))),
        ticktext=[label(a.name, 30) for a in answers],
        range=[len(answers) - 0.5, -0.5],
    )
    figure.update_xaxes(
        tickvals=list(range(-100, 101, 25)),
        ticktext=[f"{abs(v)}%" for v in range(-100, 101, 25)],
        range=_range(answers),
        zeroline=True,
        zerolinecolor=INK,
        zerolinewidth=1,
    )
    return Figure(figure, _alt(answers, words, title))


def _start(answers: Answers, level: int) -> float:
    low = sum(answers.shares.get(i, 0.0) for i in (1, 2))
    start = -low - answers.shares.get(3, 0.0) / 2
    return start + sum(answers.shares.get(i, 0.0) for i in range(1, level))


def _range(answers: Sequence[Answers]) -> list[float]:
    left = min((_start(a, 1) for a in answers), default=-0.25)
    right = max((_start(a, 6) for a in answers), default=1.0)
    return [100 * left - 4, 100 * right + 4]


def _segment(share: float, lang: str) -> str:
    return numbers.percent(share, lang, digits=0) if share >= LABEL_FROM else ""


def _hover(answers: Answers, level: int, words: Words) -> str:
    return words(
        "figures.answer_hover",
        name=label(answers.name),
        level=words(f"answer_levels.{level}"),
        share=numbers.percent(answers.shares.get(level, 0.0), words.lang),
        n=numbers.count(answers.n, words.lang),
    )


def _alt(answers: Sequence[Answers], words: Words, title: str) -> str:
    parts = [
        words(
            "figures.answer_alt",
            name=a.name,
            high=numbers.percent(
                a.shares.get(4, 0.0) + a.shares.get(5, 0.0), words.lang, digits=0
            ),
            low=numbers.percent(
                a.shares.get(1, 0.0) + a.shares.get(2, 0.0), words.lang, digits=0
            ),
        )
        for a in answers
    ]
    return f"{title}. {'; '.join(parts)}."
