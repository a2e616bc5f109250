"""A supervision survey of households drawn from the Front's own list.

Large communes are less content than small ones, so that a mean of units is not the mean
of households. In the largest the content answer more readily than the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from ingest.simulation.ballots import Levels, draw_levels, drop_answers
from ingest.simulation.clock import Floats, to_day
from ingest.simulation.files.drawn_wave import (
    DrawnWave,
    GivenOut,
    Row,
    form_of,
    units_of,
)
from ingest.simulation.files.form_export import Filled, write_export
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.workbook import Cell
from ingest.simulation.people import person_names
from ingest.simulation.places import FIRST_NEW
from ingest.simulation.surveys import (
    SUPERVISION,
    SUPERVISION_INSTRUMENT,
    SUPERVISION_ITEMS,
)
from ingest.simulation.world import World
from warehouse.waves.ballot_numbers import ballot_number
from warehouse.waves.draw_wave import Ask
from warehouse.waves.forms.sampled import Sampled
from warehouse.waves.plan import Request

HOUSEHOLDS = "GS-HO-2026"
HAMLETS = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5")
N_SELECTIVE = 4
"""Communes where who answers depends on the answer."""
N_ASKED = 24
"""Households of each commune that were come to."""
_RESPONSE = 0.85
_CONTENT_RESPONSE, _OTHER_RESPONSE = 0.95, 0.5
_JUDGED, _CONTENT_FROM = SUPERVISION_ITEMS.index("sup_result"), 8
_HIGHEST, _FALL = 0.84, 0.34
_DAYS = (date(2026, 10, 5), date(2026, 10, 23))
_DRAWN_ON = date(2026, 9, 28)


def write_households(world: World, folder: Path) -> tuple[DrawnWave, GivenOut]:
    """Writes the list of households, the answers and the spec of the form."""
    rng = world.rng(71)
    units = units_of(world, range(FIRST_NEW, world.places.n_units))
    listed = np.maximum(40, world.places.population[list(units.values())] // 100)
    sizes = dict(zip(units, listed.astype(int).tolist(), strict=True))
    order = np.argsort(np.argsort(listed, kind="stable")) / max(1, len(units) - 1)
    shares = np.clip(_HIGHEST - _FALL * order + rng.normal(0, 0.02, len(units)), 0, 1)
    asked = dict.fromkeys(units, N_ASKED)
    codes = list(units)
    is_selective = order > 1 - N_SELECTIVE / len(units)
    drawn = [
        (place, ballot_number(HOUSEHOLDS, code, one))
        for place, code in enumerate(codes)
        for one in range(1, asked[code] + 1)
    ]
    home = np.array([place for place, _ in drawn], dtype=np.int64)
    ten = _levels(rng, shares[home])
    is_content = ten[:, _JUDGED] >= _CONTENT_FROM
    readily = np.where(is_content, _CONTENT_RESPONSE, _OTHER_RESPONSE)
    response = np.where(is_selective[home], readily, _RESPONSE)
    met = np.flatnonzero(rng.random(len(home)) < response)
    levels = drop_answers(rng, ten[met], SUPERVISION_ITEMS)
    first, last = _DAYS
    days = rng.integers(to_day(str(first)), to_day(str(last)) + 1, len(met))
    form = form_of(
        world, HOUSEHOLDS, SUPERVISION_INSTRUMENT, "supervision", units, Sampled(sizes)
    )
    numbers = tuple(drawn[i][1] for i in met)
    filled = Filled(numbers, tuple(codes[i] for i in home[met]), levels, days)
    ballots, spec = write_export(rng, form, SUPERVISION_ITEMS, filled, folder)
    weights = np.array([sizes[code] for code in codes], dtype=np.float64)
    content, other = shares * _CONTENT_RESPONSE, (1 - shares) * _OTHER_RESPONSE
    answered = np.where(is_selective, content / (content + other), shares)
    truth: Row = {
        "wave_code": HOUSEHOLDS,
        "frame": "households",
        "share": round(float(weights @ shares / weights.sum()), 6),
        "share_of_answers": round(float(weights @ answered / weights.sum()), 6),
        "mean_of_units": round(float(shares.mean()), 6),
        "units": [
            {
                "unit_code": code,
                "n_in_frame": sizes[code],
                "n_asked": asked[code],
                "n_ballots": int((home[met] == place).sum()),
                "share": round(float(shares[place]), 6),
                "n_content_asked": int(is_content[home == place].sum()),
                "is_selective": bool(is_selective[place]),
            }
            for place, code in enumerate(codes)
        ],
    }
    wave = DrawnWave(
        Request(
            HOUSEHOLDS,
            SUPERVISION,
            item_code="sup_result",
            households=tuple(sorted(sizes.items())),
        ),
        Ask(HOUSEHOLDS, seed=HOUSEHOLDS, takes_all=True, frame_kind="households"),
        _DRAWN_ON,
        _write_list(world, rng, sizes, folder),
        ballots,
        spec,
        len(numbers),
        truth,
    )
    line: list[Cell] = [
        HOUSEHOLDS,
        "Giám sát việc thực hiện mô hình",
        "Mặt trận Tổ quốc",
        "Phiếu giấy",
    ]
    line += [f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}", sum(asked.values())]
    return wave, GivenOut([*line, SUPERVISION_INSTRUMENT], first, asked)


def _levels(rng: np.random.Generator, share: Floats) -> Levels:
    """Levels 1–10 of every question; of a share of the ballots 8 or higher."""
    each = np.repeat(share[:, None], len(SUPERVISION_ITEMS), axis=1)
    half = rng.integers(0, 2, each.shape, dtype=np.int8)
    five = draw_levels(rng, each)
    # 4 is 8, the lowest level of the content; of the others each has two levels
    return np.where(five == 4, 8, 2 * five - half).astype(np.int8)


def _write_list(
    world: World, rng: np.random.Generator, sizes: Mapping[str, int], folder: Path
) -> Path:
    """A list with names, which no draw reads; hamlets number their own households."""
    people = person_names(world.rng(73), 500)
    rows: list[list[Cell]] = []
    for code, n in sizes.items():
        parts = rng.multinomial(n, rng.dirichlet([4.0] * len(HAMLETS)))
        for hamlet, part in zip(HAMLETS, parts.tolist(), strict=True):
            rows += [
                [f"H{i:04d}", people[(len(rows) + i) % 500], hamlet, code]
                for i in range(1, part + 1)
            ]
    path = folder / f"khung_ho_dan_MO_PHONG_{HOUSEHOLDS}.csv"
    return write_delimited(path, ("Mã hộ", "Chủ hộ", "Thôn", "Đơn vị"), rows)
