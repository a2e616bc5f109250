"""Of how many: forms handed out or planned, results returned, units, months.

A coverage that cannot be worked out says why, and is never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import numbers
from dashboard.rows.context import Page, Wave
from dashboard.rows.data import ask_aside
from dashboard.rows.if_built import may_ask
from warehouse.errors import NothingPublishedError
from warehouse.hiding.hidden_waves import quarter_of, quarters_between

Row = Mapping[str, Any]

MAY_BE_EXCEEDED = ("planned",)
"""Wholes that are aimed at, and not counted."""


def part_of(page: Page, part: float | None, whole: float | None, what: str) -> str:
    """A part of a whole in words: 9.638/10.080 ballots planned (95,6 %).

    Args:
        page: The frame of this run.
        part: How many the number rests on; None when that is hidden.
        whole: How many there could have been; None or 0 when nobody counted them.
        what: A key of the words `coverage.of`: what is counted. A part larger than
            its whole says that the whole was not counted in full.
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
        share=_share(page, part, whole),
    )


def _share(page: Page, part: float, whole: float) -> str:
    # Not everybody is never shown as everybody, nor somebody as nobody.
    if 0.9995 <= part / whole < 1:
        return "> " + numbers.percent(0.999, page.lang)
    if 0 < part / whole < 0.0005:
        return "< " + numbers.percent(0.001, page.lang)
    return numbers.percent(part / whole, page.lang)


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
    if what == "forms_in_part":
        return page.words("coverage.incomplete", what=page.words("coverage.of.forms"))
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
    if row["state"] != "shown" or not whole or what == "forms_in_part":
        return None
    is_incomplete = row[n] > whole and what not in MAY_BE_EXCEEDED
    return None if is_incomplete else float(row[n]) / whole


def response_rate(page: Page, row: Row, wave: str, n: str) -> float | None:
    """Answers per form handed out; None where the forms were not all counted.

    Args:
        page: The frame of this run.
        row: A row of `change_by_unit` or `change_by_item`.
        wave: Code of the round.
        n: Column of the row with the answers of that round.
    """
    _, what = _asked(page, wave, row["unit_key"], row["map"])
    return forms_share(page, row, wave, n) if what == "forms" else None


def has_all_forms(page: Page, wave: str, unit_key: str, map_: str) -> bool:
    """Whether every unit with ballots of a round counted the forms it handed out."""
    forms = _forms(page, wave, map_).get(unit_key)
    return bool(forms and forms["is_complete"])


def of_round(page: Page, wave: str, n: float | None) -> str:
    """Answers of a whole round, of the forms it handed out or planned."""
    top = next(
        (u for u in page.units.values() if u.level == "province" and u.is_current), None
    )
    if top is not None:
        return of_wave(page, wave, top.key, "today", n)
    found = page.waves.get(wave)
    return part_of(page, n, found.planned_n if found else None, "planned")


def of_gap(page: Page, row: Row, period: str) -> str:
    """Both sides of a gap: own ballots of results returned, the Front's of forms.

    Args:
        page: The frame of this run.
        row: A row of `gaps_by_unit`.
        period: A quarter, as 2026-Q3.
    """
    own = page.words("coverage.longer_waves")
    if _are_within(page, period):
        returned = _returned_in(page, row, period)
        own = part_of(page, row["n_service"], returned, "returned")
    found = [
        _asked(page, wave.code, row["unit_key"], row["map"])
        for wave in independent_waves(page, period)
    ]
    kinds = {what for _, what in found} or {"forms"}
    if len(kinds) > 1 or "forms_in_part" in kinds:
        front = page.words("coverage.incomplete", what=page.words("coverage.of.forms"))
    else:
        whole = sum(n for n, _ in found if n)
        front = part_of(page, row["n_independent"], whole, kinds.pop())
    return page.words("coverage.own_front", own=own, front=front)


def independent_waves(page: Page, period: str) -> list[Wave]:
    """The Front's independent rounds that opened in a quarter."""
    return [
        wave
        for wave in page.waves.values()
        if wave.stream == "independent"
        and wave.opened_on
        and quarter_of(wave.opened_on) == period
    ]


def _are_within(page: Page, period: str) -> bool:
    """Whether the units' own rounds with the same questions lie in the quarter."""
    forms = {wave.instrument for wave in independent_waves(page, period)}
    last = page.build.data_as_of or date.max
    spans = [
        quarters_between(wave.opened_on, wave.closed_on or last)
        for wave in page.waves.values()
        if wave.stream == "service" and wave.instrument in forms and wave.opened_on
    ]
    found = [quarters for quarters in spans if period in quarters]
    return bool(found) and all(len(quarters) == 1 for quarters in found)


def _returned_in(page: Page, row: Row, period: str) -> float:
    months = ask_aside(
        page, "unit_months", map=row["map"], unit_key=row["unit_key"]
    ).rows
    return sum(
        float(month["n_finished"] or 0)
        for month in months
        if quarter_of(month["month"]) == period
    )


def _asked(page: Page, wave: str, unit_key: str, map_: str) -> tuple[float | None, str]:
    """How many could answer a round in a unit, and what counts them.

    `forms_in_part` where some forms are known, and certainly not all.
    """
    forms = _forms(page, wave, map_).get(unit_key)
    if forms and forms["is_complete"]:
        return float(forms["n_offered"]), "forms"
    found = page.waves.get(wave)
    unit = page.units.get(unit_key)
    # A plan is made for the whole round, not for each unit.
    is_whole = unit is not None and unit.level == "province" and unit.is_current
    if found and found.planned_n and is_whole:
        return float(found.planned_n), "planned"
    return (None, "forms") if not forms else (None, "forms_in_part")


def _forms(page: Page, wave: str, map_: str) -> dict[str, Row]:
    """Unit → forms handed out in a round; none in a build from before."""
    if not may_ask(page, "forms_offered"):
        return {}
    try:
        rows = ask_aside(page, "forms_offered", map=map_, wave_code=wave).rows
    except NothingPublishedError:
        return {}
    return {row["unit_key"]: row for row in rows}
