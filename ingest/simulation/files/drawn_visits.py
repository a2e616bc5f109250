"""Visits to one-stop desks that nobody was told of; ballots of one visit are alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from ingest.simulation.ballots import draw_levels, drop_answers
from ingest.simulation.clock import Floats, Ints, to_date, to_day
from ingest.simulation.files.drawn_wave import (
    DrawnWave,
    GivenOut,
    Row,
    form_of,
    units_of,
)
from ingest.simulation.files.form_export import Filled, write_export
from ingest.simulation.files.workbook import Cell
from ingest.simulation.places import CENTRE, FIRST_NEW
from ingest.simulation.service import expected_service_share
from ingest.simulation.surveys import HOUSEHOLD_ITEMS, INDEPENDENT, INSTRUMENT
from ingest.simulation.world import World
from warehouse.statistics.sampling.draw import draw_order
from warehouse.waves.ballot_numbers import ballots_of
from warehouse.waves.draw_wave import Ask
from warehouse.waves.forms.sampled import Sampled
from warehouse.waves.plan import Request
from warehouse.waves.visits import Visits

VISITED = "DX-2026-Q2"
EACH = 6
"""Ballots of one visit."""
VISIT_SPREAD = 0.16
"""Standard deviation of the share of one visit around that of its unit."""
_MET, _MOST_VISITS = 0.92, 12
_ASKED_SHARE = 0.6
"""Of the results of a unit: a plan that asks of many units asks of them all."""
_DAYS = (date(2026, 5, 4), date(2026, 5, 29))
_DRAWN_ON = date(2026, 4, 20)
_MONTH = 28


def write_visits(
    world: World, returned: Mapping[str, int], folder: Path
) -> tuple[DrawnWave, GivenOut]:
    """Writes the answers of the visits and the spec of the form."""
    rng = world.rng(72)
    rows = [CENTRE, *range(FIRST_NEW, world.places.n_units)]
    units = units_of(world, rows)
    units = {code: row for code, row in units.items() if returned.get(code)}
    first, last = _DAYS
    window = range(to_day(str(first)), to_day(str(last)) + 1)
    working = [d for d in window if world.calendar.is_working[d]]
    # as visits are drawn by default: no Saturday, whoever works on it
    working = [d for d in working if to_date(d).isoweekday() <= 5]
    numbers: list[str] = []
    of: list[str] = []
    days: list[int] = []
    share: list[float] = []
    spread: list[tuple[float, float]] = []
    forms: dict[str, int] = {}
    told: list[Row] = []
    for code, row in units.items():
        n = _n_visits(returned[code], len(working))
        day_of = {f"{code}:{to_date(day)}": day for day in working}
        own = float(expected_service_share(world, _MONTH, row)[-1])
        visited = draw_order(VISITED, day_of)[:n]
        n_met = 0
        for place, visit in enumerate(visited, 1):
            here = float(np.clip(own + rng.normal(0, VISIT_SPREAD), 0.02, 0.98))
            spread.append(((here - own) ** 2, own * (1 - own)))
            met = max(1, int(rng.binomial(EACH, _MET)))
            asked = ballots_of(VISITED, code, place, is_replacement=False, each=EACH)
            numbers += asked[:met]
            of += [code] * met
            days += [day_of[visit]] * met
            share += [here] * met
            n_met += met
        forms[code] = n * EACH
        unit: Row = {"unit_code": code, "n_visits": n, "n_ballots": n_met}
        told.append({**unit, "share": round(own, 6)})
    found: Floats = np.repeat(np.array(share)[:, None], len(HOUSEHOLD_ITEMS), axis=1)
    levels = drop_answers(rng, draw_levels(rng, found), HOUSEHOLD_ITEMS)
    form = form_of(
        world, VISITED, INSTRUMENT, "independent", units, Sampled(has_visits=True)
    )
    on_days: Ints = np.array(days, dtype=np.int64)
    filled = Filled(tuple(numbers), tuple(of), levels, on_days)
    ballots, spec = write_export(rng, form, HOUSEHOLD_ITEMS, filled, folder)
    between, within = np.array(spread).sum(axis=0)
    truth: Row = {
        "wave_code": VISITED,
        "frame": "desk",
        "icc": round(float(between / within), 6),
        "n_visits": len(spread),
        "units": told,
    }
    wave = DrawnWave(
        Request(VISITED, INDEPENDENT[0][0]),
        Ask(
            VISITED,
            VISITED,
            first,
            last,
            takes_all=True,
            frame_kind="desk",
            visits=Visits(n_ballots=EACH),
        ),
        _DRAWN_ON,
        None,
        ballots,
        spec,
        len(numbers),
        truth,
    )
    line: list[Cell] = [VISITED, "Khảo sát độc lập", "Mặt trận Tổ quốc"]
    line += ["Máy tính bảng", f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"]
    return wave, GivenOut([*line, sum(forms.values()), INSTRUMENT], first, forms)


def _n_visits(n_returned: int, n_days: int) -> int:
    """No more than the forms of a plan need, which asks of all if it asks of many."""
    return max(1, min(int(_ASKED_SHARE * n_returned) // EACH, _MOST_VISITS, n_days))
