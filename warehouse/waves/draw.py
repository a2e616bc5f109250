"""The draw of a wave: by the sizes of its plan, from a frame, by a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil
from typing import Any

from warehouse.errors import PlanError
from warehouse.statistics.sampling.draw import draw_strata
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.sampling_frame import Frame

REPLACEMENT_SHARE = 0.2
"""Replacements per form, where nobody says otherwise."""


@dataclass(frozen=True)
class DrawnUnit:
    """What was drawn of one unit.

    Attributes:
        unit_code: The unit.
        population: Dossiers in the frame.
        n_wanted: Forms of the plan.
        drawn: Dossiers to ask about, in the order drawn.
        replacements: Dossiers that stand in, in their fixed order.
        n_before: Dossiers of the unit drawn before these, in a first draw.
        n_replacements_before: Replacements of that draw.
    """

    unit_code: str
    population: int
    n_wanted: int
    drawn: tuple[str, ...]
    replacements: tuple[str, ...]
    n_before: int = 0
    n_replacements_before: int = 0

    @property
    def sha256(self) -> str:
        """Digest of what was drawn: drawn codes, an empty line, replacements; each
        line ends with LF."""
        lines = (*self.drawn, "", *self.replacements)
        return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@dataclass(frozen=True)
class Draw:
    """A draw that anyone can repeat from its seed and frame.

    Attributes:
        wave_code: The wave.
        plan_edition: Edition of the plan whose sizes it has.
        plan_sha256: Digest of that plan.
        seed: The seed.
        replacement_share: Replacements per form.
        destroy_by: Day on which the lists of the interviewers are destroyed.
        frame: What it was drawn from.
        units: One per unit of the plan, by unit code.
        is_simulated: Plan or frame are invented.
    """

    wave_code: str
    plan_edition: int
    plan_sha256: str
    seed: str
    replacement_share: float
    destroy_by: date
    frame: Frame
    units: tuple[DrawnUnit, ...]
    is_simulated: bool

    @property
    def short(self) -> tuple[DrawnUnit, ...]:
        """Units with fewer dossiers than the plan has forms."""
        return tuple(unit for unit in self.units if unit.population < unit.n_wanted)

    def as_record(self) -> dict[str, Any]:
        """What is kept: counts and digests, no code of a dossier."""
        frame = self.frame
        return {
            "wave_code": self.wave_code,
            "plan_edition": self.plan_edition,
            "plan_sha256": self.plan_sha256,
            "seed": self.seed,
            "order": "sha256(seed|code)",
            "replacement_share": self.replacement_share,
            "destroy_by": self.destroy_by.isoformat(),
            "is_simulated": self.is_simulated,
            "frame": {
                "sha256": frame.sha256,
                "file_sha256": frame.file_sha256,
                "since": frame.since.isoformat(),
                "until": frame.until.isoformat(),
                "n": len(frame.rows),
                "n_unread": frame.n_unread,
                "n_repeated": frame.n_repeated,
                "elsewhere": dict(frame.elsewhere),
            },
            "units": [
                {
                    "unit_code": unit.unit_code,
                    "population": unit.population,
                    "n_wanted": unit.n_wanted,
                    "n_drawn": len(unit.drawn),
                    "n_replacements": len(unit.replacements),
                    "frame_sha256": frame.digest_of(unit.unit_code),
                    "drawn_sha256": unit.sha256,
                }
                for unit in self.units
            ],
        }


def make_draw(
    kept: KeptPlan,
    frame: Frame,
    units: Mapping[str, str],
    *,
    seed: str,
    destroy_by: date,
    replacement_share: float = REPLACEMENT_SHARE,
    takes_all: bool = False,
) -> Draw:
    """Draws a wave by its kept plan.

    Args:
        kept: The plan.
        frame: Whom to draw from.
        units: Unit key → unit code.
        seed: Fixes the draw.
        destroy_by: Day on which the lists are destroyed.
        replacement_share: Replacements per form, from 0 to 2.
        takes_all: Where a unit has fewer dossiers than forms, ask about all of them.

    Raises:
        PlanError: The plan is larger than the frame, or a setting is out of range.
    """
    if not 0 <= replacement_share <= 2:
        rule = "from 0 to 2"
        raise PlanError("replacements", replacement_share, rule, "give another number")
    if not seed.strip():
        raise PlanError("seed", seed, "a seed is a text", "give another seed")
    wanted = {
        units[unit["unit_key"]]: int(unit["outlook"]["n_forms"])
        for unit in kept.plan["units"]
    }
    sizes = {code: (n, ceil(n * replacement_share)) for code, n in wanted.items()}
    samples = draw_strata(seed, frame.strata, sizes)
    drawn = tuple(
        DrawnUnit(
            code,
            len(frame.strata.get(code, ())),
            wanted[code],
            samples[code].drawn,
            samples[code].replacements,
        )
        for code in sorted(wanted)
    )
    draw = Draw(
        kept.wave_code,
        kept.edition,
        kept.sha256,
        seed,
        replacement_share,
        destroy_by,
        frame,
        drawn,
        frame.is_simulated or bool(kept.plan["is_simulated"]),
    )
    if draw.short and not takes_all:
        raise _too_large(draw)
    return draw


def _too_large(draw: Draw) -> PlanError:
    units = ", ".join(
        f"{unit.unit_code}: {unit.n_wanted} > {unit.population}" for unit in draw.short
    )
    rule = "a unit has at least as many results in the frame as the plan has forms"
    step = "give the export of all units and of the whole window, or say --take-all"
    return PlanError("plan", units, rule, step)
