"""The register of letters: apologies, thanks, congratulations and condolences.

Only of matters of the last months: offices began such registers late. Some letters
are late, some never sent, some matters are exempt with a reason, and a few letters
name a dossier that no list knows. Errors and lost papers are few, so that in any
province what became of them goes in turn and not by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ingest.simulation.cases import Cases, draw_month
from ingest.simulation.clock import (
    N_MONTHS,
    Flags,
    Ints,
    days_of,
    month_start,
    seconds,
    to_date,
    to_day,
)
from ingest.simulation.petitions import (
    DENUNCIATION,
    FEEDBACK,
    LOST_PAPERS,
    OFFICE_ERROR,
    Petitions,
    draw_petitions,
    petition_table,
)
from ingest.simulation.tables import case_codes
from ingest.simulation.world import World
from warehouse.raw.duties import LETTER_EXEMPTIONS

LETTER_COLUMNS = ["letter_kind", "unit_code", "sent_on", "case_code", "petition_code"]
LETTER_COLUMNS += ["handed_over", "exempt_reason"]
KIND_OF_EVENT = {
    "birth": "congratulation",
    "marriage": "congratulation",
    "death": "condolence",
}
END = month_start(N_MONTHS)
_MONTHS = range(N_MONTHS - 4, N_MONTHS)
_SENT_SHARE, _EXEMPT_SHARE, _UNKNOWN_SHARE = 0.6, 0.05, 0.02
_MOST_DAYS_TO_SEND = 14
_MAX_LETTERS_A_MONTH = 400
_UPHELD = (0, 1)
FAULTS_FROM = "2025-10-01"
"""From when on a rule of the simulated province asks for letters about faults."""
_FAULTS_IN_TURN = ("in_time", "missing", "sent_late", "exempt")
_DAYS_TO_SEND = {"in_time": 1, "sent_late": 25, "exempt": 2}


class Letter(NamedTuple):
    """One line of the register, in the order of `LETTER_COLUMNS`."""

    kind: str
    unit: str
    sent_on: str
    case: str | None
    petition: str | None
    is_given: bool
    exempt_reason: str | None


def letter_rows(world: World) -> pd.DataFrame:
    """Raw-shaped letters of all four kinds."""
    rng = world.rng(64)
    events = kinds_of_letter(world)
    rows: list[Letter] = []
    for month in _MONTHS:
        cases = draw_month(world, month)
        cases = cases[cases["finished"] < seconds(np.array(END), 0)]
        late = cases[cases["finished"] > cases["due"]]
        rows += _about_cases(world, rng, late, ["apology"] * len(late))
        event = events[cases["procedure"]]
        called = event != ""
        rows += _about_cases(world, rng, cases[called], event[called].tolist())
    rows += _about_feedback(world, rng)
    rows += _about_faults(world)
    frame = pd.DataFrame(rows, columns=LETTER_COLUMNS, dtype=object)
    return frame.sort_values(LETTER_COLUMNS[:5], na_position="first", ignore_index=True)


def kinds_of_letter(world: World) -> npt.NDArray[np.str_]:
    """Kind of letter by procedure; empty where its result brings none."""
    listed = world.procedures.rows.drop_duplicates("procedure_code")
    event = dict(zip(listed["procedure_code"], listed["life_event"], strict=True))
    codes = world.procedures.code
    return np.array([KIND_OF_EVENT.get(str(event[code]), "") for code in codes])


def accepted_feedback(petitions: Petitions) -> Petitions:
    """Feedback found right and resolved before the data end."""
    chosen = (petitions["kind"] == FEEDBACK) & (petitions["resolved"] < END)
    found: Petitions = petitions[chosen & np.isin(petitions["outcome"], _UPHELD)]
    return found


def faults_found(petitions: Petitions) -> Petitions:
    """Errors and lost papers told by petitions found right before the data end."""
    chosen = np.isin(petitions["field"], (OFFICE_ERROR, LOST_PAPERS))
    chosen &= (petitions["kind"] != DENUNCIATION) & (petitions["resolved"] < END)
    found: Petitions = petitions[chosen & np.isin(petitions["outcome"], _UPHELD)]
    return found


def petition_codes(world: World, petitions: Petitions) -> list[str]:
    """Their codes as lists show them."""
    found = petition_table(world, petitions, N_MONTHS - 1)["petition_code"]
    return [str(code) for code in found.to_pylist()]


def _about_cases(
    world: World, rng: np.random.Generator, cases: Cases, kinds: list[str]
) -> Iterator[Letter]:
    codes = case_codes(world, cases).to_pylist()
    days = days_of(cases["finished"])
    drawn = _drawn(rng, days)
    for place, (sent_on, is_given, why) in drawn:
        code = str(codes[place])
        if why is None and rng.random() < _UNKNOWN_SHARE:
            code = f"{code}9"
        unit = _unit(world, int(cases["unit"][place]))
        yield Letter(kinds[place], unit, sent_on, code, None, is_given, why)


def _about_feedback(world: World, rng: np.random.Generator) -> Iterator[Letter]:
    petitions = accepted_feedback(draw_petitions(world))
    petitions = petitions[petitions["resolved"] >= month_start(_MONTHS[0])]
    codes = petition_codes(world, petitions)
    for place, (sent_on, is_given, why) in _drawn(rng, petitions["resolved"]):
        unit = _unit(world, int(petitions["unit"][place]))
        yield Letter("thanks", unit, sent_on, None, codes[place], is_given, why)


def _about_faults(world: World) -> Iterator[Letter]:
    """From the day the rule holds, where the model runs: each state in turn."""
    rng = world.rng(76)
    found = faults_found(draw_petitions(world))
    starts = world.places.units["model_start_date"]
    first = np.array([0 if pd.isna(day) else to_day(str(day)) for day in starts])
    first = np.maximum(first, to_day(FAULTS_FROM))
    found = np.sort(found[found["resolved"] >= first[found["unit"]]], order="resolved")
    codes = petition_codes(world, found)
    reasons = rng.choice(LETTER_EXEMPTIONS, len(found))
    for place, state in zip(range(len(found)), cycle(_FAULTS_IN_TURN), strict=False):
        sent = int(found["resolved"][place]) + _DAYS_TO_SEND.get(state, 0)
        if state == "missing" or sent >= END:
            continue
        why = str(reasons[place]) if state == "exempt" else None
        unit, day = _unit(world, int(found["unit"][place])), to_date(sent).isoformat()
        is_given = bool(rng.random() < 0.5)
        yield Letter("apology", unit, day, None, codes[place], is_given, why)


def _drawn(
    rng: np.random.Generator, days: Ints
) -> Iterator[tuple[int, tuple[str, bool, str | None]]]:
    """Which matters the register has, on which day, and whether exempt."""
    n = len(days)
    share = rng.random(n)
    sent = days + rng.integers(0, _MOST_DAYS_TO_SEND + 1, n)
    is_given = rng.random(n) < 0.5
    reasons = rng.choice(LETTER_EXEMPTIONS, n)
    is_answered: Flags = (share < _SENT_SHARE + _EXEMPT_SHARE) & (sent < END)
    for place in np.flatnonzero(is_answered)[:_MAX_LETTERS_A_MONTH].tolist():
        is_exempt = share[place] >= _SENT_SHARE
        day = to_date(int(sent[place])).isoformat()
        why = str(reasons[place]) if is_exempt else None
        yield place, (day, bool(is_given[place]), why)


def _unit(world: World, row: int) -> str:
    return str(world.places.units["unit_code"].iloc[row])
