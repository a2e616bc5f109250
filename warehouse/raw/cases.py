"""Raw kinds of dossiers: their versions and their steps."""

from __future__ import annotations

from warehouse.raw.column import (
    BOOLEAN,
    DATE,
    TEXT,
    TIMESTAMP,
    Kind,
    may,
    need,
)

CHANNELS = ("counter", "online", "post", "home")
CASE_STATUSES = (
    "registered",
    "received",
    "rejected",
    "processing",
    "supplementing",
    "paying",
    "withdrawn",
    "stopped",
    "finished",
    "returned",
)

CASES = (
    Kind(
        "case",
        "one version of a dossier, as one export showed it",
        ("case_code",),
        (
            need("case_code"),
            need("received_at", TIMESTAMP),
            may("procedure_code"),
            may("receiving_unit_code"),
            may("resolving_unit_code"),
            may("residence_unit_code"),
            may("officer_code"),
            may("channel", TEXT, *CHANNELS),
            may("applicant_kind", TEXT, "person", "organisation"),
            may("due_at", TIMESTAMP),
            may("finished_at", TIMESTAMP),
            may("returned_at", TIMESTAMP),
            may("status", TEXT, *CASE_STATUSES),
            may("source_is_late", BOOLEAN),
            need("extracted_on", DATE),
        ),
        later_by=("extracted_on",),
        day=("received_at",),
        belongs_to=("receiving_unit_code", "resolving_unit_code"),
        references={
            "procedure_code": "procedure",
            "receiving_unit_code": "unit",
            "resolving_unit_code": "unit",
            "residence_unit_code": "unit",
            "officer_code": "officer",
        },
        is_large=True,
    ),
    Kind(
        "case_step",
        "one step of a dossier",
        ("case_code", "step"),
        (
            need("case_code"),
            need("step"),
            may("officer_code"),
            may("unit_code"),
            may("started_at", TIMESTAMP),
            may("ended_at", TIMESTAMP),
            may("is_paused", BOOLEAN),
        ),
        later_by=("ended_at",),
        day=("started_at", "ended_at"),
        belongs_to=("unit_code",),
        references={
            "case_code": "case",
            "officer_code": "officer",
            "unit_code": "unit",
        },
        is_large=True,
    ),
)
