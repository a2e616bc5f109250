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

-- taken out since, or loaded again
gone as (
    select count(*) as n_files
    from known as k
    left join files as f
        on
            k.file_sha256 = f.file_sha256
            and k.loaded_at = f.loaded_at
            and f.status = 'loaded'
    where f.file_sha256 is null
),

-- the last day that a month or period speaks of; of a round of answers none
ends as (
    select
        figure,
        map,
        unit_key,
        period,
        value,
        n_people,
        coalesce(
            last_day(try_cast(split_part(period, '/', 1) as date)),
            {{ period_end("split_part(period, '/', 1)") }}
        ) as ends_on
    from figures
),

-- a month that was still running was never a final figure
int_previous_figures as (
    select
        e.figure,
        e.map,
        e.unit_key,
        e.period,
        e.value,
        e.n_people,
        b.data_as_of,
        case
            when n.n_files > 0 then 'new_files'
            when g.n_files > 0 then 'files_withdrawn'
            else 'rules_changed'
        end as why
    from ends as e
    inner join builds as b on true
    cross join newer as n
    cross join gone as g
    where e.ends_on is null or e.ends_on <= b.data_as_of
)

select * from int_previous_figures
