with levels as (
    select * from {{ ref('agg_stratum_levels') }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

items as (
    select * from {{ ref('dim_items') }}
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

-- the unit's own ballots of the same days, on the same question and scale
pairs as (
    select
        i.wave_code as independent_wave,
        s.wave_code as service_wave,
        a.item_code,
        cast(year(i.opened_on) as varchar) || '-Q'
        || cast(quarter(i.opened_on) as varchar) as period
    from waves as i
    inner join waves as s
        on
            s.opened_on <= coalesce(i.closed_on, i.opened_on)
            and coalesce(s.closed_on, date '9999-12-31') >= i.opened_on
    inner join items as a on i.instrument = a.instrument
    inner join items as b
        on
            s.instrument = b.instrument
            and a.item_code = b.item_code
            and a.scale_min = b.scale_min
            and a.scale_max = b.scale_max
            and a.satisfied_from = b.satisfied_from
    where i.stream = 'independent' and s.stream = 'service'
),

sides as (
    select distinct
        period,
        item_code,
        independent_wave as wave_code,
        'independent' as side
    from pairs
    union all
    select distinct
        period,
        item_code,
        service_wave as wave_code,
        'service' as side
    from pairs
),

counted as (
    select
        l.map,
        l.unit_key as stratum_key,
        s.period,
        s.item_code,
        s.side,
        sum(l.n_answers) as n,
        sum(case when l.is_satisfied then l.n_answers else 0 end) as n_good
    from sides as s
    inner join levels as l
        on s.wave_code = l.wave_code and s.item_code = l.item_code
    group by l.map, l.unit_key, s.period, s.item_code, s.side
),

agg_gap_strata as (
    select
        c.map,
        a.ancestor_unit_key as unit_key,
        c.period,
        c.item_code,
        c.stratum_key,
        sum(case when c.side = 'service' then c.n else 0 end) as n_service,
        sum(case when c.side = 'service' then c.n_good else 0 end)
            as n_service_satisfied,
        sum(case when c.side = 'independent' then c.n else 0 end)
            as n_independent,
        sum(case when c.side = 'independent' then c.n_good else 0 end)
            as n_independent_satisfied
    from counted as c
    inner join ancestors as a
        on c.map = a.map and c.stratum_key = a.unit_key
    group by
        c.map,
        a.ancestor_unit_key,
        c.period,
        c.item_code,
        c.stratum_key
)

select * from agg_gap_strata
