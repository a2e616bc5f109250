"""Raw kinds that say what an office or an officer did for the model: letters,
commitments, meetings, reminders and checks.
"""

from __future__ import annotations

from warehouse.raw.column import BOOLEAN, DATE, INTEGER, TEXT, Kind, later, may, need

REMINDER_REASONS = (
    "disrespect",
    "harassment",
    "evasion",
    "lateness",
    "poor_guidance",
    "other",
)

LETTER_EXEMPTIONS = (
    "force_majeure",
    "security",
    "applicant_papers",
    "declined",
    "other",
)

DUTIES = (
    Kind(
        "letter",
        "one letter of apology, thanks, congratulation or condolence, or why not",
        ("letter_kind", "unit_code", "sent_on", "case_code", "petition_code"),
        (
            need(
                "letter_kind", TEXT, "apology", "thanks", "congratulation", "condolence"
            ),
            need("unit_code"),
            need("sent_on", DATE),
            may("case_code"),
            may("petition_code"),
            may("handed_over", BOOLEAN),
            may("reason"),
            may("exempt_reason", TEXT, *LETTER_EXEMPTIONS),
        ),
        one_of=(("case_code", "petition_code"),),
        day=("sent_on",),
        belongs_to=("unit_code",),
        references={
            "unit_code": "unit",
            "case_code": "case",
            "petition_code": "petition",
        },
        counted_in="int_letters",
        further_fates={"of_other_unit": "is_of_other_unit"},
        further_columns={"of_other_unit": "unit_code"},
    ),
    Kind(
        "commitment",
        "one signature under the commitments",
        ("officer_code", "signed_on", "commitment_set"),
        (
            need("officer_code"),
            need("signed_on", DATE),
            may("commitment_set"),
        ),
        day=("signed_on",),
        belongs_to=("officer_code",),
        references={"officer_code": "officer", "commitment_set": "commitment_set"},
        counted_in="int_commitments",
    ),
    Kind(
        "meeting",
        "one reception, dialogue or field visit, planned or held",
        (
            "kind",
            "unit_code",
            "coalesce(planned_on, held_on)",
            "lower(trim(place))",
        ),
        (
            need("kind", TEXT, "reception", "dialogue", "field_visit"),
            need("unit_code"),
            may("planned_on", DATE),
            may("held_on", DATE),
            may("led_by_head", BOOLEAN),
            may("place"),
            may("n_issues_raised", INTEGER),
            may("n_issues_resolved", INTEGER),
            may("issues_closed_on", DATE),
        ),
        one_of=(("planned_on", "held_on"),),
        later_by=("stated_on", "held_on", "issues_closed_on"),
        day=("held_on", "planned_on"),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_meetings",
    ),
    Kind(
        "reminder",
        "one reminder to an officer, or one measure about one",
        ("officer_code", "given_on", "kind", "coalesce(reason, 'other')"),
        (
            need("officer_code"),
            need("given_on", DATE),
            need("kind", TEXT, "reminder", "measure"),
            may("reason", TEXT, *REMINDER_REASONS),
            may("source", TEXT, "citizen", "ballot", "inspection", "head"),
            later("incident_on", DATE),
        ),
        day=("given_on",),
        belongs_to=("officer_code",),
        references={"officer_code": "officer"},
        counted_in="int_reminders",
    ),
    Kind(
        "readiness_check",
        "one look at one required thing",
        ("unit_code", "requirement_code", "checked_on"),
        (
            need("unit_code"),
            need("requirement_code"),
            need("checked_on", DATE),
            need("is_met", BOOLEAN),
            may("checked_by"),
            may("evidence"),
        ),
        day=("checked_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit", "requirement_code": "requirement"},
        counted_in="int_readiness_checks",
    ),
)
