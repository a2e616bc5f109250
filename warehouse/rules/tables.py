"""The tables of rules as data: their columns, and what a new edition replaces.

A table is a CSV file: the shipped one stands in `shipped/` (thresholds as a folder of
files by subject), the province's own in `THANTHIEN_HOME/rules/`. Rows of one group that
begin on one day are one edition; it holds until it ends or the next one begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "decimal", "date"]
SQL_TYPES: dict[Type, str] = {
    "text": "varchar",
    "integer": "integer",
    "decimal": "decimal(18, 6)",
    "date": "date",
}


@dataclass(frozen=True)
class RuleColumn:
    """One column of a table of rules.

    Attributes:
        name: Heading in the file.
        type: What a cell holds.
        words: The only values allowed; empty when free.
        least: Least number allowed.
        is_required: A row without it is refused.
        is_known: Only values of the shipped table do: the code asks for no other.
        only_with: A column and its words: filled with these, and with no other.
    """

    name: str
    type: Type = "text"
    words: tuple[str, ...] = ()
    least: float | None = None
    is_required: bool = True
    is_known: bool = False
    only_with: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class RuleTable:
    """One table of rules.

    Attributes:
        name: Name of the file without `.csv`.
        group: Column whose rows are replaced together by a new edition.
        key: Columns that name a row within an edition; `group` among them.
        columns: All columns but the two dates, in order.
        reaches_back: Days before the first edition go by it: what was never decided
            otherwise. Laws do not reach back.
    """

    name: str
    group: str
    key: tuple[str, ...]
    columns: tuple[RuleColumn, ...]
    reaches_back: bool = False


FROM = RuleColumn("valid_from", "date")
TO = RuleColumn("valid_to", "date", is_required=False)
"""First and last day of an edition; without a last day it is open."""

_NAMES = (RuleColumn("name_vi"), RuleColumn("name_en", is_required=False))
_BASIS = RuleColumn("legal_basis", is_required=False)
CRITERION_KINDS = ("factor", "overall", "know", "never", "show", "ask")
FAULTS = ("office_error", "lost_papers", "harassment")
"""What an office does wrong besides lateness: petitions found right tell of it."""
TARGETED = ("late_strict_share", "late_official_share", "satisfied_share")
"""Monthly shares that an indicator in percent can set a target for."""
LETTER_OCCASIONS = (
    "late_case",
    "birth",
    "marriage",
    "death",
    "feedback",
    "request",
    "complaint",
    *FAULTS,
)
LEVELS = ("any", "province", "district", "commune", "centre", "none")
"""Levels of unit a rule speaks of: `any` below the province, `none` switches it off."""
SHOWN_BY = (
    "check",
    "document",
    "baseline",
    "training",
    "commitment",
    "review",
    "ballot",
    "independent",
    "inspection",
)
WAVE_OWNERS = ("any", "front", "head", "front_or_head")
"""Whose waves count towards those a year asks for."""
EXEMPT_PROCEDURES = (
    "copy",
    "re_registration",
    "adult_late_registration",
    "linked_duplicate",
)

TABLES: dict[str, RuleTable] = {
    table.name: table
    for table in (
        RuleTable(
            "thresholds",
            "threshold",
            ("threshold",),
            (
                RuleColumn("threshold", is_known=True),
                RuleColumn("value", "decimal", least=0),
                RuleColumn("unit", is_required=False),
                RuleColumn("name_vi", is_required=False),
                RuleColumn("name_en", is_required=False),
                RuleColumn("source"),
            ),
            reaches_back=True,
        ),
        RuleTable(
            "criteria",
            "criteria_set",
            ("criteria_set", "criterion_code"),
            (
                RuleColumn("criterion_code"),
                RuleColumn("criterion_kind", words=CRITERION_KINDS),
                RuleColumn("criterion_no", "integer", least=1),
                *_NAMES,
                RuleColumn("criteria_set", is_known=True),
                RuleColumn("version", "integer", least=1),
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "index_rules",
            "index_code",
            ("index_code", "component"),
            (
                RuleColumn("index_code", is_known=True),
                RuleColumn("component", is_known=True),
                RuleColumn("max_score", "decimal", least=0),
                RuleColumn("measured_by", words=("none", "form", "computed")),
                *_NAMES,
                _BASIS,
            ),
        ),
        RuleTable(
            "index_grades",
            "index_code",
            ("index_code", "grade"),
            (
                RuleColumn("index_code", is_known=True),
                RuleColumn("grade", is_known=True),
                RuleColumn("from_score", "decimal", least=0),
                *_NAMES,
                _BASIS,
            ),
        ),
        RuleTable(
            "petition_deadlines",
            "kind",
            ("kind",),
            (
                RuleColumn("kind", is_known=True),
                RuleColumn("n_days", "integer", least=1),
                RuleColumn("day_kind", words=("calendar", "working")),
                RuleColumn("counted_from", words=("accepted", "received")),
                RuleColumn("accept_days", "integer", least=0),
                RuleColumn("long_overdue_days", "integer", least=0),
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "letter_rules",
            "letter_kind",
            ("letter_kind", "occasion"),
            (
                RuleColumn("letter_kind", is_known=True),
                RuleColumn("occasion", words=LETTER_OCCASIONS),
                RuleColumn("late_days_from", "integer", least=0, is_required=False),
                RuleColumn("n_days", "integer", least=0),
                RuleColumn("day_kind", words=("calendar", "working")),
                RuleColumn(
                    "petition_fields",
                    is_required=False,
                    only_with=("occasion", FAULTS),
                ),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "letter_exemptions",
            "reason",
            ("reason", "procedure_code"),
            (
                RuleColumn("reason", words=EXEMPT_PROCEDURES),
                RuleColumn("procedure_code"),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "requirements",
            "requirement_code",
            ("requirement_code", "level"),
            (
                RuleColumn("requirement_code"),
                RuleColumn("level", words=LEVELS),
                RuleColumn("guidance_row"),
                RuleColumn("step", "integer", least=1),
                RuleColumn("shown_by", words=SHOWN_BY),
                RuleColumn("document_kind", is_required=False),
                RuleColumn("time_limit", words=("before_start", "none")),
                RuleColumn("max_age_days", "integer", least=1, is_required=False),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "duty_rules",
            "duty",
            ("duty", "level"),
            (
                RuleColumn("duty", is_known=True),
                RuleColumn("level", words=LEVELS),
                RuleColumn("n_required", "integer", least=1),
                RuleColumn("per", words=("week", "month", "quarter", "half", "year")),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "wave_rules",
            "stream",
            ("stream",),
            (
                RuleColumn("stream", is_known=True),
                RuleColumn("owners", words=WAVE_OWNERS),
                RuleColumn("n_required", "integer", least=0),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "indicators",
            "indicator",
            ("indicator",),
            (
                RuleColumn("indicator"),
                RuleColumn("direction", words=("up", "down")),
                RuleColumn("unit"),
                RuleColumn("source", is_required=False),
                RuleColumn("measure", words=TARGETED, is_required=False),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
            reaches_back=True,
        ),
    )
}

SCORED = {
    "satisfied": "up",
    "late_official": "down",
    "late_strict": "down",
    "petitions": "up",
    "letters": "up",
    "meetings": "up",
    "readiness": "up",
    "commitments": "up",
    "targets": "up",
    "home": "up",
}
"""Share a scorecard can give points for → whether more of it or less is better."""
WEIGHTS_ADD_TO = 100

OWN_TABLES: dict[str, RuleTable] = {
    table.name: table
    for table in (
        RuleTable(
            "scorecard",
            "scheme",
            ("scheme", "criterion"),
            (
                RuleColumn("scheme"),
                RuleColumn("criterion"),
                RuleColumn("metric", words=tuple(SCORED)),
                RuleColumn("weight", "decimal", least=0),
                RuleColumn("cut_offs"),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
        RuleTable(
            "scorecard_grades",
            "scheme",
            ("scheme", "grade"),
            (
                RuleColumn("scheme"),
                RuleColumn("grade"),
                RuleColumn("from_points", "decimal", least=0),
                *_NAMES,
                RuleColumn("legal_basis"),
            ),
        ),
    )
}
"""Tables that only a province fills: nothing is shipped, so nothing holds by default.

Builds do not read them; reviews and reports do."""
