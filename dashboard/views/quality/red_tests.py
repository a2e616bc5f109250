"""What stopped a build, in words: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import blocks, numbers
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.words import Words

Row = Mapping[str, Any]


def show_red_run(page: Page, failures: Sequence[Row]) -> None:
    """A later build that was not published: why, and that the older one is shown."""
    words = page.words
    n = numbers.count(len(failures), page.lang)
    blocks.heading(words("red.not_published"), words("red.lead", n=n))
    show_failures(words, failures)


def show_failures(words: Words, failures: Sequence[Row]) -> None:
    """Draws what failed, one row each.

    Args:
        words: The language.
        failures: As `warehouse.builds.transform.Failure`, of this version or before.
    """
    columns = (
        Column(words("red.what"), lambda row: what_failed(words, row)[0]),
        Column(words("red.to_do"), lambda row: what_failed(words, row)[1]),
        Column(
            words("red.rows"),
            lambda row: numbers.count(row.get("n_rows"), words.lang),
            is_number=True,
        ),
        Column(words("red.name"), lambda row: str(row["name"])),
    )
    show_table(failures, columns, words("red.title"))


def what_failed(words: Words, failure: Row) -> tuple[str, str]:
    """One failure as a sentence, and what to do.

    What a version before left on the disk says only its name and kind.
    """
    test = failure.get("test") or failure["name"]
    kind = failure["kind"] if words.has(f"red.kinds.{failure['kind']}.do") else "test"
    area = words.or_else(f"red.areas.{failure.get('area')}", words("red.some_area"))
    if kind != "test" or not words.has(f"red.tests.{test}.do"):
        says = words(f"red.kinds.{kind}.says", area=area)
        return says, words(f"red.kinds.{kind}.do")
    name = str(failure["column"])
    column = words.or_else(f"red.columns.{name}", name)
    says = words(f"red.tests.{test}.says", area=area, column=column)
    return says, words(f"red.tests.{test}.do")
