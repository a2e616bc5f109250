"""Raw kinds of the books an office keeps by hand: documents, training, reviews of
procedures, service at home, inspections and recommendations.
"""

from __future__ import annotations

from warehouse.raw.column import BOOLEAN, DATE, INTEGER, TEXT, Kind, may, need, number

DOCUMENT_KINDS = (
    "plan",
    "rules_reception",
    "rules_dialogue",
    "rules_field_visit",
    "rules_home_service",
    "rules_satisfaction",
    "regulation",
    "slogan",
    "guide",
    "form_before",
    "form_after",
    "form_after_result",
    "letter_apology",
    "letter_thanks",
    "letter_congratulation",
    "letter_condolence",
)
SUPERVISORS = ("front", "council", "inspectorate", "union", "other")

REGISTERS = (
    Kind(
        "document",
        "one document of the model, as signed",
        ("unit_code", "document_kind", "signed_on", "number"),
        (
            need("unit_code"),
            need("document_kind", TEXT, *DOCUMENT_KINDS),
            may("number"),
            need("signed_on", DATE),
            may("in_force_from", DATE),
            may("in_force_to", DATE),
        ),
        later_by=("stated_on", "in_force_to is not null"),
        day=("signed_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_documents",
    ),
    Kind(
        "training",
        "one officer at one training",
        ("officer_code", "topic", "held_on"),
        (
            need("officer_code"),
            need("topic"),
            need("held_on", DATE),
        ),
        day=("held_on",),
        belongs_to=("officer_code",),
        references={"officer_code": "officer"},
        counted_in="int_trainings",
    ),
    Kind(
        "procedure_review",
        "one procedure reviewed, by one unit or for the whole province",
        ("procedure_code", "reviewed_on", "unit_code"),
        (
            need("procedure_code"),
            need("reviewed_on", DATE),
            may("unit_code"),
            may("result", TEXT, "kept", "simplified", "merged", "dropped"),
            number("days_saved", INTEGER, 0, 3_660),
        ),
        later_by=("stated_on", "result is not null", "days_saved is not null"),
        day=("reviewed_on",),
        belongs_to=("unit_code",),
        references={"procedure_code": "procedure", "unit_code": "unit"},
        counted_in="int_procedure_reviews",
    ),
    Kind(
        "home_request",
        "one request for service at home",
        ("unit_code", "requested_on", "request_code", "case_code", "reason"),
        (
            need("unit_code"),
            may("request_code"),
            need("requested_on", DATE),
            may("served_on", DATE),
            may("reason", TEXT, "elderly", "mobility", "other"),
            may("case_code"),
        ),
        later_by=("stated_on", "served_on"),
        day=("requested_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit", "case_code": "case"},
        counted_in="int_home_requests",
    ),
    Kind(
        "inspection",
        "one inspection of public duty",
        ("unit_code", "held_on"),
        (
            need("unit_code"),
            need("held_on", DATE),
            may("led_by_head", BOOLEAN),
            may("surprise", BOOLEAN),
            may("n_findings", INTEGER),
            may("n_closed", INTEGER),
        ),
        later_by=("stated_on", "n_closed"),
        day=("held_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_inspections",
    ),
    Kind(
        "recommendation",
        "one recommendation of a supervising body",
        # each supervising body numbers its own, and begins anew
        ("unit_code", "recommendation_code", "given_on"),
        (
            need("recommendation_code"),
            need("unit_code"),
            need("given_on", DATE),
            may("given_by", TEXT, *SUPERVISORS),
            may("due_on", DATE),
            may("answered_on", DATE),
            may("done_on", DATE),
        ),
        later_by=("stated_on", "done_on", "answered_on"),
        day=("given_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_recommendations",
    ),
)
