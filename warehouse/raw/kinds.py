"""The one table of raw kinds: what each holds, what names a row, what it is about.

Ingest writes these tables, dbt reads them as sources. Raw is append-only and keeps
what an export said; cleaning and choosing the version that counts happen in staging.
"""

from __future__ import annotations

from dataclasses import replace

from warehouse.raw.ballots import BALLOTS
from warehouse.raw.cases import CASES
from warehouse.raw.column import DATE, Kind, later
from warehouse.raw.duties import DUTIES
from warehouse.raw.indices import INDICES
from warehouse.raw.lists import LISTS
from warehouse.raw.petitions import PETITIONS
from warehouse.raw.registers import REGISTERS

STATED_ON = later("stated_on", DATE)
"""Day a list speaks of: where lists differ, the later one counts."""


def _dated(kind: Kind) -> Kind:
    if STATED_ON.name not in kind.later_by:
        return kind
    return replace(kind, columns=(*kind.columns, STATED_ON))


_DAILY = (*CASES, *BALLOTS, *PETITIONS, *INDICES, *DUTIES, *REGISTERS)
KINDS: dict[str, Kind] = {kind.name: _dated(kind) for kind in (*LISTS, *_DAILY)}

DAILY_KINDS = tuple(kind.name for kind in _DAILY)
"""A new row of any other kind, a list, can change dossiers no new row speaks of."""

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
create table if not exists raw.delivery (
    file_sha256 varchar not null, delivered_at timestamp not null
);
create table if not exists raw.file_kind (
    file_sha256 varchar not null, kind varchar not null,
    n_read bigint not null, n_loaded bigint not null,
    n_duplicate bigint not null, n_refused bigint not null,
    check (n_read = n_loaded + n_duplicate + n_refused)
);
create table if not exists raw.withdrawn (
    file_sha256 varchar not null, file_name varchar not null, spec_name varchar,
    loaded_at timestamp not null, withdrawn_at timestamp not null,
    withdrawn_by varchar not null, reason varchar not null
);
create table if not exists raw.notice (
    file_sha256 varchar, file_name varchar not null, code varchar not null,
    params varchar not null, n_rows bigint not null, lines varchar not null,
    noticed_at timestamp not null
);
create table if not exists raw.mended_row (
    file_sha256 varchar not null, of_file_sha256 varchar not null,
    sheet varchar not null, line bigint not null, columns varchar not null,
    mended_by varchar not null, mended_at timestamp not null
);
create table if not exists raw.refused (
    file_sha256 varchar not null, kind varchar not null, sheet varchar,
    line bigint, column_name varchar, value varchar,
    rule varchar not null, rule_params varchar not null
);
"""


def create_statements() -> str:
    """SQL that makes the raw schema; running it again changes nothing.

    A store of an earlier version gets the columns that came since. No keys or
    indexes: DuckDB's index faults have cost whole databases, so existence is tested
    inside the loading transaction instead.
    """
    tables = []
    for kind in KINDS.values():
        columns = [f'"{c.name}" {c.type}' for c in kind.columns]
        columns += [f"{name} {type_}" for name, type_ in PROVENANCE]
        tables.append(
            f'create table if not exists raw."{kind.name}" ({", ".join(columns)});'
        )
        tables += [
            f'alter table raw."{kind.name}" add column if not exists {c.name} {c.type};'
            for c in kind.columns
            if c.is_later
        ]
    return _LEDGER + "\n".join(tables)
