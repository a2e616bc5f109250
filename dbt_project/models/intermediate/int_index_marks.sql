with marks as (
    select
        *,
        {{ period_end('period') }} as period_end
    from {{ ref('stg_index_marks') }}
),

targets as (
    select * from {{ ref('int_targets') }}
    where indicator like 'circular_01/%'
),

units as (
    select * from {{ ref('int_unit_references') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the unit of the period's last day, or of today while it still runs
placed as (
    select
        m.index_code,
        m.component,
        m.period,
        m.period_end,
        m.officer_code,
        m.self_score,
        m.verified_score,
        u.unit_key
    from marks as m
    cross join as_of as a
    left join units as u
        on
            m.unit_code = u.unit_reference
            and least(m.period_end, a.data_as_of)
            between u.valid_from and u.last_day
    union all
    -- marks may also stand in the list of targets, as circular_01/7/self
    select
        'circular_01' as index_code,
        split_part(indicator, '/', 2) as component,
        period,
        period_end,
        null as officer_code,
        case when indicator like '%/self' then achieved end as self_score,
        case when indicator like '%/verified' then achieved end
            as verified_score,
        unit_key
    from targets
),

int_index_marks as (
    select
        index_code,
        component,
        period,
        period_end,
        officer_code,
        case when officer_code is null then unit_key end as unit_key,
        max(self_score) as self_score,
        max(verified_score) as verified_score
    from placed
    where officer_code is not null or unit_key is not null
    group by
        index_code,
        component,
        period,
        period_end,
        officer_code,
        case when officer_code is null then unit_key end
)

select * from int_index_marks
