"""Ballots as raw-shaped `answer` rows, one per ballot and item."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ingest.simulation import names
from ingest.simulation.ballots import NO_ANSWER_WORDS, Levels
from ingest.simulation.clock import Ints
from ingest.simulation.respondents import KIND_CODES, SEX_CODES
from ingest.simulation.service import ServiceBallots, quarter_place
from ingest.simulation.surveys import (
    SERVICE_ITEMS,
    SUPERVISION,
    Ballots,
    service_quarters,
)
from ingest.simulation.tables import case_codes, dates, officer_words, words
from ingest.simulation.world import World
from warehouse.raw.cases import CHANNELS


def answer_table(world: World, ballots: Ballots) -> pa.Table:
    """Raw-shaped answers of a wave."""
    n, k = ballots.levels.shape
    people = ballots.people
    codes = world.places.units["unit_code"].tolist()
    each = np.repeat(np.arange(n), k)
    return pa.table(
        {
            "ballot_id": pa.array(ballots.ids()).take(pa.array(each)),
            "wave_code": pa.array([ballots.wave] * (n * k)),
            "unit_code": words(ballots.unit[each], codes),
            "item_code": words(np.tile(np.arange(k), n), list(ballots.items)),
            **_level_columns(ballots.levels),
            "officer_code": officer_words(ballots.officer[each]),
            "case_code": pa.nulls(n * k, pa.string()),
            "respondent_kind": words(people.kind[each], list(KIND_CODES)),
            "answered_on": dates(ballots.day[each]),
            "age_band": words(people.age[each], list(names.AGE_BANDS)),
            "sex": words(people.sex[each], list(SEX_CODES)),
            # the supervision form does not ask how people handed in
            "channel": pa.nulls(n * k, pa.string())
            if ballots.wave == SUPERVISION
            else words(people.channel[each], list(CHANNELS)),
            "weight": pa.nulls(n * k, pa.float64()),
        }
    )


def service_ids(month: int, n: int) -> list[str]:
    """Ballot ids of one month, unique in the wave."""
    return [f"PV{month:02d}-{i + 1:07d}" for i in range(n)]


def service_answer_table(world: World, month: int, ballots: ServiceBallots) -> pa.Table:
    """Raw-shaped answers of the service ballots of one month."""
    n, k = ballots.levels.shape
    codes = world.places.units["unit_code"].tolist()
    each: Ints = np.repeat(np.arange(n), k)
    wave = service_quarters()[quarter_place(month)]
    cases = ballots.cases
    take = pa.array(each)
    return pa.table(
        {
            "ballot_id": pa.array(service_ids(month, n), pa.string()).take(take),
            "wave_code": pa.array([wave] * (n * k), pa.string()),
            "unit_code": words(cases["unit"][each], codes),
            "item_code": words(np.tile(np.arange(k), n), list(SERVICE_ITEMS)),
            **_level_columns(ballots.levels),
            "officer_code": officer_words(cases["officer"][each]),
            "case_code": case_codes(world, cases).take(take),
            "respondent_kind": words(
                cases["applicant_kind"][each], ["person", "organisation"]
            ),
            "answered_on": dates(ballots.day[each]),
            "age_band": pa.nulls(n * k, pa.string()),
            "sex": pa.nulls(n * k, pa.string()),
            "channel": pa.nulls(n * k, pa.string()),
            "weight": pa.nulls(n * k, pa.float64()),
        }
    )


def _level_columns(levels: Levels) -> dict[str, pa.Array]:
    flat = levels.reshape(-1)
    reasons = [NO_ANSWER_WORDS[-i] for i in range(len(NO_ANSWER_WORDS))]
    place = np.where(flat > 0, -1, -flat.astype(np.int64))
    return {
        "level": pa.array(flat.astype(np.int64), mask=flat <= 0),
        "no_answer_reason": words(place, list(reasons)),
    }
