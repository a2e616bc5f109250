with loads as (
    select
        max(loaded_at) as raw_max_loaded_at,
        coalesce(bool_or(is_simulated), false) as is_simulated,
        count(*) as n_files
    from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- all may have been refused, or taken out again
seen as (
    select max(loaded_at) as seen_at
    from {{ ref('stg_files') }}
),

-- that a wave opens says nothing of how far dossiers and ballots reach; it
-- counts only where nothing else does
newest as (
    select
        max(
            case
                when source in ('cases', 'ballots', 'petitions') then newest_on
            end
        ) as day,
        max(case when source = 'waves' then newest_on end) as opened_on
    from {{ ref('int_newest_days') }}
),

int_as_of as (
    select
        coalesce(
            n.day,
            n.opened_on,
            cast(coalesce(l.raw_max_loaded_at, s.seen_at) as date)
        ) as data_as_of,
        coalesce(l.raw_max_loaded_at, s.seen_at) as raw_max_loaded_at,
        l.is_simulated,
        l.n_files
    from loads as l
    cross join newest as n
    cross join seen as s
)

select * from int_as_of
