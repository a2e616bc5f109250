"""What to do with a file that no spec fits, for a person who knows no spec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.spec.layout import Fit
from ingest.spec.nearest_heading import nearest_heading
from ingest.spec.some_headings import some_headings

_TWICE = re.compile(r"(?P<heading>.+) \([2-9]\)")


def next_step(near: Fit | None, name: str) -> str:
    """What to change in the file, where one spec nearly fits; else how to draft one.

    Args:
        near: How the spec that knows most of the headings fits.
        name: The file.
    """
    if near is not None and _is_twice_beside(near):
        return "two tables stand side by side: put the second below the first"
    if near is None or not is_near(near):
        return f"draft a spec for it: thanthien explain {name} --draft my.yml"
    return "; ".join(_steps(near))


def _is_twice_beside(found: Fit) -> bool:
    """Whether all it does not know are its own headings once more."""
    twice = [_TWICE.fullmatch(text) for text in found.unknown]
    return len(twice) > 2 and all(twice) and not found.missing


def is_near(found: Fit) -> bool:
    """Whether a file is of a layout, with a few headings that are otherwise."""
    n_odd = len(found.missing) + (len(found.unknown) if found.spec.is_strict else 0)
    return found.n_known > n_odd


def _steps(near: Fit) -> Iterator[str]:
    left = list(near.unknown)
    lacking = []
    for heading in near.missing:
        like = nearest_heading(heading, left)
        if like is None:
            lacking.append(heading)
            continue
        left.remove(like)
        yield f"rename the heading '{like}' of the file to '{heading}'"
    if lacking:
        yield f"add to the file the column {_listed(lacking)}"
    if near.spec.is_strict:
        # a column that may be absent would be lost with the heading taken out
        for column in (*near.absent, *near.absent_items):
            if column.nearest in left:
                left.remove(column.nearest)
                yield (
                    f"rename the heading '{column.nearest}' of the file to "
                    f"'{column.heading}' if it means the same, "
                    "else let the steward list it in the spec"
                )
    twice = [text for text in left if _TWICE.fullmatch(text)]
    for text in twice:
        match = _TWICE.fullmatch(text)
        assert match is not None
        yield f"two columns are called '{match['heading']}': leave one"
    if near.spec.is_strict and (odd := [text for text in left if text not in twice]):
        further = _listed(odd)
        yield (
            f"take the column {further} out if nobody needs it, "
            "else let the steward list it in the spec"
        )


def _listed(headings: Sequence[str]) -> str:
    return some_headings([f"'{text}'" for text in headings], ", ")
