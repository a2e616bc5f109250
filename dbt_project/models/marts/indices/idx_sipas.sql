with levels as (
    select * from {{ ref('agg_answer_levels') }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

items as (
    select * from {{ ref('dim_items') }}
),

months as (
    select * from {{ ref('agg_unit_months') }}
),

thresholds as (
    select * from {{ ref('dim_thresholds') }}
    where threshold = 'sipas_sampling_error'
),

build as (
    select * from {{ ref('dim_build') }}
),

dated as (
    select
        w.*,
        coalesce(w.closed_on, w.opened_on, b.data_as_of) as wave_end
    from waves as w
    cross join build as b
),

shares as (
    select
        l.map,
        l.unit_key,
        l.unit_code,
        l.unit_valid_from,
        l.unit_level,
        l.wave_code,
        l.stream,
        l.item_code,
        i.criterion_code,
        w.wave_end,
        sum(l.n_answers) as n_answers,
        sum(case when l.is_satisfied then l.n_answers else 0 end)
            as n_satisfied
    from levels as l
    inner join dated as w on l.wave_code = w.wave_code
    inner join items as i
        on w.instrument = i.instrument and l.item_code = i.item_code
    where l.level is not null and i.criterion_code is not null
    group by all
),

by_criterion as (
    select
        map,
        unit_key,
        unit_code,
        unit_valid_from,
        unit_level,
        wave_code,
        stream,
        criterion_code,
        wave_end,
        sum(n_answers) as n_answers,
        sum(n_satisfied) as n_satisfied,
        -- people, not answers: the question most of them answered
        max(n_answers) as n_people
    from shares
    group by all
),

-- everyone served in the twelve months up to the wave
served as (
    select
        c.map,
        c.unit_key,
        c.wave_code,
        sum(m.n_received) as n_served
    from (
        select distinct
            map,
            unit_key,
            wave_code,
            wave_end
        from by_criterion
    ) as c
    inner join months as m
        on
            c.map = m.map
            and c.unit_key = m.unit_key
            and c.wave_end >= m.month
            and m.month > {{ add_days('last_day(c.wave_end)', -366) }}
    group by c.map, c.unit_key, c.wave_code
),

idx_sipas as (
    select
        c.map,
        c.unit_key,
        c.unit_code,
        c.unit_valid_from,
        c.unit_level,
        c.wave_code,
        c.stream,
        c.criterion_code,
        cast(c.n_answers as decimal(18, 6)) as n_answers,
        cast(c.n_satisfied as decimal(18, 6)) as n_satisfied,
        cast(c.n_people as decimal(18, 6)) as n_people,
        cast(c.n_satisfied as double) / nullif(c.n_answers, 0) as share,
        cast(s.n_served as decimal(18, 6)) as n_served,
        cast(
            round(
                cast(s.n_served as double)
                / (1 + s.n_served * t.value * t.value)
            ) as bigint
        ) as n_required,
        c.n_people >= round(
            cast(s.n_served as double) / (1 + s.n_served * t.value * t.value)
        ) as is_sample_enough
    from by_criterion as c
    left join served as s
        on
            c.map = s.map
            and c.unit_key = s.unit_key
            and c.wave_code = s.wave_code
    left join thresholds as t
        on {{ holds_on('t', 'c.wave_end') }}
)

select * from idx_sipas
