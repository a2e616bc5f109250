"""The words of a review as a YAML file: `review show` prints it, `write` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from warehouse.errors import ReviewError
from warehouse.reviews.text import SECTIONS, FollowUp, ReviewText, Solution

_PARTS = (*SECTIONS, "solutions", "done")
_SOLUTION = {"text", "owner", "due_on"}


def to_yaml(text: ReviewText, followed: tuple[FollowUp, ...]) -> str:
    """The file to fill in or correct.

    Args:
        text: The words so far.
        followed: Solutions that come back, with the answers so far.
    """
    tree: dict[str, Any] = {name: text.sections.get(name, "") for name in SECTIONS}
    tree["solutions"] = [
        {"text": one.text, "owner": one.owner, "due_on": one.due_on}
        for one in text.solutions
    ]
    tree["done"] = {one.name: one.done for one in followed}
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def from_yaml(path: Path) -> tuple[ReviewText, dict[str, str]]:
    """The words of a file, and what it says of solutions of before.

    Raises:
        ReviewError: It is no such file.
    """
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        rule = "a YAML file with the parts of a review"
        raise ReviewError("file", path.name, rule, "thanthien review show") from error
    if not isinstance(tree, dict) or tree.keys() - set(_PARTS):
        rule = f"parts are {', '.join(_PARTS)}"
        raise ReviewError("file", path.name, rule, "thanthien review show")
    sections = {name: _text(name, tree.get(name)) for name in SECTIONS}
    solutions = tuple(_solution(one) for one in _listed(tree.get("solutions")))
    done = tree.get("done") or {}
    if not isinstance(done, Mapping):
        raise ReviewError("done", str(done), _OF_DONE, "thanthien review show")
    answers = {str(name): _text("done", word) for name, word in done.items() if word}
    return ReviewText(sections, solutions), answers


_OF_DONE = "of each solution of the review before it is said whether it is done"


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        rule = "a part of a review is text"
        raise ReviewError(name, str(value), rule, "put it in quotation marks")
    return value


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        rule = "a solution has text, owner and due_on, a day as 2026-12-31"
        raise ReviewError("solutions", str(value), rule, "correct the file")
    return value


def _solution(value: object) -> Solution:
    if isinstance(value, dict) and value.keys() == _SOLUTION:
        day = value["due_on"]
        if isinstance(day, date):
            text, owner = (_text(name, value[name]) for name in ("text", "owner"))
            return Solution(text, owner, day)
    rule = "a solution has text, owner and due_on, a day as 2026-12-31"
    raise ReviewError("solutions", str(value), rule, "correct the file")
