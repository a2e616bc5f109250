"""The raw tables as data: what each kind holds, what it needs, what names a row.

Ingest writes these tables, dbt reads them as sources. Raw is append-only and keeps
what an export said; cleaning and choosing the latest version happen in staging.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, INTEGER, DECIMAL = "varchar", "bigint", "decimal(18, 6)"
LEVEL, DATE, TIMESTAMP, BOOLEAN = "decimal(6, 2)", "date", "timestamp", "boolean"


@dataclass(frozen=True)
class Column:
    """One column of a raw kind.

    Attributes:
        name: Column name.
        type: DuckDB type.
        is_required: A row without it is refused.
        words: The only values allowed; empty when free.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of raw row.

    Attributes:
        name: Table name in schema `raw`.
        key: Columns that name the thing a row speaks of.
        columns: All columns in order.
        one_of: Groups of columns of which at least one must be filled.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """Returns the column called `name`.

        Raises:
            KeyError: The kind has no such column.
        """
        return next(c for c in self.columns if c.name == name)


def _need(name: str, type_: str = TEXT, *words: str) -> Column:
    return Column(name, type_, True, words)


def _may(name: str, type_: str = TEXT, *words: str) -> Column:
    return Column(name, type_, False, words)


UNIT_LEVELS = ("province", "district", "commune", "centre")
STREAMS = ("before", "after", "service", "independent", "supervision")
CHANNELS = ("counter", "online", "post", "home")
REMINDER_REASONS = (
    "disrespect",
    "harassment",
    "evasion",
    "lateness",
    "poor_guidance",
    "other",
)
NO_ANSWER = ("blank", "refused", "not_applicable", "dont_know", "invalid")
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

