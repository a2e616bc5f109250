"""What people write in a review: five sections, solutions, and what became of the last.

A solution has an owner and a day. Solutions of the review before, and those before it
that were not done, come back here with the question whether they are done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from warehouse.errors import ReviewError
from warehouse.safe_text import CONTROL_SIGNS

SECTIONS = ("lead", "results", "limits", "causes", "requests")
"""Sections of plain words; the solutions stand between causes and requests."""
DONE = ("done", "partly", "not_done")
MOST_LETTERS = 4000
MOST_IN_LINE = 300
MOST_SOLUTIONS = 20


@dataclass(frozen=True)
class Solution:
    """One solution.

    Attributes:
        text: What will be done.
        owner: Who sees to it.
        due_on: By which day.
    """

    text: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class FollowUp:
    """A solution of an earlier review, and what became of it.

    Attributes:
        of_period: The period of the review that set it.
        solution: As it was released.
        done: One of `DONE`; empty while nobody said.
    """

    of_period: str
    solution: Solution
    done: str = ""

    @property
    def name(self) -> str:
        """Names it among those that come back."""
        return f"{self.of_period}: {self.solution.text}"


@dataclass(frozen=True)
class ReviewText:
    """All that people wrote.

    Attributes:
        sections: One of `SECTIONS` → words; empty ones are left out.
        solutions: In the order written.
        followed: Solutions of before, each with its answer.
    """

    sections: Mapping[str, str] = field(default_factory=dict)
    solutions: tuple[Solution, ...] = ()
    followed: tuple[FollowUp, ...] = ()


def to_body(text: ReviewText) -> dict[str, str]:
    """The words as the record keeps them."""
    return {
        **text.sections,
        "solutions": _as_json([asdict(one) for one in text.solutions]),
        "followed": _as_json([asdict(one) for one in text.followed]),
    }


def from_body(body: Mapping[str, str]) -> ReviewText:
    """The words that the record keeps."""
    followed = json.loads(body.get("followed", "[]"))
    return ReviewText(
        {name: body[name] for name in SECTIONS if name in body},
        tuple(_solution(one) for one in json.loads(body.get("solutions", "[]"))),
        tuple(
            FollowUp(one["of_period"], _solution(one["solution"]), one["done"])
            for one in followed
        ),
    )


def refuse_if_unfit(text: ReviewText) -> None:
    """Checks lengths and that each solution is whole; a draft may lack sections.

    Raises:
        ReviewError: Something is too long, unknown or without owner.
    """
    for name, words in text.sections.items():
        if name not in SECTIONS:
            rule = f"one of {', '.join(SECTIONS)}"
            raise ReviewError("section", name, rule, "choose one of these")
        refuse_if_long(name, words, MOST_LETTERS)
    if len(text.solutions) > MOST_SOLUTIONS:
        rule = f"at most {MOST_SOLUTIONS} solutions"
        raise ReviewError("solutions", len(text.solutions), rule, "join some of them")
    for one in text.solutions:
        for name, words in (("solution", one.text), ("owner", one.owner)):
            if not words.strip():
                rule = "a solution has words, an owner and a day"
                raise ReviewError(name, words, rule, "write what is missing")
            refuse_if_long(name, words, MOST_IN_LINE)
    for follow in text.followed:
        if follow.done and follow.done not in DONE:
            rule = f"one of {', '.join(DONE)}"
            raise ReviewError("done", follow.done, rule, "choose one of these")


def refuse_if_unfinished(text: ReviewText) -> None:
    """Checks that nothing is left open.

    Raises:
        ReviewError: A section, the solutions or an answer is missing.
    """
    missing = [name for name in SECTIONS if not text.sections.get(name, "").strip()]
    if not text.solutions:
        missing.append("solutions")
    for name in missing:
        rule = "a review is submitted with every section written"
        raise ReviewError("section", name, rule, "write what is missing")
    for follow in text.followed:
        if not follow.done:
            rule = "of each solution of the review before it is said whether it is done"
            raise ReviewError("done", follow.name, rule, "say which")


def with_answers(
    coming: Sequence[FollowUp], answers: Mapping[str, str]
) -> tuple[FollowUp, ...]:
    """Solutions that come back, with what was said of each.

    Args:
        coming: The solutions that come back now.
        answers: Name of one → one of `DONE`.

    Raises:
        ReviewError: An answer is about none of them.
    """
    unknown = answers.keys() - {one.name for one in coming}
    for name in sorted(unknown):
        rule = "a solution of the review before"
        raise ReviewError("done", name, rule, "thanthien review show")
    return tuple(
        FollowUp(one.of_period, one.solution, answers.get(one.name, ""))
        for one in coming
    )


def refuse_if_long(name: str, words: str, most: int) -> None:
    """Checks the length and the signs of some words.

    Raises:
        ReviewError: They are too long, or hold control signs.
    """
    if CONTROL_SIGNS.search(words):
        rule = "text without control signs"
        raise ReviewError(name, words[:20], rule, "type it anew")
    if len(words) > most:
        rule = f"at most {most} letters"
        raise ReviewError(name, len(words), rule, "shorten it")


def _solution(values: Mapping[str, str]) -> Solution:
    day = date.fromisoformat(values["due_on"])
    return Solution(values["text"], values["owner"], day)


def _as_json(values: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
