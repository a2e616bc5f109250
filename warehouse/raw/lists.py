"""Raw kinds that say who, where and by which rules: units, officers, procedures,
calendars, waves and questions.
"""

from __future__ import annotations

from warehouse.raw.column import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    LEVEL,
    TEXT,
    Column,
    Kind,
    later,
    may,
    need,
    number,
)

UNIT_LEVELS = ("province", "district", "commune", "centre")
STREAMS = ("before", "after", "service", "independent", "supervision")
SCALE_LIMITS = (0, 100)
"""Levels are counted from nought; the longest scale is one of per cent."""

LISTS = (
    Kind(
        "unit",
        "a unit while it has one name, code and parent",
        ("unit_code", "valid_from"),
        (
            need("unit_code"),
            need("unit_name"),
            need("level", TEXT, *UNIT_LEVELS),
            may("parent_code"),
            need("valid_from", DATE),
            may("valid_to", DATE),
            may("model_start_date", DATE),
        ),
        later_by=("stated_on", "valid_to is not null"),
        day=("valid_from",),
        references={"parent_code": "unit"},
        owner="steward",
        counted_in="stg_units",
    ),
    Kind(
        "unit_succession",
        "one old unit's part in one new unit",
        ("old_code", "new_code", "effective_date"),
        (
            need("old_code"),
            need("new_code"),
            need("effective_date", DATE),
            need("kind", TEXT, "same", "merge", "split", "abolished"),
            number("weight", DECIMAL, 0, 1),
        ),
        day=("effective_date",),
        references={"old_code": "unit", "new_code": "unit"},
        owner="steward",
        counted_in="int_listed_successions",
        further_columns={"each_other": "new_code"},
        has_fate=True,
    ),
    Kind(
        "unit_alias",
        "another name people write for a unit",
        ("alias",),
        (
            need("alias"),
            need("unit_code"),
        ),
        references={"unit_code": "unit"},
        owner="steward",
        counted_in="stg_unit_aliases",
    ),
    Kind(
        "boundary",
        "the border of one unit, as a map draws it",
        ("unit_code",),
        (
            need("unit_code"),
            need("outline"),
        ),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        owner="steward",
        counted_in="int_boundaries",
    ),
    Kind(
        "officer",
        "one posting",
        ("officer_code", "unit_code", "valid_from"),
        (
            need("officer_code"),
            may("officer_name"),
            may("position"),
            need("unit_code"),
            need("valid_from", DATE),
            may("valid_to", DATE),
        ),
        later_by=("stated_on", "valid_to is not null"),
        day=("valid_from",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        owner="steward",
        counted_in="int_listed_postings",
    ),
    Kind(
        "procedure",
        "one version of a procedure",
        ("procedure_code", "valid_from"),
        (
            need("procedure_code"),
            may("procedure_name"),
            may("field"),
            may("procedure_group"),
            Column("limit_working_days", DECIMAL, limits=(0, 3_660), unset=-1),
            may("life_event", TEXT, "birth", "marriage", "death"),
            may("valid_from", DATE),
            may("valid_to", DATE),
        ),
        later_by=("stated_on", "valid_to is not null"),
        day=("valid_from",),
        owner="steward",
        counted_in="stg_procedures",
    ),
    Kind(
        "calendar_day",
        "one day of an office calendar",
        ("day", "unit_code"),
        (
            need("day", DATE),
            need("is_working", BOOLEAN),
            may("unit_code"),
        ),
        day=("day",),
        references={"unit_code": "unit"},
        owner="steward",
        counted_in="stg_calendar_days",
        further_fates={
            "outside_calendar": "day not between (select min(c.day) from calendar as c)"
            " and (select max(c.day) from calendar as c)"
        },
    ),
    Kind(
        "wave",
        "one round of one survey",
        ("wave_code",),
        (
            need("wave_code"),
            need("stream", TEXT, *STREAMS),
            need("owner", TEXT, "front", "committee", "head"),
            may("mode", TEXT, "paper", "tablet", "phone", "web"),
            may("opened_on", DATE),
            may("closed_on", DATE),
            may("planned_n", INTEGER),
            may("instrument"),
        ),
        day=("opened_on", "closed_on"),
        references={"instrument": "instrument"},
        owner="wave_owner",
        counted_in="stg_waves",
    ),
    Kind(
        "item",
        "one question of an instrument",
        ("instrument", "item_code"),
        (
            need("instrument"),
            need("item_code"),
            may("text_vi"),
            may("criterion_code"),
            Column("scale_min", LEVEL, is_required=True, limits=SCALE_LIMITS),
            Column("scale_max", LEVEL, is_required=True, limits=SCALE_LIMITS),
            may("is_reversed", BOOLEAN),
            Column("satisfied_from", LEVEL, limits=SCALE_LIMITS),
            later("second_text"),
        ),
        references={"instrument": "instrument", "criterion_code": "criterion"},
        owner="wave_owner",
        counted_in="stg_items",
    ),
)
