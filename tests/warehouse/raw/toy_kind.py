"""A kind that the project does not have: an office's open day, with what it takes."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "so_ngay_hoi_20260930.csv"
FILE = """Mã đơn vị,Ngày mở cửa,Số khách
C1,15/09/2026,40
C9,16/09/2026,10
C1,15/09/2026,45
C1,16/09/2026,20
"""

_KIND = """
    Kind(
        "open_day",
        "one day on which an office showed itself",
        ("unit_code", "opened_on"),
        (need("unit_code"), need("opened_on", DATE), may("n_visitors", INTEGER)),
        day=("opened_on",),
        belongs_to=("unit_code",),
        references={"unit_code": "unit"},
        counted_in="int_open_days",
    ),
)
"""
_ABOUT = """open_day:
  title: {vi: "Ngày mở cửa", en: "Open days"}
  open: [unit_code, opened_on, n_visitors, stated_on]
  columns:
    n_visitors: {vi: "Số khách", en: "visitors"}
"""
_SPEC = r"""spec: open_day_list
title: {vi: Sổ ngày mở cửa, en: Open days}
file_name: '(?P<stated>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))'
kinds:
  - kind: open_day
    columns:
      unit_code: {from: ["Mã đơn vị"]}
      opened_on: {from: ["Ngày mở cửa"], dates: ["dd/MM/yyyy"]}
      n_visitors: {from: ["Số khách"]}
      stated_on: {file_name: stated, dates: [yyyyMMdd]}
"""
_STAGING = """with latest as (
    select * from {{ source('raw', 'open_day') }}
    {{ latest_statement('open_day') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_open_days as (
    select
        l.unit_code,
        l.opened_on,
        l.n_visitors,
        l._file_sha256 as file_sha256,
        l._line as line,
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_open_days
"""
_INTERMEDIATE = """with open_days as (
    select
        *,
        {{ is_impossible_day('opened_on', 'known_on') }} as is_day_impossible,
        {{ odd_number('open_day') }}
    from {{ ref('stg_open_days') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_open_days as (
    select
        o.unit_code,
        o.opened_on,
        {{ possible_number('open_day', 'n_visitors', 'o') }} as n_visitors,
        o.file_sha256,
        o.line,
        o.is_day_impossible,
        o.odd_column,
        o.odd_number,
        u.unit_key
    from open_days as o
    left join units as u
        on
            {{ is_unit_named('o.unit_code', 'o.opened_on') }}
            and not o.is_day_impossible
            and o.odd_column is null
)

select * from int_open_days
"""
_MART = """with open_days as (
    select * from {{ ref('int_open_days') }}
),

fct_open_days as (
    select
        unit_key || '/' || opened_on as open_day_key,
        unit_key,
        opened_on,
        cast(n_visitors as integer) as n_visitors
    from open_days
    where unit_key is not null
)

select * from fct_open_days
"""
_MODEL = """  - name: {name}
    description: >
      Open days. Grain: one row per unit_code and opened_on.
    data_tests:
      - unique_key:
          arguments:
            columns: [{unit}, opened_on]
"""
_METRIC = "n_visitors,Khách,Visitors,Số khách đến,đếm,người,0,up,,0,,1\n"


def add_toy_kind(root: Path) -> None:
    """Adds the kind to a copy of the project, in the files the documentation lists."""
    models = root / "dbt_project" / "models"
    duties = root / "warehouse" / "raw" / "duties.py"
    text = duties.read_text(encoding="utf-8")
    assert text.endswith("    ),\n)\n")
    duties.write_text(text[:-2] + _KIND.lstrip("\n"), encoding="utf-8")
    _append(root / "warehouse" / "raw" / "kinds.yml", _ABOUT)
    (root / "ingest" / "specs" / "open_day_list.yml").write_text(_SPEC, "utf-8")
    for layer, prefix, sql, unit in (
        ("staging", "stg", _STAGING, "unit_code"),
        ("intermediate", "int", _INTERMEDIATE, "unit_code"),
        ("marts", "fct", _MART, "unit_key"),
    ):
        folder, name = models / layer / "duties", f"{prefix}_open_days"
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
        _append(folder / "_duties.yml", _MODEL.format(name=name, unit=unit))
    _append(root / "dbt_project" / "seeds" / "metrics.csv", _METRIC)


def _append(path: Path, more: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
