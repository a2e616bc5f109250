"""A wave that was drawn: what its plan and draw are asked, its form, its truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.simulation.files.workbook import Cell
from ingest.simulation.questions import item_rows
from ingest.simulation.world import World
from warehouse.waves.draw_wave import Ask
from warehouse.waves.forms.form import Form, make_form
from warehouse.waves.forms.sampled import Sampled
from warehouse.waves.plan import Request

Row = dict[str, object]


@dataclass(frozen=True)
class DrawnWave:
    """One of them.

    Attributes:
        request: What its plan is asked.
        ask: What its draw is asked.
        drawn_on: Day of the draw.
        frame: The list it is drawn from; None of visits.
        ballots: The export of its form.
        spec: The spec of its form, which reads the export.
        n_ballots: Ballots in it.
        truth: What is planted, for `truth.json`.
    """

    request: Request
    ask: Ask
    drawn_on: date
    frame: Path | None
    ballots: Path
    spec: Path
    n_ballots: int
    truth: Row


@dataclass(frozen=True)
class GivenOut:
    """A wave in the list of waves, and the forms given out in it.

    Attributes:
        line: Its line in the list of waves.
        first: Its first day.
        forms: Code of a unit → forms.
    """

    line: list[Cell]
    first: date
    forms: dict[str, int]


def units_of(world: World, rows: Iterable[int]) -> dict[str, int]:
    """Code → row, in the order of the rows."""
    codes = world.places.units["unit_code"].tolist()
    return {str(codes[row]): row for row in rows}


def form_of(
    world: World,
    wave: str,
    instrument: str,
    stream: str,
    units: Mapping[str, int],
    sampled: Sampled,
) -> Form:
    """The form of such a wave, which knows how it was drawn."""
    rows = [
        {str(name): value for name, value in row.items()}
        for row in item_rows().to_dict("records")
    ]
    names = world.places.units["unit_name"].tolist()
    return make_form(
        wave,
        instrument,
        rows,
        [(code, str(names[row])) for code, row in units.items()],
        stream=stream,
        compared_with=instrument,
        sampled=sampled,
    )
