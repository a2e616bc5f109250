"""Changed figures one by one, in the words and the exactness of their own pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import dates, numbers, periods
from dashboard.rows.changes import item_text, wave_text
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built, may_ask
from dashboard.words import Words

N_NAMED = 3
"""More files than this are not named one by one on the page."""
_IS_MONTH = re.compile(r"\d{4}-\d{2}-01")
_IS_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|\d{2}))?")
# Letters that are told one by one, as on the page of a unit.
_EXACT = {"congratulation", "condolence"}
# Where the words of a code stand that says what a figure is about.
_ABOUT = (
    "measures.",
    "officer_measures.",
    "duties.duties.",
    "letters.kinds.",
    "groups.kinds.",
    "groups.codes.",
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Listed:
    """Figures that are asked for together.

    Attributes:
        query: The registered query that lists them.
        figures: Their names.
        told: How a value is told: `count`, `tens`, `score`, `percent` or `points`.
    """

    query: str
    figures: tuple[str, ...]
    told: str = "count"


LISTED = (
    Listed(
        "restatements",
        ("n_received", "n_finished", "n_with_due", "n_late_official", "n_late_strict"),
    ),
    Listed("restated_petitions", ("n_petitions", "n_upheld", "n_petitions_late")),
    Listed("restated_months", ("n_ballots", "n_satisfied"), "tens"),
    Listed("restated_shares", ("share_before", "share_after"), "percent"),
    Listed("restated_groups", ("group_share_before", "group_share_after"), "percent"),
    Listed(
        "restated_effects",
        ("wave_effect", "staggered_effect", "model_effect"),
        "points",
    ),
    Listed("restated_gaps", ("independent_gap",), "points"),
    Listed("restated_signals", ("n_signals",)),
    Listed("restated_tiers", ("n_tiers_evidence", "n_tiers_look")),
    Listed("restated_scores", ("decision_766_score",), "score"),
    Listed("restated_sipas", ("sipas_share",), "percent"),
    Listed(
        "restated_letters",
        ("n_letters_owed", "n_letters_in_time", "n_letters_missing"),
        "tens",
    ),
    Listed(
        "restated_acts",
        ("n_meetings_required", "n_meetings_held", "circular_01_score"),
        "score",
    ),
)


def listed_for(page: Page, figures: set[str]) -> list[Listed]:
    """Groups that hold one of these figures and that the reader may ask for."""
    return [
        one for one in LISTED if figures & {*one.figures} and may_ask(page, one.query)
    ]


def single_rows(page: Page, one: Listed) -> list[Row]:
    """Changed figures of the reader's units, the newest first.

    A unit that stands on both maps with the same change is told once.
    """
    answer = ask_if_built(page, one.query)
    found: dict[tuple[Any, ...], Row] = {}
    for row in answer.rows if answer else ():
        unit = row.get("unit_key")
        if unit is not None and unit not in page.units:
            continue
        name = page.words("quality.restated_scope")
        if unit is not None:
            name = page.units[unit].name
        told = {**row, "name": name, "told": one.told}
        key = (row["figure"], unit, row["whole_period"], row["found_at"])
        if key not in found or row.get("map") == "today":
            found[key] = told
    return list(found.values())


def value_text(page: Page, row: Row, name: str) -> str:
    """One value as exact as its page tells it; a word where it is hidden."""
    words, lang, value = page.words, page.lang, row[name]
    if row["state"] == "suppressed":
        return words("verdicts.suppressed")
    if value is None:
        return numbers.MISSING
    told = row["told"]
    if told == "percent":
        return numbers.percent(value, lang, digits=0)
    if told == "points":
        # a rate per 1,000 as hundredths, so that the sign reads alike
        is_rate = "_per_1000" in row["whole_period"]
        return numbers.points(value / 100 if is_rate else value, lang)
    if told == "score":
        return numbers.plain(value, lang)
    text = numbers.count(value, lang)
    is_about = told == "tens" and not _EXACT & {*row["whole_period"].split("/")}
    return words("quality.restated_about", n=text) if is_about else text


def period_of(page: Page, row: Row) -> str:
    """A period with what the figure is about, in words; codes without words stay."""
    parts = row["whole_period"].split("/")
    if row["figure"] == "model_effect":
        # by which design it was found is said where it is shown
        parts = parts[:1]
    return " · ".join(_part(page, part) for part in parts if part)


def _part(page: Page, part: str) -> str:
    words = page.words
    if _IS_MONTH.fullmatch(part):
        return dates.month(date.fromisoformat(part))
    if _IS_PERIOD.fullmatch(part):
        return periods.period_text(words, part)
    if ";" in part or part in page.waves:
        return ", ".join(wave_text(page, code) for code in part.split(";"))
    if part in page.item_texts or part in page.criteria or part == "overall":
        return item_text(page, part)
    keys = (f"{place}{part}" for place in _ABOUT)
    return next((words(key) for key in keys if words.has(key)), part)


def reason_of(words: Words, row: Row) -> str:
    """Why one figure changed, with the files whose load, or going, changed it."""
    why = words.or_else(f"quality.whys.{row['why']}", str(row["why"]))
    names = (row["file_names"] or "").split(", ")
    if not names[0]:
        return why
    files = ", ".join(names[:N_NAMED])
    if len(names) > N_NAMED:
        files = words("quality.more_files", files=files, n=str(len(names) - N_NAMED))
    return words("quality.why_files", why=why, files=files)
