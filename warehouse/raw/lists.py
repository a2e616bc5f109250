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
    Kind,
    may,
    need,
)

UNIT_LEVELS = ("province", "district", "commune", "centre")
STREAMS = ("before", "after", "service", "independent", "supervision")

LISTS = (
    Kind(
        "unit",
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
    ),
    Kind(
        "unit_succession",
        ("old_code", "new_code", "effective_date"),
        (
            need("old_code"),
            need("new_code"),
            need("effective_date", DATE),
            need("kind", TEXT, "same", "merge", "split", "abolished"),
            may("weight", DECIMAL),
        ),
    ),
    Kind(
        "officer",
        ("officer_code", "unit_code", "valid_from"),
        (
            need("officer_code"),
            may("officer_name"),
            may("position"),
            need("unit_code"),
            need("valid_from", DATE),
            may("valid_to", DATE),
        ),
    ),
    Kind(
        "procedure",
        ("procedure_code", "valid_from"),
        (
            need("procedure_code"),
            may("procedure_name"),
            may("field"),
            may("procedure_group"),
            may("limit_working_days", DECIMAL),
            may("life_event", TEXT, "birth", "marriage", "death"),
            may("valid_from", DATE),
            may("valid_to", DATE),
        ),
    ),
    Kind(
        "calendar_day",
        ("day", "unit_code"),
        (
            need("day", DATE),
            need("is_working", BOOLEAN),
            may("unit_code"),
        ),
    ),
    Kind(
        "wave",
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
    ),
    Kind(
        "item",
        ("instrument", "item_code"),
        (
            need("instrument"),
            need("item_code"),
            may("text_vi"),
            may("criterion_code"),
            need("scale_min", LEVEL),
            need("scale_max", LEVEL),
            may("is_reversed", BOOLEAN),
            may("satisfied_from", LEVEL),
        ),
    ),
)
