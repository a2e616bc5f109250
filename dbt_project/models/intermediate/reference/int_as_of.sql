with loads as (
    select
        max(loaded_at) as raw_max_loaded_at,
        cast(max(loaded_at) as date) as loaded_on,
        coalesce(bool_or(is_simulated), false) as is_simulated,
        count(*) as n_files
    from {{ ref('stg_files') }}
    where status = 'loaded'
),

newest as (
    select max(newest_on) as day
    from {{ ref('int_newest_days') }}
    where source in ('cases', 'ballots', 'petitions', 'waves')
),

int_as_of as (
    select
        coalesce(n.day, l.loaded_on) as data_as_of,
        l.raw_max_loaded_at,
        l.is_simulated,
        l.n_files
    from loads as l
    cross join newest as n
)

select * from int_as_of
