with offered as (
    select * from {{ ref('int_offered') }}
    where is_within_wave
),

ballots as (
    select * from {{ ref('fct_ballots') }}
    where coalesce(is_within_wave, true)
),

cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is not null
),

waves as (
    select * from {{ ref('dim_waves') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

case_days as (
    select
        unit_key,
        channel,
        cast(finished_at as date) as day,
        count(*) as n_cases
    from cases
    group by unit_key, channel, cast(finished_at as date)
),

counted as (
    select
        unit_key,
        wave_code,
        cast(date_trunc('month', day) as date) as month,
        channel,
        sum(n_offered) as n_offered,
        0 as n_ballots,
        0 as n_returned
    from offered
    group by unit_key, wave_code, date_trunc('month', day), channel
    union all
    select
        unit_key,
        wave_code,
        cast(date_trunc('month', on_day) as date) as month,
        channel,
        0 as n_offered,
        count(*) as n_ballots,
        0 as n_returned
    from ballots
    group by unit_key, wave_code, date_trunc('month', on_day), channel
    union all
    -- whoever got a result while a service wave was open could be asked
    select
        c.unit_key,
        w.wave_code,
        cast(date_trunc('month', c.day) as date) as month,
        c.channel,
        0 as n_offered,
        0 as n_ballots,
        sum(c.n_cases) as n_returned
    from case_days as c
    cross join build as b
    inner join waves as w
        on
            w.stream = 'service'
            and c.day between w.opened_on
            and coalesce(w.closed_on, b.data_as_of)
    group by c.unit_key, w.wave_code, date_trunc('month', c.day), c.channel
),

-- a file that names no channel still counts for all of them together
by_channel as (
    select * from counted
    where channel <> 'none'
    union all
    select
        unit_key,
        wave_code,
        month,
        'all' as channel,
        n_offered,
        n_ballots,
        n_returned
    from counted
),

placed as (
    select
        c.*,
        w.stream
    from by_channel as c
    left join waves as w on c.wave_code = w.wave_code
    where c.month is not null and c.wave_code is not null
),

agg_response as (
    {{ added_up_by_unit(
        'placed', 'shares', ['n_offered', 'n_ballots', 'n_returned'],
        ['wave_code', 'stream', 'month', 'channel'],
        {'is_own': 'bool_or(s.is_own)'},
    ) }}
)

select * from agg_response
