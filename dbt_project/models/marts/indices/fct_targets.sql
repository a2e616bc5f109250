with targets as (
    select * from {{ ref('int_targets') }}
    -- marks on the forms of an index are no targets
    where
        indicator not like 'circular_01/%'
        and unit_key is not null
        -- of a period nobody can read nothing is known to be over
        and period_end is not null
),

indicators as (
    select * from {{ ref('stg_indicators') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- which way is good, by the rule of the period's last day; an indicator nobody
-- knows is not judged
fct_targets as (
    select
        t.unit_code,
        t.unit_key,
        t.indicator,
        i.direction,
        -- what is drawn against it; a target in another unit is no share
        case when i.unit = '%' then i.measure end as measure,
        t.period,
        t.period_end,
        t.planned,
        t.achieved,
        cast(t.achieved as double) / nullif(t.planned, 0) as share_achieved,
        case
            when t.achieved is null or t.planned is null then 'not_told'
            when t.period_end > a.data_as_of then 'running'
            when i.direction = 'down' and t.achieved <= t.planned then 'met'
            when i.direction = 'up' and t.achieved >= t.planned then 'met'
            else 'missed'
        end as state
    from targets as t
    cross join as_of as a
    inner join indicators as i
        on
            t.indicator = i.indicator
            and {{ holds_on('i', 'least(t.period_end, a.data_as_of)') }}
)

select * from fct_targets
