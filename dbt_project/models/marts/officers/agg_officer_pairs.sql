with clusters as (
    select * from {{ ref('int_ballot_clusters') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

days as (
    select * from {{ ref('agg_officer_days') }}
),

ballots as (
    select
        b.officer_code,
        c.cluster,
        cast(date_trunc('month', b.on_day) as date) as month,
        cast(b.n_officer_satisfied as double) / b.n_officer_answers as share
    from {{ ref('fct_ballots') }} as b
    inner join clusters as c
        on b.wave_code = c.wave_code and b.ballot_id = c.ballot_id
    where
        b.officer_link in ('by_case', 'by_ballot')
        and b.stream = 'service'
        and b.is_within_wave
        and b.unit_key is not null
        and b.n_officer_answers > 0
),

months as (
    select
        officer_code,
        cluster,
        month,
        count(*) as n,
        sum(cast(share as decimal(28, 14))) as good,
        sum(cast(share * share as decimal(28, 14))) as squares,
        sum(count(*)) over (partition by officer_code, cluster) as n_ever
    from ballots
    group by officer_code, cluster, month
),

parts as (
    select
        m.officer_code,
        m.cluster,
        p.period_type,
        p.period,
        p.first_day,
        cast(sum(m.n) as bigint) as n,
        cast(sum(m.good) as double) as good,
        cast(sum(m.squares) as double) as squares
    from months as m
    inner join periods as p on m.month between p.first_day and p.last_day
    where m.n_ever > 1
    group by
        m.officer_code, m.cluster, p.period_type, p.period, p.first_day
),

paired as (
    select
        a.officer_code,
        a.period_type,
        a.period,
        b.period as earlier_period,
        case
            when a.period = b.period then a.n * (a.n - 1) else 2 * a.n * b.n
        end as n_pairs,
        case
            when a.period = b.period then a.good * a.good - a.squares
            else 2 * a.good * b.good
        end as product
    from parts as a
    inner join parts as b
        on
            a.officer_code = b.officer_code
            and a.cluster = b.cluster
            and a.period_type = b.period_type
            and a.first_day >= b.first_day
),

agg_officer_pairs as (
    select
        officer_code,
        period_type,
        period,
        earlier_period,
        'named' as cluster_kind,
        count(*) as n_clusters,
        cast(sum(n_pairs) as bigint) as n_pairs,
        cast(sum(cast(product as decimal(28, 14))) as double) as product
    from paired
    where n_pairs > 0
    group by officer_code, period_type, period, earlier_period
    union all
    select
        d.officer_code,
        p.period_type,
        p.period,
        p.period as earlier_period,
        'day' as cluster_kind,
        cast(sum(d.n_days) as bigint) as n_clusters,
        cast(sum(d.n_pairs) as bigint) as n_pairs,
        cast(sum(d.product) as double) as product
    from days as d
    inner join periods as p on d.month between p.first_day and p.last_day
    group by d.officer_code, p.period_type, p.period
)

select * from agg_officer_pairs
