"""The whole truth as raw-shaped tables: what a faultless load of the files gives.

Tests compare raw with it. Left out: the tablet taps and the monthly print-outs,
which are drawn while their files are written, and borders, which loading simplifies.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from ingest.simulation import surveys
from ingest.simulation.answers import answer_table, service_answer_table
from ingest.simulation.fieldwork import contact_rows, with_invented
from ingest.simulation.people import officer_rows
from ingest.simulation.petitions import (
    DENUNCIATION,
    draw_petitions,
    half_years,
    petition_table,
    shown_in,
    years,
)
from ingest.simulation.places import succession_rows
from ingest.simulation.questions import item_rows
from ingest.simulation.registers.books import (
    home_request_rows,
    inspection_rows,
    recommendation_rows,
    review_rows,
    training_rows,
)
from ingest.simulation.registers.citizen_duties import meeting_rows, target_rows
from ingest.simulation.registers.duties import commitment_rows, mark_rows, reminder_rows
from ingest.simulation.registers.letters import letter_rows
from ingest.simulation.registers.readiness import draw_readiness
from ingest.simulation.response import forms_handed_out
from ingest.simulation.service import Counter, quarter_place
from ingest.simulation.tables import (
    calendar_rows,
    case_table,
    dates,
    exports,
    step_table,
    without_officer,
    words,
)
from ingest.simulation.world import FIRST_SERVICE_MONTH, World

Piece = tuple[str, pd.DataFrame | pa.Table]


def raw_tables(world: World) -> Iterator[Piece]:
    """Kind and rows, piece by piece; a kind may come several times."""
    shares = surveys.draw_shares(world)
    yield "unit", world.places.units
    yield "unit_succession", succession_rows(world.places)
    yield "officer", officer_rows(world.people, world.places)
    yield "procedure", world.procedures.rows
    yield "calendar_day", calendar_rows(world)
    yield "wave", surveys.wave_rows(world, shares)
    yield "item", item_rows()
    yield "reminder", reminder_rows(world)
    yield "commitment", commitment_rows(world)
    yield "index_mark", mark_rows(world)
    yield "letter", letter_rows(world)
    yield "meeting", meeting_rows(world)
    readiness = draw_readiness(world)
    yield "readiness_check", readiness.checks
    yield "document", readiness.documents
    yield "target", target_rows(world)
    yield "training", training_rows(world)
    yield "procedure_review", review_rows(world)
    yield "home_request", home_request_rows(world)
    yield "inspection", inspection_rows(world)
    yield "recommendation", recommendation_rows(world)
    independent = [
        with_invented(world, wave) for wave in surveys.independent_waves(world)
    ]
    waves = [
        surveys.before_wave(world, shares),
        surveys.after_wave(world, shares),
        surveys.phone_wave(world, shares),
        surveys.supervision_wave(world),
        *independent,
    ]
    for ballots in waves:
        yield "answer", answer_table(world, ballots)
    handed_out = forms_handed_out(world, waves)
    yield "offered", handed_out
    yield "contact", contact_rows(world, independent, handed_out.to_pandas())
    yield from _month_tables(world)
    yield from _petition_tables(world)


def _month_tables(world: World) -> Iterator[Piece]:
    counter = Counter(world)
    codes = [str(code) for code in world.places.units["unit_code"]]
    for month, received, shown in exports(world):
        yield "case", case_table(world, without_officer(world, shown), month)
        yield "case_step", step_table(world, shown, month)
        counter.returned(month, received)
        if month < FIRST_SERVICE_MONTH:
            continue
        ballots = counter.answered(month)
        yield "answer", service_answer_table(world, month, ballots)
        unit, day, n = counter.offered(month)
        wave = surveys.service_quarters()[quarter_place(month)]
        columns = {
            "wave_code": pa.array([wave] * len(unit), pa.string()),
            "unit_code": words(unit, list(codes)),
            "day": dates(day),
            "n_offered": pa.array(n),
        }
        yield "offered", pa.table(columns)


def _petition_tables(world: World) -> Iterator[Piece]:
    petitions = draw_petitions(world)
    is_denunciation = petitions["kind"] == DENUNCIATION
    for chosen, spans in ((~is_denunciation, half_years()), (is_denunciation, years())):
        for first, month in spans:
            shown = shown_in(petitions[chosen], month, first)
            yield "petition", petition_table(world, shown, month)
