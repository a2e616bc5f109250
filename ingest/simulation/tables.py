"""The drawn truth as raw-shaped Arrow tables, before any layout or dirt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ingest.simulation.cases import (
    Cases,
    as_exported,
    draw_month,
    export_months,
)
from ingest.simulation.clock import (
    N_DAYS,
    N_MONTHS,
    NEVER,
    Ints,
    days_of,
    month_start,
    seconds,
    to_date,
)
from ingest.simulation.people import N_OFFICERS, officer_code
from ingest.simulation.world import World
from warehouse.raw.cases import CASE_STATUSES, CHANNELS
from warehouse.raw.kinds import KINDS


def words(index: npt.NDArray[np.integer], dictionary: list[str | None]) -> pa.Array:
    """Texts by position; a negative position is NULL."""
    places = np.asarray(index, dtype=np.int32)
    indices = pa.array(places, mask=places < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(dictionary)).cast(
        pa.string()
    )


def times(values: Ints) -> pa.Array:
    """Timestamps to the second; NEVER is NULL."""
    raw = pa.array(values, mask=values >= NEVER)
    return raw.cast(pa.timestamp("s"))


def dates(days: Ints) -> pa.Array:
    """Dates of day numbers; NEVER and beyond is NULL."""
    is_none = days >= 100_000
    epoch = seconds(np.where(is_none, 0, days), 0) // 86_400
    return pa.array(epoch.astype(np.int32), mask=is_none).cast(pa.date32())


def case_codes(world: World, cases: Cases) -> pa.Array:
    """Codes `{org}-{yyMMdd}-{running number}`."""
    org = words(cases["unit"], list(world.places.org_code))
    day = pc.strftime(times(cases["received"]), format="%y%m%d")
    running = pc.utf8_lpad(pa.array(cases["seq"]).cast(pa.string()), 4, padding="0")
    return pc.binary_join_element_wise(org, day, running, "-")


def officer_words(officers: npt.NDArray[np.integer]) -> pa.Array:
    """Officer codes; a negative number is NULL."""
    return words(officers, [officer_code(i) for i in range(N_OFFICERS)])


def case_table(world: World, cases: Cases, month: int) -> pa.Table:
    """Raw-shaped `case` rows of the export at the end of a month.

    Args:
        world: The province.
        cases: Records as `as_exported` shows them on that day.
        month: Month of the export.
    """
    codes = world.places.units["unit_code"].tolist()
    n = len(cases)
    extracted = np.full(n, month_start(month + 1) - 1, dtype=np.int64)
    columns = {
        "case_code": case_codes(world, cases),
        "received_at": times(cases["received"]),
        "procedure_code": words(cases["procedure"], list(world.procedures.code)),
        "receiving_unit_code": words(cases["unit"], codes),
        "resolving_unit_code": words(cases["resolving"], codes),
        "residence_unit_code": words(cases["residence"], codes),
        "officer_code": officer_words(cases["officer"]),
        "channel": words(cases["channel"], list(CHANNELS)),
        "applicant_kind": words(cases["applicant_kind"], ["person", "organisation"]),
        "due_at": times(cases["due"]),
        "finished_at": times(cases["finished"]),
        "returned_at": times(cases["returned"]),
        "status": words(cases["end_status"], list(CASE_STATUSES)),
        "source_is_late": pa.nulls(n, pa.bool_()),
        "extracted_on": dates(extracted),
    }
    return pa.table(columns)


def exports(world: World) -> Iterator[tuple[int, Cases, Cases]]:
    """Month, the cases received in it, and all records its export shows.

    Earlier cases wait in memory only until the last export that shows them.
    """
    waiting: dict[int, list[Cases]] = {}
    for month in range(N_MONTHS):
        received = draw_month(world, month)
        for later, places in export_months(received):
            waiting.setdefault(later, []).append(received[places])
        shown = np.concatenate([received, *waiting.pop(month, [])])
        yield month, received, as_exported(shown, month)


def step_table(world: World, cases: Cases, month: int) -> pa.Table:
    """Raw-shaped steps of the cases of step-logging units finished in a month.

    Args:
        world: The province.
        cases: Records as exported.
        month: Month of the export.
    """
    first, end = month_start(month), month_start(month + 1)
    day = days_of(cases["finished"])
    is_logged = np.isin(cases["unit"], world.plan.step_units)
    is_logged &= (day >= first) & (day < end)
    logged = cases[is_logged]
    received = days_of(logged["received"])
    start = world.calendar.after(received, np.ones(len(logged), dtype=np.int64))
    stop = world.calendar.after(start, np.maximum(logged["pause_days"], 1))
    opened, noon = logged["received"] + 900, seconds(start, 43_200)
    opened = np.minimum(opened, logged["finished"])
    paused = logged["pause_days"] > 0
    resumed = np.where(paused, seconds(stop, 43_200), opened)
    parts = [
        (logged, "1", logged["received"], opened, False),
        (logged[paused], "2", noon[paused], resumed[paused], True),
        (logged, "3", resumed, logged["finished"], False),
    ]
    return pa.concat_tables([_steps(world, *part) for part in parts])


def _steps(
    world: World, cases: Cases, step: str, start: Ints, end: Ints, is_paused: bool
) -> pa.Table:
    n = len(cases)
    codes = world.places.units["unit_code"].tolist()
    return pa.table(
        {
            "case_code": case_codes(world, cases),
            "step": pa.array([step] * n, pa.string()),
            "officer_code": officer_words(cases["officer"]),
            "unit_code": words(cases["unit"], codes),
            "started_at": times(start),
            "ended_at": times(end),
            "is_paused": pa.array([is_paused] * n, pa.bool_()),
        }
    )


def without_officer(world: World, cases: Cases) -> Cases:
    """The records with no officer where only the step log names one."""
    shown = cases.copy()
    shown["officer"][np.isin(cases["unit"], world.plan.step_units)] = -1
    return shown


def calendar_rows(world: World) -> pd.DataFrame:
    """Raw-shaped office calendar."""
    days = [to_date(d).isoformat() for d in range(N_DAYS)]
    is_working = world.calendar.is_working.tolist()
    return pd.DataFrame({"day": days, "is_working": is_working, "unit_code": None})


def raw_columns(kind: str) -> list[str]:
    """Column names of a raw kind in order."""
    return [column.name for column in KINDS[kind].columns]
