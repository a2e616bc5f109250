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

known as (
    select * from {{ ref('stg_previous_files') }}
),

-- no clock is compared: one that went back would hide what came since
newer as (
    select count(*) as n_files
    from files as f
    left join known as k
        on f.file_sha256 = k.file_sha256 and f.loaded_at = k.loaded_at
    where f.status = 'loaded' and k.file_sha256 is null
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
    cross join newer as n
    where
        try_cast(f.period as date) is null
        or last_day(try_cast(f.period as date)) <= b.data_as_of
)

select * from int_previous_figures
