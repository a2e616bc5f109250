{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with ballots as (
    select
        wave_code,
        digits,
        count(*) as n_ballots
    from {{ ref('int_ballots') }}
    where {{ is_in_changed_wave() }}
    group by wave_code, digits
),

waves as (
    select * from {{ ref('dim_waves') }}
),

places as (
    select * from {{ ref('int_item_places') }}
    where digit is not null
),

scales as (
    select
        instrument,
        criterion_code,
        min(place) as first_place,
        count(*) as n_items
    from places
    where criterion_code is not null
    group by instrument, criterion_code
    union all
    select
        instrument,
        'all' as criterion_code,
        0 as first_place,
        count(*) as n_items
    from places
    group by instrument
),

-- equal ballots first: a satisfied province has few patterns
patterns as (
    select
        wave_code,
        lpad(cast(digits as string), 38, '0') as digits,
        n_ballots
    from ballots
),

parts as (
    select
        p.wave_code,
        s.criterion_code,
        substr(
            p.digits,
            cast(39 - 2 * (s.first_place + s.n_items) as integer),
            cast(2 * s.n_items as integer)
        ) as pattern,
        p.n_ballots
    from patterns as p
    inner join waves as w on p.wave_code = w.wave_code
    inner join scales as s on w.instrument = s.instrument
    -- whole ballots of a survey are as many as it planned; those of a counter
    -- grow with the cases
    where s.criterion_code <> 'all' or w.stream <> 'service'
),

agg_factor_patterns as (
    select
        wave_code,
        criterion_code,
        pattern,
        cast(sum(n_ballots) as bigint) as n_ballots
    from parts
    group by wave_code, criterion_code, pattern
)

select * from agg_factor_patterns