_KINDS = (
    Kind(
        "unit",
        ("unit_code", "valid_from"),
        (
            _need("unit_code"),
            _need("unit_name"),
            _need("level", TEXT, *UNIT_LEVELS),
            _may("parent_code"),
            _need("valid_from", DATE),
            _may("valid_to", DATE),
            _may("model_start_date", DATE),
        ),
    ),
    Kind(
        "unit_succession",
        ("old_code", "new_code", "effective_date"),
        (
            _need("old_code"),
            _need("new_code"),
            _need("effective_date", DATE),
            _need("kind", TEXT, "same", "merge", "split", "abolished"),
            _may("weight", DECIMAL),
        ),
    ),
    Kind(
        "officer",
        ("officer_code", "unit_code", "valid_from"),
        (
            _need("officer_code"),
            _may("officer_name"),
            _may("position"),
            _need("unit_code"),
            _need("valid_from", DATE),
            _may("valid_to", DATE),
        ),
    ),
    Kind(
        "procedure",
        ("procedure_code", "valid_from"),
        (
            _need("procedure_code"),
            _may("procedure_name"),
            _may("field"),
            _may("procedure_group"),
            _may("limit_working_days", DECIMAL),
            _may("life_event", TEXT, "birth", "marriage", "death"),
            _may("valid_from", DATE),
            _may("valid_to", DATE),
        ),
    ),
    Kind(
        "calendar_day",
        ("day", "unit_code"),
        (
            _need("day", DATE),
            _need("is_working", BOOLEAN),
            _may("unit_code"),
        ),
    ),
    Kind(
        "case",
        ("case_code", "extracted_on"),
        (
            _need("case_code"),
            _need("received_at", TIMESTAMP),
            _may("procedure_code"),
            _may("receiving_unit_code"),
            _may("resolving_unit_code"),
            _may("residence_unit_code"),
            _may("officer_code"),
            _may("channel", TEXT, *CHANNELS),
            _may("applicant_kind", TEXT, "person", "organisation"),
            _may("due_at", TIMESTAMP),
            _may("finished_at", TIMESTAMP),
            _may("returned_at", TIMESTAMP),
            _may("status", TEXT, *CASE_STATUSES),
            _may("source_is_late", BOOLEAN),
            _need("extracted_on", DATE),
        ),
    ),
    Kind(
        "case_step",
        ("case_code", "step"),
        (
            _need("case_code"),
            _need("step"),
            _may("officer_code"),
            _may("unit_code"),
            _may("started_at", TIMESTAMP),
            _may("ended_at", TIMESTAMP),
            _may("is_paused", BOOLEAN),
        ),
    ),
    Kind(
        "wave",
        ("wave_code",),
        (
            _need("wave_code"),
            _need("stream", TEXT, *STREAMS),
            _need("owner", TEXT, "front", "committee", "head"),
            _may("mode", TEXT, "paper", "tablet", "phone", "web"),
            _may("opened_on", DATE),
            _may("closed_on", DATE),
            _may("planned_n", INTEGER),
            _may("instrument"),
        ),
    ),
    Kind(
        "item",
        ("instrument", "item_code"),
        (
            _need("instrument"),
            _need("item_code"),
            _may("text_vi"),
            _may("criterion_code"),
            _need("scale_min", LEVEL),
            _need("scale_max", LEVEL),
            _may("is_reversed", BOOLEAN),
            _may("satisfied_from", LEVEL),
        ),
    ),
    Kind(
        "answer",
        ("wave_code", "ballot_id", "item_code"),
        (
            _need("ballot_id"),
            _need("wave_code"),
            _need("unit_code"),
            _need("item_code"),
            _may("level", LEVEL),
            _may("no_answer_reason", TEXT, *NO_ANSWER),
            _may("officer_code"),
            _may("case_code"),
            _may("respondent_kind", TEXT, "person", "organisation"),
            _may("answered_on", DATE),
            _may("age_band"),
            _may("sex", TEXT, "female", "male", "other"),
            _may("weight", DECIMAL),
        ),
        one_of=(("level", "no_answer_reason"),),
    ),
    Kind(
        "offered",
        ("wave_code", "unit_code", "day", "channel"),
        (
            _may("wave_code"),
            _need("unit_code"),
            _need("day", DATE),
            _may("channel", TEXT, *CHANNELS),
            _need("n_offered", INTEGER),
        ),
    ),
    Kind(
        "petition",
        ("petition_code",),
        (
            _need("petition_code"),
            _need("kind", TEXT, "complaint", "denunciation", "request", "feedback"),
            _need("received_on", DATE),
            _may("unit_code"),
            _may("officer_code"),
            _may("field"),
            _may("channel"),
            _may("accepted_on", DATE),
            _may("due_on", DATE),
            _may("resolved_on", DATE),
            _may("informed_on", DATE),
            _may("outcome", TEXT, "upheld", "partly_upheld", "rejected", "withdrawn"),
            _may("lodged_level", TEXT, *UNIT_LEVELS),
            _may("competent_level", TEXT, *UNIT_LEVELS),
            _may("is_reopened", BOOLEAN),
            _may("source_is_late", BOOLEAN),
            _may("extracted_on", DATE),
        ),
    ),
    Kind(
        "monthly_report",
        ("unit_code", "month"),
        (
            _need("unit_code"),
            _need("month", DATE),
            _may("field"),
            _may("n_received", INTEGER),
            _may("n_finished_on_time", INTEGER),
            _may("n_finished_late", INTEGER),
            _may("n_open_on_time", INTEGER),
            _may("n_open_overdue", INTEGER),
        ),
    ),
    Kind(
        "target",
        ("unit_code", "indicator", "period"),
        (
            _need("unit_code"),
            _need("indicator"),
            _need("period"),
            _may("planned", DECIMAL),
            _may("achieved", DECIMAL),
        ),
    ),
    Kind(
        "index_mark",
        ("index_code", "component", "period", "unit_code", "officer_code"),
        (
            _need("index_code", TEXT, "circular_01"),
            _need("component"),
            _need("period"),
            _may("unit_code"),
            _may("officer_code"),
            _may("self_score", DECIMAL),
            _may("verified_score", DECIMAL),
        ),
        one_of=(("unit_code", "officer_code"), ("self_score", "verified_score")),
    ),
    Kind(
        "letter",
        ("letter_kind", "unit_code", "sent_on", "case_code", "petition_code"),
        (
            _need(
                "letter_kind", TEXT, "apology", "thanks", "congratulation", "condolence"
            ),
            _need("unit_code"),
            _need("sent_on", DATE),
            _may("case_code"),
            _may("petition_code"),
            _may("handed_over", BOOLEAN),
            _may("reason"),
        ),
        one_of=(("case_code", "petition_code"),),
    ),
    Kind(
        "commitment",
        ("officer_code", "signed_on", "commitment_set"),
        (
            _need("officer_code"),
            _need("signed_on", DATE),
            _may("commitment_set"),
        ),
    ),
    Kind(
        "meeting",
        ("kind", "unit_code", "planned_on", "held_on"),
        (
            _need("kind", TEXT, "reception", "dialogue", "field_visit"),
            _need("unit_code"),
            _may("planned_on", DATE),
            _may("held_on", DATE),
            _may("led_by_head", BOOLEAN),
            _may("place"),
            _may("n_issues_raised", INTEGER),
            _may("n_issues_resolved", INTEGER),
        ),
        one_of=(("planned_on", "held_on"),),
    ),
    Kind(
        "reminder",
        ("officer_code", "given_on", "kind", "reason"),
        (
            _need("officer_code"),
            _need("given_on", DATE),
            _need("kind", TEXT, "reminder", "measure"),
            _may("reason", TEXT, *REMINDER_REASONS),
            _may("source", TEXT, "citizen", "ballot", "inspection", "head"),
        ),
    ),
    Kind(
        "readiness_check",
        ("unit_code", "requirement_code", "checked_on"),
        (
            _need("unit_code"),
            _need("requirement_code"),
            _need("checked_on", DATE),
            _need("is_met", BOOLEAN),
            _may("checked_by"),
            _may("evidence"),
        ),
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}

PROVENANCE = (
    ("_file_sha256", "varchar"),
    ("_sheet", "varchar"),
    ("_line", "bigint"),
    ("_row_md5", "uhugeint"),
)

_LEDGER = """
create schema if not exists raw;
create table if not exists raw.file (
    file_sha256 varchar not null, file_name varchar not null,
    size_bytes bigint not null, spec_name varchar, spec_sha256 varchar,
    status varchar not null check (status in ('loaded', 'refused')),
    reason varchar, is_simulated boolean not null, loaded_at timestamp not null,
    n_source_rows bigint not null, n_skipped_rows bigint not null
);
create table if not exists raw.file_kind (
    file_sha256 varchar not null, kind varchar not null,
    n_read bigint not null, n_loaded bigint not null,
    n_duplicate bigint not null, n_refused bigint not null,
    check (n_read = n_loaded + n_duplicate + n_refused)
);
create table if not exists raw.refused (
    file_sha256 varchar not null, kind varchar not null, sheet varchar,
    line bigint, column_name varchar, value varchar,
    rule varchar not null, rule_params varchar not null
);
"""


def create_statements() -> str:
    """SQL that makes the raw schema; running it again changes nothing.

    No keys or indexes: DuckDB's index faults have cost whole databases, so
    existence is tested inside the loading transaction instead.
    """
    tables = []
    for kind in KINDS.values():
        columns = [f'"{c.name}" {c.type}' for c in kind.columns]
        columns += [f"{name} {type_}" for name, type_ in PROVENANCE]
        tables.append(
            f'create table if not exists raw."{kind.name}" ({", ".join(columns)});'
        )
    return _LEDGER + "\n".join(tables)
