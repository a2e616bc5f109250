"""What KoboToolbox exports of a wave's own form, and the spec that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.simulation.ballots import DONT_KNOW, NOT_APPLICABLE, REFUSED, Levels
from ingest.simulation.clock import Ints, to_date
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.workbook import Cell
from warehouse.waves.forms.fields import ABOUT, BALLOT, FIELDS, RATING, UNIT
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.reading_spec import reading_spec

_CODES = {0: None, REFUSED: "99", DONT_KNOW: "98", NOT_APPLICABLE: "97"}


@dataclass(frozen=True)
class Filled:
    """Ballots of a form, one position per ballot.

    Attributes:
        numbers: Numbers of the ballots.
        units: Codes of their units.
        levels: Ballots × items; below 1 no answer, see `ingest.simulation.ballots`.
        days: Day numbers of the answers.
    """

    numbers: tuple[str, ...]
    units: tuple[str, ...]
    levels: Levels
    days: Ints


def write_export(
    rng: np.random.Generator,
    form: Form,
    items: tuple[str, ...],
    filled: Filled,
    folder: Path,
) -> tuple[Path, Path]:
    """Writes the export and the spec of the form.

    Args:
        rng: Draws who filled them in.
        form: The form.
        items: Its questions, one per column of the levels.
        filled: The ballots.
        folder: Where both go.

    Returns:
        The export, the spec.
    """
    head = ["start", "end", "dot", "phien_ban", BALLOT, f"{ABOUT}/{UNIT}"]
    head += [field.path for field in FIELDS]
    head += [f"{RATING}/{item}" for item in items]
    rows: list[list[Cell]] = []
    for number, unit, levels, day in zip(
        filled.numbers,
        filled.units,
        filled.levels.tolist(),
        filled.days.tolist(),
        strict=True,
    ):
        stamp = f"{to_date(day)}T{8 + len(rows) % 9:02d}:{len(rows) % 60:02d}:00"
        row: list[Cell] = [f"{stamp}.000+07:00", f"{stamp}.000+07:00"]
        row += [form.wave_code, form.version, number, unit]
        row += [str(rng.choice(list(field.choices))) for field in FIELDS]
        rows.append([*row, *(v if v > 0 else _CODES[v] for v in levels)])
    export = folder / f"kobo_phieu_dot_MO_PHONG_{form.wave_code}.csv"
    write_delimited(export, head, rows, delimiter=";", encoding="utf-8-sig")
    spec = folder / f"doc_phieu_MO_PHONG_{form.wave_code}.yml"
    spec.write_text(reading_spec(form), encoding="utf-8")
    return export, spec
