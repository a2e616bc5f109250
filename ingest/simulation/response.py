"""How many forms the Front handed out, so that who did not answer can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from ingest.simulation.files.lists import write_delimited
from ingest.simulation.surveys import Ballots
from ingest.simulation.tables import dates, words
from ingest.simulation.world import World

LEAST_RESPONSE, MOST_RESPONSE = 0.78, 0.97


def forms_handed_out(world: World, waves: Iterable[Ballots]) -> pa.Table:
    """One row per wave and unit: wave_code, unit_code, day, n_offered.

    Each unit has its own willingness to answer; forms are handed out until as many
    ballots came back as the wave has there.
    """
    rng = world.rng(56)
    codes: list[str | None] = [str(c) for c in world.places.units["unit_code"]]
    found = []
    for ballots in waves:
        units, first, n = np.unique(ballots.unit, return_index=True, return_counts=True)
        response = rng.uniform(LEAST_RESPONSE, MOST_RESPONSE, len(units))
        columns = {
            "wave_code": pa.array([ballots.wave] * len(units), pa.string()),
            "unit_code": words(units, codes),
            "day": dates(ballots.day[first]),
            "n_offered": pa.array(n + rng.negative_binomial(n, response)),
        }
        found.append(pa.table(columns))
    return pa.concat_tables(found)


def write_forms(world: World, waves: Iterable[Ballots], folder: Path) -> Path:
    """Writes them in the layout of the counters' own list."""
    forms = forms_handed_out(world, waves)
    columns = (column.to_pylist() for column in forms.columns)
    rows = [
        [wave, unit, f"{day:%d/%m/%Y}", n]
        for wave, unit, day, n in zip(*columns, strict=True)
    ]
    head = ["Mã đợt", "Mã đơn vị", "Ngày", "Số phiếu phát ra"]
    path = folder / "phieu_phat_ra_MO_PHONG_mat_tran.csv"
    return write_delimited(path, head, rows)
