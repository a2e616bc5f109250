"""The province's verdict in a few lines, for the shell that has just built it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from dashboard import numbers
from dashboard.words import Words, words_of
from warehouse.read import reader_of
from warehouse.settings import Settings

HEADLINE_ITEM = "overall"
_TAG = re.compile(r"</?b>")


def province_summary(settings: Settings) -> str:
    """Verdict of the whole province and how many communes have which verdict.

    Returns:
        Text in the language of `settings`; says so when nothing can be compared.

    Raises:
        NothingPublishedError: There is no build yet.
    """
    words = words_of(settings.lang)
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id="command line", role="committee")
    pairs = reader.run("change_waves", scope).rows
    if not pairs:
        return words("states.no_change.title")
    names = {
        row["unit_key"]: row["unit_name"] for row in reader.run("units", scope).rows
    }
    waves = {key: pairs[0][key] for key in ("before_wave", "after_wave")}
    found = reader.run(
        "change_by_unit", scope, map="today", item_code=HEADLINE_ITEM, **waves
    )
    top = [row for row in found.rows if row["unit_level"] == "province"]
    lines = [sentence(words, row, names[row["unit_key"]]) for row in top]
    counts = Counter(
        row["verdict"] for row in found.rows if row["unit_level"] == "commune"
    )
    lines += [f"  {words(f'verdicts.{v}')}: {n}" for v, n in sorted(counts.items())]
    return "\n".join(lines)


def sentence(words: Words, row: dict[str, Any], unit: str) -> str:
    """The overview's sentence on one unit's change, without its bold marks.

    Args:
        words: The language.
        row: A row of `change_by_unit` or `change_by_item`.
        unit: Name of the unit.
    """
    verdict = row["verdict"] if row["state"] == "shown" else row["state"]
    lang = words.lang
    share = {
        name: row[f"share_{name}"]
        for name in ("before", "after", "diff_low", "diff_high")
    }
    text = words(
        f"overview.sentence.{verdict}",
        unit=unit,
        before=numbers.percent(share["before"], lang),
        after=numbers.percent(share["after"], lang),
        change=numbers.change(row, lang),
        interval=numbers.interval(share["diff_low"], share["diff_high"], lang),
    )
    n = f"n = {numbers.count(row['n_before'], lang)} / "
    return f"{_TAG.sub('', text)} {n}{numbers.count(row['n_after'], lang)}"
