"""The draw of a wave: by the sizes of its plan, from a frame, by a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil
from typing import Any

from warehouse.errors import PlanError
from warehouse.statistics.sampling.draw import draw_stages
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.sampling_frame import HOUSEHOLDS, RETURNED, Frame
from warehouse.waves.visits import Visits

REPLACEMENT_SHARE = 0.2
"""Replacements per form, where nobody says otherwise."""


@dataclass(frozen=True)
class DrawnUnit:
    """What was drawn of one unit.

    Attributes:
        unit_code: The unit.
        population: Rows of the unit in the frame: dossiers, households or days.
        n_wanted: How many of them the forms of the plan need.
        drawn: Codes to ask about, in the order drawn.
        replacements: Codes that stand in, in their fixed order.
        n_before: Codes of the unit drawn before these, in a first draw.
        n_replacements_before: Replacements of that draw.
        ballots_each: Ballots of each code: more than one of a visit.
    """

    unit_code: str
    population: int
    n_wanted: int
    drawn: tuple[str, ...]
    replacements: tuple[str, ...]
    n_before: int = 0
    n_replacements_before: int = 0
    ballots_each: int = 1

    @property
    def sha256(self) -> str:
        """Digest of what was drawn: drawn codes, an empty line, replacements; each
        line ends with LF."""
        lines = (*self.drawn, "", *self.replacements)
        return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """Counts and the digest, no code; one ballot of each code goes unsaid."""
        each = {"ballots_each": self.ballots_each} if self.ballots_each > 1 else {}
        return {
            "unit_code": self.unit_code,
            "population": self.population,
            "n_wanted": self.n_wanted,
            "n_drawn": len(self.drawn),
            "n_replacements": len(self.replacements),
            "drawn_sha256": self.sha256,
            **each,
        }


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
        visits: How visitors are met; None where a list was drawn from.
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
    visits: Visits | None = None

    @property
    def ballots_each(self) -> int:
        """Ballots of one code."""
        return self.visits.n_ballots if self.visits else 1

    @property
    def n_drawn(self) -> int:
        """Ballots of what was drawn, without those of replacements."""
        return self.ballots_each * sum(len(unit.drawn) for unit in self.units)

    @property
    def n_replacements(self) -> int:
        """Ballots of the replacements."""
        return self.ballots_each * sum(len(unit.replacements) for unit in self.units)

    @property
    def short(self) -> tuple[DrawnUnit, ...]:
        """Units whose frame has fewer than the forms of the plan need."""
        return tuple(unit for unit in self.units if unit.population < unit.n_wanted)

    def as_record(self) -> dict[str, Any]:
        """What is kept: counts and digests, no code of a dossier."""
        frame = self.frame
        record = {
            "wave_code": self.wave_code,
            "plan_edition": self.plan_edition,
            "plan_sha256": self.plan_sha256,
            "seed": self.seed,
            "order": "sha256(seed|code)",
            "replacement_share": self.replacement_share,
            "destroy_by": self.destroy_by.isoformat(),
            "is_simulated": self.is_simulated,
            "frame": {
                "kind": frame.kind,
                "sha256": frame.sha256,
                "file_sha256": frame.file_sha256,
                "since": frame.since and frame.since.isoformat(),
                "until": frame.until and frame.until.isoformat(),
                "n": len(frame.rows),
                "n_unread": frame.n_unread,
                "n_repeated": frame.n_repeated,
                "elsewhere": dict(frame.elsewhere),
            },
            "units": [
                unit.as_record() | {"frame_sha256": frame.digest_of(unit.unit_code)}
                for unit in self.units
            ],
        }
        if self.visits is not None:
            record["visits"] = self.visits.as_record()
        return record


def make_draw(
    kept: KeptPlan,
    frame: Frame,
    units: Mapping[str, str],
    *,
    seed: str,
    destroy_by: date,
    replacement_share: float = REPLACEMENT_SHARE,
    takes_all: bool = False,
    visits: Visits | None = None,
) -> Draw:
    """Draws a wave by its kept plan.

    Args:
        kept: The plan.
        frame: Whom to draw from.
        units: Unit key → unit code.
        seed: Fixes the draw.
        destroy_by: Day on which the lists are destroyed.
        replacement_share: Replacements per form, from 0 to 2.
        takes_all: Where a unit has fewer in the frame than forms, ask about all.
        visits: How visitors are met, where the frame is made of days.

    Raises:
        PlanError: The plan is larger than the frame, or a setting is out of range.
    """
    if not 0 <= replacement_share <= 2:
        rule = "from 0 to 2"
        raise PlanError("replacements", replacement_share, rule, "give another number")
    if not seed.strip():
        raise PlanError("seed", seed, "a seed is a text", "give another seed")
    each = visits.n_ballots if visits else 1
    drawn = []
    for unit in kept.plan["units"]:
        code = units[unit["unit_key"]]
        n = ceil(int(unit["outlook"]["n_forms"]) / each)
        sizes = n, ceil(n * replacement_share)
        first, second = draw_stages(seed, code, frame.strata.get(code, {}), sizes)
        n_all = frame.population(code)
        drawn.append(DrawnUnit(code, n_all, n, first, second, ballots_each=each))
    draw = Draw(
        kept.wave_code,
        kept.edition,
        kept.sha256,
        seed,
        replacement_share,
        destroy_by,
        frame,
        tuple(sorted(drawn, key=lambda unit: unit.unit_code)),
        frame.is_simulated or bool(kept.plan["is_simulated"]),
        visits,
    )
    if draw.short and not takes_all:
        raise _too_large(draw)
    return draw


def _too_large(draw: Draw) -> PlanError:
    units = ", ".join(
        f"{unit.unit_code}: {unit.n_wanted} > {unit.population}" for unit in draw.short
    )
    rule = "the frame has at least as many of a unit as the forms of the plan need"
    step = "give more days or more ballots to a visit, or say --take-all"
    if draw.frame.kind == RETURNED:
        step = "give the export of all units and of the whole window, or say --take-all"
    if draw.frame.kind == HOUSEHOLDS:
        step = "give the list of all households of the units, or say --take-all"
    return PlanError("plan", units, rule, step)
