"""A second draw of a wave whose first will not bring enough answers.

It goes on where the first one ended: by the same seed, in the same frozen frame, after
all who were drawn or stand in. So nobody is drawn twice, and whoever can repeat the
first draw can repeat the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from warehouse.errors import PlanError
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.statistics.sampling.draw import draw_stages
from warehouse.waves.draw import Draw, DrawnUnit
from warehouse.waves.draw_table import DrawTable, KeptDraw, refuse_if_not_front


@dataclass(frozen=True)
class KeptSecond(KeptDraw):
    """The second draw by one plan of a wave."""

    @property
    def forms(self) -> dict[str, int]:
        """Unit code → forms asked for."""
        return {
            unit["unit_code"]: unit["n_wanted"] * unit.get("ballots_each", 1)
            for unit in self.draw["units"]
        }


_SECOND = DrawTable("wave_second_draw", "wave_drawn_again", KeptSecond)


def draw_more(first: Draw, forms: Mapping[str, int]) -> Draw:
    """The second draw of a wave.

    Args:
        first: The first draw, made again from its frame.
        forms: Unit code → forms more.

    Returns:
        A draw of the units that get more forms, numbered after those of the first.

    Raises:
        PlanError: A unit was not drawn before, or no form is asked for.
    """
    wanted = {code: n for code, n in forms.items() if n > 0}
    known = {unit.unit_code: unit for unit in first.units}
    if not wanted:
        rule = "a second draw is for units that will lack answers"
        raise PlanError("forms", 0, rule, "look at the fieldwork of the wave")
    if unknown := sorted(wanted.keys() - known.keys()):
        rule = "a second draw is of units that were drawn before"
        step = "keep a new plan of the wave and draw by it"
        raise PlanError("unit", ", ".join(unknown), rule, step)
    units = tuple(_more(first, known[code], wanted[code]) for code in sorted(wanted))
    return replace(first, units=units)


def _more(first: Draw, unit: DrawnUnit, n_wanted: int) -> DrawnUnit:
    n = ceil(n_wanted / unit.ballots_each)
    before = len(unit.drawn), len(unit.replacements)
    strata = first.frame.strata.get(unit.unit_code, {})
    sizes = (*before, n, ceil(n * first.replacement_share))
    *_, drawn, replacements = draw_stages(first.seed, unit.unit_code, strata, sizes)
    return DrawnUnit(
        unit.unit_code,
        unit.population,
        n,
        drawn,
        replacements,
        *before,
        unit.ballots_each,
    )


def keep_second(
    settings: Settings, first: KeptDraw, second: Draw, *, by: Identity
) -> KeptSecond:
    """Keeps a second draw, or finds that it is the one kept before.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: Another one was drawn by the same plan.
        AuditError: It cannot be recorded: it is not kept.
    """
    refuse_if_not_front(by)
    code, edition = first.wave_code, first.plan_edition
    known = kept_second(settings, code, edition)
    if known is not None:
        check_second(known, first, second)
        return known
    return _SECOND.keep(settings, code, edition, _record(first, second), by=by)


def kept_second(
    settings: Settings, wave_code: str, plan_edition: int
) -> KeptSecond | None:
    """The second draw by one edition of a plan; None before it is drawn.

    Raises:
        DamagedError: It is not as it was kept.
    """
    return _SECOND.kept(settings, wave_code, plan_edition)


def check_second(known: KeptSecond, first: KeptDraw, again: Draw) -> None:
    """Compares a kept second draw with one made again.

    Raises:
        PlanError: It is another.
    """
    if _record(first, again) != known.draw:
        rule = "what was drawn by a plan is drawn once"
        step = "keep a new plan of the wave and draw by it"
        raise PlanError("second draw", known.wave_code, rule, step)


def _record(first: KeptDraw, second: Draw) -> dict[str, Any]:
    """What is kept: counts and digests, no code of a dossier."""
    return {
        "wave_code": first.wave_code,
        "plan_edition": first.plan_edition,
        "first_sha256": first.sha256,
        "frame_sha256": second.frame.sha256,
        "seed": second.seed,
        "order": "sha256(seed|code), after the first draw and its replacements",
        "units": [
            unit.as_record()
            | {
                "n_before": unit.n_before,
                "n_replacements_before": unit.n_replacements_before,
            }
            for unit in second.units
        ],
    }
