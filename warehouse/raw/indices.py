"""Raw kinds of official figures: monthly print-outs, targets, marks of an index."""

from __future__ import annotations

from warehouse.raw.column import (
    DATE,
    DECIMAL,
    INTEGER,
    TEXT,
    Kind,
    may,
    need,
    number,
)

INDICES = (
    Kind(
        "monthly_report",
        "one unit and month of the official monthly print-out",
        ("unit_code", "date_trunc('month', month)", "coalesce(field, 'all')"),
        (
            need("unit_code"),
            need("month", DATE),
            may("field"),
            may("n_received", INTEGER),
            may("n_finished_on_time", INTEGER),
            may("n_finished_late", INTEGER),
            may("n_open_on_time", INTEGER),
            may("n_open_overdue", INTEGER),
        ),
        day=("month",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_monthly_reports",
        further_fates={"part_of_unit": "field <> 'all'"},
    ),
    Kind(
        "target",
        "one target",
        ("unit_code", "indicator", "period"),
        (
            need("unit_code"),
            need("indicator"),
            need("period"),
            number("planned", DECIMAL, 0, 10**12),
            number("achieved", DECIMAL, 0, 10**12),
        ),
        later_by=("stated_on", "achieved is not null"),
        day=("period",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit", "indicator": "indicator"},
        counted_in="int_targets",
        # by the registry of the period's last day
        further_fates={"rule_missing": "not is_ruled"},
        further_columns={"rule_missing": "indicator"},
    ),
    Kind(
        "index_mark",
        "one part's marks on the form of an index",
        (
            "index_code",
            "component",
            "period",
            "case when officer_code is null then unit_code end",
            "officer_code",
        ),
        (
            need("index_code", TEXT, "circular_01"),
            need("component"),
            need("period"),
            may("unit_code"),
            may("officer_code"),
            number("self_score", DECIMAL, 0, 100),
            number("verified_score", DECIMAL, 0, 100),
        ),
        one_of=(("unit_code", "officer_code"), ("self_score", "verified_score")),
        later_by=("stated_on", "verified_score is not null"),
        day=("period",),
        belongs_to=("officer_code", "unit_code"),
        references={
            "index_code": "index",
            "unit_code": "unit",
            "officer_code": "officer",
        },
        counted_in="int_placed_marks",
        further_fates={"rule_missing": "max_score is null"},
        further_columns={"rule_missing": "component"},
    ),
)
