"""All that a report of a wave rests on, as its reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboard.rows.context import Wave, wave_of
from dashboard.rows.units import LEVELS, Unit, unit_of
from dashboard.waves.results import analysed_waves, wave_result
from warehouse.builds.published import Build
from warehouse.errors import AccountError, NothingPublishedError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.read import Answer, reader_of
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import KeptPlan, kept_plans
from warehouse.waves.wave_result import UnitResult, WaveResult

Row = Mapping[str, Any]
Ask = Callable[..., Answer]


@dataclass(frozen=True)
class WaveFacts:
    """The figures of one wave.

    Attributes:
        wave: The wave.
        waves: Code → wave, for the names of others.
        units: Unit key → unit, those of the reader.
        build: What they were read from.
        by_item: Question → what the wave says of it, the overall one first.
        texts: Question → its words.
        plan: The last plan kept of the wave; None where there is none.
        draw: Its draw; None before it is drawn.
        contacts: Attempts of interviewers by unit; none where nobody kept a book.
        recommendations: Those that the Front gave.
    """

    wave: Wave
    waves: Mapping[str, Wave]
    units: Mapping[str, Unit]
    build: Build
    by_item: Mapping[str, WaveResult]
    texts: Mapping[str, str]
    plan: KeptPlan | None
    draw: KeptDraw | None
    contacts: tuple[Row, ...]
    recommendations: tuple[Row, ...]

    @property
    def main(self) -> WaveResult:
        """What the wave says of its first question."""
        return next(iter(self.by_item.values()))

    @property
    def top(self) -> UnitResult:
        """The highest unit of the main question."""
        return by_level(self.main, self.units)[0]

    @property
    def below(self) -> tuple[UnitResult, ...]:
        """The other units of the main question, each level by itself."""
        return by_level(self.main, self.units)[1:]


def by_level(result: WaveResult, units: Mapping[str, Unit]) -> tuple[UnitResult, ...]:
    """Units of a result that the reader covers, the highest first."""
    known = [unit for unit in result.units if unit.unit_key in units]
    return tuple(sorted(known, key=lambda unit: LEVELS.index(unit.unit_level)))


def wave_facts(settings: Settings, by: Identity, wave_code: str) -> WaveFacts:
    """Reads the figures of a wave of the Front for its report.

    Args:
        settings: Names the home.
        by: Who reads; an account of the role `front`.
        wave_code: The wave.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: The build has no answers of such a wave.
        DamagedError: The plan or draw of the wave is not as it was kept.
        NothingPublishedError: There is no build.
    """
    if by.role != FRONT:
        rule = "only an account of the role front takes a report of its waves"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    ask: Ask = partial(_ask, settings, by)
    contacts = tuple(ask("fieldwork_units", wave_code=wave_code).rows)
    return _facts(settings, ask, wave_code, contacts)


def public_facts(settings: Settings, wave_code: str) -> WaveFacts:
    """The figures of a released wave as all people may read them.

    Raises:
        PlanError: The build has no answers of such a wave that are released.
        DamagedError: The plan or draw of the wave is not as it was kept.
        NothingPublishedError: There is no build.
    """
    return _facts(settings, partial(_ask, settings, _ANYBODY), wave_code, ())


_ANYBODY = Identity("summary", "", "committee")
"""Reads what is released, of all units, and nothing of a wave that waits."""


def _facts(
    settings: Settings, ask: Ask, wave_code: str, contacts: tuple[Row, ...]
) -> WaveFacts:
    units = {row["unit_key"]: unit_of(row) for row in ask("units").rows}
    people = {row["wave_code"]: row for row in _people(ask)}
    waves = {
        row["wave_code"]: wave_of({**row, **people.get(row["wave_code"], {})})
        for row in ask("waves").rows
    }
    asked = analysed_waves(waves.values(), ask("wave_items").rows)
    if wave_code not in asked:
        rule = f"one of the waves with answers: {', '.join(asked)}"
        raise PlanError("wave", wave_code, rule, "thanthien wave list")
    made = partial(wave_result, ask, settings, wave_code, waves=waves, units=units)
    plans = [p for p in kept_plans(settings) if p.wave_code == wave_code]
    plan = plans[0] if plans else None
    instrument = waves[wave_code].instrument
    return WaveFacts(
        waves[wave_code],
        waves,
        units,
        reader_of(settings).build(),
        {item: made(item) for item in asked[wave_code]},
        {
            row["item_code"]: row["text_vi"]
            for row in ask("items").rows
            if row["instrument"] == instrument
        },
        plan,
        kept_draw(settings, wave_code, plan.edition) if plan else None,
        contacts,
        tuple(row for row in ask("recommendations").rows if row["given_by"] == FRONT),
    )


def _people(ask: Ask) -> tuple[Row, ...]:
    """Ballots and people of waves; none of a build from before they were counted."""
    try:
        return tuple(ask("wave_people").rows)
    except NothingPublishedError:
        return ()


def _ask(settings: Settings, by: Identity, name: str, **params: Any) -> Answer:
    reader = reader_of(settings)
    return reader.run(name, reader.scope_of(by), **params)
