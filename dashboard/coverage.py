"""Of how many: forms handed out or planned, results returned, units, months.

A coverage that cannot be worked out says why, and is never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import numbers
from dashboard.context import Page
from dashboard.data import ask
from dashboard.optional import ask_if_built, may_ask
from warehouse.hidden_waves import quarter_of

Row = Mapping[str, Any]

MAY_BE_EXCEEDED = ("planned",)
"""Wholes that are aimed at, and not counted."""


def part_of(page: Page, part: float | None, whole: float | None, what: str) -> str:
    """Tells a part of a whole, such as 9.638/10.080 phiếu dự kiến (95,6 %).

    Args:
        page: The frame of this run.
        part: How many the number rests on; None when that is hidden.
        whole: How many there could have been; None or 0 when nobody counted them.
        what: What the whole counts: a key of the words `coverage.of`. A part larger
            than its whole says that the whole was not counted in full.
    """
    words, lang = page.words, page.lang
    if part is None:
        return words("coverage.hidden")
    if not whole:
        return words("coverage.unknown", what=words(f"coverage.of.{what}"))
    if part > whole and what not in MAY_BE_EXCEEDED:
        return words("coverage.incomplete", what=words(f"coverage.of.{what}"))
    return words(
        "coverage.part",
        part=numbers.count(part, lang),
        whole=numbers.count(whole, lang),
        what=words(f"coverage.of.{what}"),
        share=numbers.percent(part / whole, lang, digits=1),
    )


def of_pair(page: Page, row: Row, waves: tuple[str, str]) -> str:
    """Forms answered of those handed out, or planned, before and after.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        waves: Codes of the round before and the round after.
    """
    if row["state"] != "shown":
        return page.words("coverage.hidden")
    before, after = (
        of_wave(page, wave, row["unit_key"], row["map"], row[n])
        for wave, n in zip(waves, ("n_before", "n_after"), strict=True)
    )
    if before == after:
        return before
    return page.words("coverage.before_after", before=before, after=after)


def of_wave(page: Page, wave: str, unit_key: str, map_: str, n: float | None) -> str:
    """Answers of one round in one unit, of the forms handed out or planned."""
    whole, what = _asked(page, wave, unit_key, map_)
    return part_of(page, n, whole, what)


def forms_share(page: Page, row: Row, wave: str, n: str) -> float | None:
    """Share of the forms of a round that were answered; None when unknown.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        wave: Code of the round.
        n: Column of the row with the answers of that round.
    """
    whole, what = _asked(page, wave, row["unit_key"], row["map"])
    if row["state"] != "shown" or not whole:
        return None
    is_incomplete = row[n] > whole and what not in MAY_BE_EXCEEDED
    return None if is_incomplete else float(row[n]) / whole


def of_planned(page: Page, wave: str, n: float | None) -> str:
    """Answers of a whole round, of the forms it planned."""
    found = page.waves.get(wave)
    return part_of(page, n, found.planned_n if found else None, "planned")


def of_gap(page: Page, row: Row, period: str) -> str:
    """Both sides of a gap: own ballots of results returned, the Front's of forms.

    Args:
        page: The frame of this run.
        row: A row of `gaps_by_unit`.
        period: A quarter, as 2026-Q3.
    """
    months = ask(page, "unit_months", map=row["map"], unit_key=row["unit_key"]).rows
    returned = sum(
        month["n_finished"] or 0
        for month in months
        if quarter_of(month["month"]) == period
    )
    own = part_of(page, row["n_service"], returned, "returned")
    waves = [
        wave
        for wave in page.waves.values()
        if wave.stream == "independent"
        and wave.opened_on
        and quarter_of(wave.opened_on) == period
    ]
    found = [_asked(page, w.code, row["unit_key"], row["map"]) for w in waves]
    known = [n for n, _ in found if n]
    whole = sum(known) if len(known) == len(found) else None
    kinds = {what for _, what in found}
    what = "planned" if kinds == {"planned"} else "forms"
    front = part_of(page, row["n_independent"], whole, what)
    return page.words("coverage.own_front", own=own, front=front)


def _asked(page: Page, wave: str, unit_key: str, map_: str) -> tuple[float | None, str]:
    """How many could answer a round in a unit, and what counts them."""
    offered = _forms(page, map_).get((wave, unit_key))
    if offered:
        return offered, "forms"
    found = page.waves.get(wave)
    unit = page.units.get(unit_key)
    # A plan is made for the whole round, not for each unit.
    if found and found.planned_n and unit and unit.level == "province":
        return float(found.planned_n), "planned"
    return None, "forms"


def _forms(page: Page, map_: str) -> dict[tuple[str, str], float]:
    """Round and unit → forms handed out."""
    if not may_ask(page, "forms_offered"):
        return {}
    answer = ask_if_built(page, "forms_offered", map=map_)
    rows = answer.rows if answer else []
    return {(r["wave_code"], r["unit_key"]): float(r["n_offered"]) for r in rows}
