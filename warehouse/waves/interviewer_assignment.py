"""Who asks about what was drawn: dealt in turn, so that chance decides here too.

Within a unit the order drawn is random, so dealing in turn gives each interviewer of
the unit a random part of it: their answers can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.errors import PlanError
from warehouse.waves.ballot_numbers import ballots_of
from warehouse.waves.draw import Draw, DrawnUnit
from warehouse.waves.sampling_frame import FrameRow


@dataclass(frozen=True)
class Interviewer:
    """One who asks.

    Attributes:
        code: How the lists call them.
        unit_codes: Units they go to; empty = all.
    """

    code: str
    unit_codes: frozenset[str]

    def goes_to(self, unit_code: str) -> bool:
        """Whether they ask in a unit."""
        return not self.unit_codes or unit_code in self.unit_codes


@dataclass(frozen=True)
class Listed:
    """One line of a list.

    Attributes:
        ballots: Numbers of its ballots, more than one of a visit; they say nothing of
            the dossier or household.
        is_replacement: Asked about only when one before it could not be.
        row: What was drawn.
        hours: Hours of a visit; "" elsewhere.
        first: Which visitor of a visit is asked first; 0 elsewhere.
    """

    ballots: tuple[str, ...]
    is_replacement: bool
    row: FrameRow
    hours: str = ""
    first: int = 0

    @property
    def code(self) -> str:
        """Code of what was drawn."""
        return self.row.code

    @property
    def unit_code(self) -> str:
        """The unit asked about."""
        return self.row.unit_code


def interviewers_of(lines: Sequence[str]) -> list[Interviewer]:
    """Reads `CODE` or `CODE: unit, unit`, one per line.

    Raises:
        PlanError: A line names nobody, or one is named twice.
    """
    found = []
    for line in filter(str.strip, lines):
        code, _, units = line.partition(":")
        named = frozenset(filter(None, map(str.strip, units.split(","))))
        found.append(Interviewer(code.strip(), named))
    codes = [one.code for one in found]
    if "" in codes or len(set(codes)) < len(codes):
        rule = "each interviewer has a code of their own: PV01: 91001, 91002"
        raise PlanError("interviewer", ", ".join(codes), rule, "correct the list")
    return found


def deal(draw: Draw, interviewers: Sequence[Interviewer]) -> dict[str, list[Listed]]:
    """The list of each interviewer; of each unit where nobody is named.

    Raises:
        PlanError: A unit has nobody who asks, or a unit named is not drawn.
    """
    _check(draw, interviewers)
    lists: dict[str, list[Listed]] = defaultdict(list)
    for unit in draw.units:
        here = [one.code for one in interviewers if one.goes_to(unit.unit_code)]
        here = here or [unit.unit_code]
        for number, code in enumerate(unit.drawn):
            lists[here[number % len(here)]].append(
                _listed(
                    draw,
                    unit,
                    code,
                    unit.n_before + number + 1,
                    is_replacement=False,
                )
            )
        for number, code in enumerate(unit.replacements):
            lists[here[number % len(here)]].append(
                _listed(
                    draw,
                    unit,
                    code,
                    unit.n_replacements_before + number + 1,
                    is_replacement=True,
                )
            )
    return dict(sorted(lists.items()))


def _check(draw: Draw, interviewers: Sequence[Interviewer]) -> None:
    if not interviewers:
        return
    drawn = {unit.unit_code for unit in draw.units if unit.drawn}
    named = {code for one in interviewers for code in one.unit_codes}
    if unknown := sorted(named - drawn):
        rule = "an interviewer goes to units that were drawn"
        raise PlanError("unit", ", ".join(unknown), rule, "correct the list")
    nobody = [code for code in drawn if not any(o.goes_to(code) for o in interviewers)]
    if nobody:
        rule = "somebody asks in every unit that was drawn"
        step = "name an interviewer for it"
        raise PlanError("unit", ", ".join(sorted(nobody)), rule, step)


def _listed(
    draw: Draw, unit: DrawnUnit, code: str, place: int, *, is_replacement: bool
) -> Listed:
    ballots = ballots_of(
        draw.wave_code,
        unit.unit_code,
        place,
        is_replacement=is_replacement,
        each=unit.ballots_each,
    )
    row, visits = draw.frame.by_code[code], draw.visits
    if visits is None:
        return Listed(ballots, is_replacement, row)
    hours = visits.hours_of(draw.seed, code)
    return Listed(ballots, is_replacement, row, hours, visits.first_of(draw.seed, code))
