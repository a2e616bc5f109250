"""Numbers of ballots: one for each place in the draw, or so many for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.errors import PlanError
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.second_draw import KeptSecond


def ballot_number(
    wave_code: str, unit_code: str, place: int, *, is_replacement: bool = False
) -> str:
    """The number of a ballot; it says nothing of the dossier.

    Args:
        wave_code: The wave.
        unit_code: The unit that is asked about.
        place: Place in the unit's draw, from 1.
        is_replacement: It stands in for one that could not be asked.
    """
    return f"{wave_code}-{unit_code}-{'R' if is_replacement else ''}{place:03d}"


def ballot_numbers(
    wave_code: str,
    unit_codes: Sequence[str],
    drawn: KeptDraw | None,
    n_each: int | None = None,
    *,
    more: KeptSecond | None = None,
) -> dict[str, tuple[str, ...]]:
    """Unit code → its ballots, those drawn first, then the replacements.

    Args:
        wave_code: The wave.
        unit_codes: Units that are asked.
        drawn: The draw of the wave; None before it.
        n_each: Ballots of each unit where nothing is drawn.
        more: The second draw of the wave; its ballots follow those of the first.

    Raises:
        PlanError: Neither says how many, or both do.
    """
    if drawn is not None and n_each is not None:
        rule = "a drawn wave has one ballot for each place in its draw"
        raise PlanError("ballots", n_each, rule, "leave the number out")
    if drawn is not None:
        draws = [drawn.draw, *([more.draw] if more else [])]
        found = {code: _of_draws(wave_code, code, draws) for code in unit_codes}
        return {code: numbers for code, numbers in found.items() if numbers}
    if n_each is None or n_each < 1:
        rule = "a ballot has its number from the draw, or from a count for each unit"
        step = "draw the wave first, or say how many ballots each unit gets"
        raise PlanError("ballots", n_each, rule, step)
    places = range(1, n_each + 1)
    return {
        code: tuple(ballot_number(wave_code, code, place) for place in places)
        for code in unit_codes
    }


def _of_draws(
    wave_code: str, unit_code: str, draws: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    units = [u for draw in draws for u in draw["units"] if u["unit_code"] == unit_code]
    return tuple(
        number
        for unit in units
        for n, before, stands_in in (
            (unit["n_drawn"], unit.get("n_before", 0), False),
            (unit["n_replacements"], unit.get("n_replacements_before", 0), True),
        )
        for place in range(before + 1, before + n + 1)
        for number in ballots_of(
            wave_code,
            unit_code,
            place,
            is_replacement=stands_in,
            each=unit.get("ballots_each", 1),
        )
    )


def ballots_of(
    wave_code: str, unit_code: str, place: int, *, is_replacement: bool, each: int
) -> tuple[str, ...]:
    """The ballots of one place in the draw: one, or as many as a visit has.

    Those of a visit have its number and one of their own behind it, so that the number
    of a ballot says which ones were drawn together.
    """
    number = ballot_number(wave_code, unit_code, place, is_replacement=is_replacement)
    if each == 1:
        return (number,)
    return tuple(f"{number}-{i:02d}" for i in range(1, each + 1))
