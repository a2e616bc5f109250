with meetings as (
    select * from {{ ref('fct_meetings') }}
    where hamlet_key is not null
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- a hamlet is reached whole by every unit it lies in, however one was split
agg_reached_hamlets as (
    select
        s.map,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        cast(date_trunc('month', m.held_on) as date) as month,
        m.hamlet_key,
        count(*) as n_visits
    from meetings as m
    inner join shares as s on m.unit_key = s.source_unit_key
    group by
        s.map,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        date_trunc('month', m.held_on),
        m.hamlet_key
)

select * from agg_reached_hamlets
