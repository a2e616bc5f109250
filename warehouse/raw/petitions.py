"""The raw kind of complaints, denunciations, requests and feedback."""

from __future__ import annotations

from warehouse.raw.column import (
    BOOLEAN,
    DATE,
    TEXT,
    Kind,
    may,
    need,
)
from warehouse.raw.lists import UNIT_LEVELS

PETITIONS = (
    Kind(
        "petition",
        "one content item of a complaint, denunciation, request or feedback",
        ("petition_code",),
        (
            need("petition_code"),
            need("kind", TEXT, "complaint", "denunciation", "request", "feedback"),
            need("received_on", DATE),
            may("unit_code"),
            may("officer_code"),
            may("field"),
            may("channel"),
            may("accepted_on", DATE),
            may("due_on", DATE),
            may("resolved_on", DATE),
            may("informed_on", DATE),
            may("outcome", TEXT, "upheld", "partly_upheld", "rejected", "withdrawn"),
            may("lodged_level", TEXT, *UNIT_LEVELS),
            may("competent_level", TEXT, *UNIT_LEVELS),
            may("is_reopened", BOOLEAN),
            may("source_is_late", BOOLEAN),
            may("extracted_on", DATE),
        ),
        later_by=("extracted_on", "resolved_on", "informed_on"),
        day=("received_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit", "officer_code": "officer"},
        is_large=True,
    ),
)
