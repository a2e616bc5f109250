{# More files than this are not named one by one. #}
{% set most_named = 3 -%}

with files as (
    select * from {{ ref('int_new_case_files') }}
),

cases as (
    select * from {{ ref('fct_cases') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- the months whose counts a dossier is part of
months as (
    select
        c.unit_key,
        cast(date_trunc('month', c.received_at) as date) as month,
        f.file_sha256,
        f.file_name
    from cases as c
    inner join files as f on c.case_code = f.case_code
    where c.received_at is not null
    union
    select
        c.unit_key,
        cast(date_trunc('month', c.finished_at) as date) as month,
        f.file_sha256,
        f.file_name
    from cases as c
    inner join files as f on c.case_code = f.case_code
    where c.finished_at is not null
),

placed as (
    select distinct
        s.map,
        s.unit_key,
        m.month,
        m.file_sha256,
        m.file_name
    from months as m
    inner join shares as s on m.unit_key = s.source_unit_key
),

agg_restating_files as (
    select
        map,
        unit_key,
        month,
        {{ listed('file_name', 'file_name') }} as file_names
    from placed
    group by map, unit_key, month
    having count(*) <= {{ most_named }}
)

select * from agg_restating_files
