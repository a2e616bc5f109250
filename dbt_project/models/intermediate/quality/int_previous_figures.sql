{{ config(materialized='view') }}

with figures as (
    select * from {{ ref('stg_previous_figures') }}
),

builds as (
    select * from {{ ref('stg_previous_builds') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

newer as (
    select
        b.build_id,
        count(f.file_sha256) as n_files
    from builds as b
    left join files as f
        on b.raw_max_loaded_at < f.loaded_at and f.status = 'loaded'
    group by b.build_id
),

-- a month that was still running was never a final figure
int_previous_figures as (
    select
        f.figure,
        f.map,
        f.unit_key,
        f.period,
        f.value,
        b.data_as_of,
        case when n.n_files > 0 then 'new_files' else 'rules_changed' end as why
    from figures as f
    inner join builds as b on true
    inner join newer as n on b.build_id = n.build_id
    where
        try_cast(f.period as date) is null
        or last_day(try_cast(f.period as date)) <= b.data_as_of
)

select * from int_previous_figures
