"""Raw kinds of surveys: answers, forms offered, and attempts to have them answered."""

from __future__ import annotations

from warehouse.raw.cases import CHANNELS
from warehouse.raw.column import (
    COUNT_LIMITS,
    DATE,
    DECIMAL,
    INTEGER,
    LEVEL,
    TEXT,
    TIMESTAMP,
    Column,
    Kind,
    later,
    may,
    need,
    number,
)

CONTACT_OUTCOMES = (
    "answered",
    "refused",
    "not_home",
    "call_back",
    "moved",
    "other",
)
NO_ANSWER = ("blank", "refused", "not_applicable", "dont_know", "invalid")

BALLOTS = (
    Kind(
        "answer",
        "one answer; a wide ballot becomes one row for each question",
        ("wave_code", "ballot_id", "item_code"),
        (
            need("ballot_id"),
            need("wave_code"),
            need("unit_code"),
            need("item_code"),
            may("level", LEVEL),
            may("no_answer_reason", TEXT, *NO_ANSWER),
            may("officer_code"),
            may("case_code"),
            may("respondent_kind", TEXT, "person", "organisation"),
            may("answered_on", DATE),
            may("age_band"),
            may("sex", TEXT, "female", "male", "other"),
            number("weight", DECIMAL, 0, 1_000_000),
            later("psu"),
            later("stratum"),
            Column("respondent", is_later=True, is_keyed=True),
            later("channel", TEXT, *CHANNELS),
            later("respondent_group"),
            Column("n_in_frame", INTEGER, is_later=True, limits=(1, COUNT_LIMITS[1])),
        ),
        one_of=(("level", "no_answer_reason"),),
        day=("answered_on",),
        belongs_to=("unit_code",),
        references={
            "wave_code": "wave",
            "unit_code": "unit",
            "item_code": "item",
            "officer_code": "officer",
            "case_code": "case",
        },
        owner="wave_owner",
        is_large=True,
    ),
    Kind(
        "offered",
        "forms offered in one unit on one day",
        ("wave_code", "unit_code", "day", "channel"),
        (
            may("wave_code"),
            need("unit_code"),
            need("day", DATE),
            may("channel", TEXT, *CHANNELS),
            need("n_offered", INTEGER),
        ),
        day=("day",),
        belongs_to=("unit_code",),
        references={"wave_code": "wave", "unit_code": "unit"},
        owner="wave_owner",
        counted_in="int_offered",
    ),
    Kind(
        "contact",
        "one attempt of an interviewer to have one ballot of a wave answered",
        ("wave_code", "ballot_id", "attempt"),
        (
            need("wave_code"),
            need("ballot_id"),
            need("unit_code"),
            need("interviewer_code"),
            need("asked_at", TIMESTAMP),
            Column("attempt", INTEGER, is_required=True, limits=(1, 20)),
            need("outcome", TEXT, *CONTACT_OUTCOMES),
            number("minutes", INTEGER, 0, 600),
        ),
        day=("asked_at",),
        belongs_to=("unit_code",),
        references={"wave_code": "wave", "unit_code": "unit"},
        owner="wave_owner",
        counted_in="int_contacts",
    ),
)
