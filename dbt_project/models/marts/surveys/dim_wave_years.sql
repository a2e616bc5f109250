with as_of as (
    select * from {{ ref('int_as_of') }}
),

waves as (
    select
        w.stream,
        w.owner,
        w.opened_on,
        year(w.opened_on) as year
    from {{ ref('dim_waves') }} as w
    cross join as_of as a
    where w.opened_on <= a.data_as_of
),

rules as (
    select * from {{ ref('stg_wave_rules') }}
    where n_required > 0
),

days as (
    {{ days_from_to(
        '(select min(opened_on) from waves)',
        '(select data_as_of from as_of)'
    ) }}
),

-- a running year is judged on the last day the data speak of
years as (
    select
        year(d.day) as year,
        max(d.day) as judged_on,
        max(month(d.day) * 100 + day(d.day)) = 1231 as is_over
    from days as d
    group by year(d.day)
),

asked as (
    select
        y.year,
        y.is_over,
        r.stream,
        r.owners,
        r.n_required as n_waves_required
    from years as y
    inner join rules as r on {{ holds_on('r', 'y.judged_on') }}
),

held as (
    select
        year,
        stream,
        count(*) filter (where owner = 'front') as n_waves_front,
        count(*) filter (where owner = 'head') as n_waves_head,
        count(*) filter (where owner = 'committee') as n_waves_committee
    from waves
    group by year, stream
),

joined as (
    select
        coalesce(a.year, h.year) as year,
        coalesce(a.stream, h.stream) as stream,
        coalesce(h.n_waves_front, 0) as n_waves_front,
        coalesce(h.n_waves_head, 0) as n_waves_head,
        coalesce(h.n_waves_committee, 0) as n_waves_committee,
        a.owners,
        a.n_waves_required,
        a.is_over
    from asked as a
    full outer join held as h on a.year = h.year and a.stream = h.stream
),

counted as (
    select
        *,
        case owners
            when 'any' then n_waves_front + n_waves_head + n_waves_committee
            when 'front_or_head' then n_waves_front + n_waves_head
            when 'front' then n_waves_front
            when 'head' then n_waves_head
            else n_waves_front + n_waves_head + n_waves_committee
        end as n_waves_counted
    from joined
),

dim_wave_years as (
    select
        cast(year as string) as period,
        stream,
        cast(n_waves_front as integer) as n_waves_front,
        cast(n_waves_head as integer) as n_waves_head,
        cast(n_waves_committee as integer) as n_waves_committee,
        owners,
        cast(n_waves_required as integer) as n_waves_required,
        cast(n_waves_counted as integer) as n_waves_counted,
        case
            when n_waves_required is null then 'unasked'
            when n_waves_counted >= n_waves_required then 'met'
            when is_over then 'missing'
            else 'due'
        end as state
    from counted
)

select * from dim_wave_years
