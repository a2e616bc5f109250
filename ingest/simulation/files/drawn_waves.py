"""Two waves of the Front that were drawn: households, and visits nobody was told of.

They are planted beside the province, for the demo: what was asked lies in the export of
the wave's own form, read by the form's own spec, and their numbers are places in a draw
that the demo keeps afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.simulation.files.drawn_households import write_households
from ingest.simulation.files.drawn_visits import write_visits
from ingest.simulation.files.drawn_wave import DrawnWave, GivenOut
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.running_wave import WAVE_HEADINGS
from ingest.simulation.files.workbook import Cell
from ingest.simulation.world import World


@dataclass(frozen=True)
class DrawnWaves:
    """Both.

    Attributes:
        waves: The waves.
        lists: What is loaded before their ballots: list of waves, forms given out.
    """

    waves: tuple[DrawnWave, ...]
    lists: tuple[Path, ...]


def write_drawn_waves(
    world: World, returned: Mapping[str, int], folder: Path
) -> DrawnWaves:
    """Writes both.

    Args:
        world: The province.
        returned: Code of a unit of today → results it returned, which the plan of the
            visits rests on: no unit is asked more often.
        folder: Where the files go.
    """
    households, given_out = write_households(world, folder)
    visits, met = write_visits(world, returned, folder)
    lists = _write_lists([given_out, met], folder)
    return DrawnWaves((households, visits), lists)


def _write_lists(given_out: list[GivenOut], folder: Path) -> tuple[Path, Path]:
    waves = folder / "25_dot_rut_mau_MO_PHONG.csv"
    write_delimited(waves, WAVE_HEADINGS, [one.line for one in given_out])
    rows: list[list[Cell]] = [
        [str(one.line[0]), code, f"{one.first:%d/%m/%Y}", n]
        for one in given_out
        for code, n in one.forms.items()
    ]
    forms = folder / "phieu_phat_ra_MO_PHONG_dot_rut_mau.csv"
    head = ["Mã đợt", "Mã đơn vị", "Ngày", "Số phiếu phát ra"]
    return waves, write_delimited(forms, head, rows)
